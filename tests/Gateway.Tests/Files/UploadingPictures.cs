using System.Text;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Files;

/// <summary>Pictures that phones cannot show are known when they are uploaded, and say why and what helps.</summary>
public sealed class UploadingPictures(SharedGateway gateway)
{
    private readonly Api _api = gateway.Ready();

    [Theory]
    [InlineData("baseline", "mms,fax", "")]
    [InlineData("grey", "mms,fax", "")]
    [InlineData("turned 1", "mms,fax", "")]
    [InlineData("upright-with-place", "mms,fax", "")]
    [InlineData("padded", "mms,fax", "")]
    [InlineData("progressive", "fax", "mms progressive")]
    [InlineData("cmyk", "fax", "mms cmyk")]
    [InlineData("cmyk-progressive", "fax", "mms progressive,mms cmyk")]
    [InlineData("12-bit", "fax", "mms not_baseline,mms precision")]
    [InlineData("extended", "fax", "mms not_baseline")]
    [InlineData("arithmetic", "fax", "mms arithmetic")]
    [InlineData("turned 2", "fax", "mms rotated")]
    [InlineData("turned 3", "fax", "mms rotated")]
    [InlineData("turned 4", "fax", "mms rotated")]
    [InlineData("turned 5", "fax", "mms rotated")]
    [InlineData("turned 6", "fax", "mms rotated")]
    [InlineData("turned 7", "fax", "mms rotated")]
    [InlineData("turned 8", "fax", "mms rotated")]
    [InlineData("archive", "fax", "mms trailing_data")]
    [InlineData("png", "fax", "mms wrong_type")]
    public async Task Says_why_a_phone_cannot_show_it(string sample, string usable, string reasons)
    {
        var answer = await _api.UploadAsync(Photos.Named(sample), "사진.jpg");

        Assert.True(answer.Status == 201, answer.ToString());
        Assert.Equal(usable, string.Join(",", answer.Json["usableFor"]!.AsArray().Select(channel => (string)channel!)));
        Assert.Equal(reasons, string.Join(",", answer.Json["unusableFor"]!.AsArray().Select(reason => $"{reason!["channel"]} {reason["code"]}")));
        Assert.All(answer.Json["unusableFor"]!.AsArray(), reason => Assert.EndsWith("Upload it again with ?convert=true to have it made what every phone shows.", (string)reason!["detail"]!));
        Assert.Equal(answer.Text, (await _api.GetAsync($"/v1/files/{answer.Json["id"]}")).Text);
    }

    [Theory]
    [InlineData("progressive", "It is a progressive JPEG, which many phones cannot show. Upload it again with ?convert=true to have it made what every phone shows.")]
    [InlineData("cmyk", "Its colours are CMYK or YCCK, for printers; phones show RGB. Upload it again with ?convert=true to have it made what every phone shows.")]
    public async Task Refuses_it_when_it_was_meant_for_phones(string sample, string reason)
    {
        var answer = await _api.UploadAsync(Photos.Named(sample), "a.jpg", channel: "mms");

        Assert.Equal((422, "unusable_file", reason), (answer.Status, (string)answer.Json["code"]!, (string)answer.Json["detail"]!));
    }

    /// <summary>What iPhones save, under whatever name it comes: nothing here decodes it.</summary>
    [Theory]
    [InlineData("heic", "HEIC")]
    [InlineData("mif1", "HEIC")]
    [InlineData("avif", "AVIF")]
    public async Task Says_how_to_save_a_picture_that_nobody_takes(string brand, string kind)
    {
        byte[] picture = [0, 0, 0, 24, .. "ftyp"u8, .. Encoding.ASCII.GetBytes(brand), 0, 0, 0, 0, .. "mif1heic"u8, .. new byte[64]];

        foreach (var (channel, query) in new[] { ("", ""), ("mms", ""), ("", "?convert=true"), ("mms", "?convert=true") })
        {
            var answer = await _api.UploadAsync(picture, "IMG_0001.jpg", channel, query);

            Assert.Equal((422, "unusable_file"), (answer.Status, (string)answer.Json["code"]!));
            Assert.Contains($"It is a {kind} picture", (string)answer.Json["detail"]!, StringComparison.Ordinal);
            Assert.Contains("Save it as JPEG", (string)answer.Json["detail"]!, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Refuses_a_picture_that_is_cut_off_anywhere(bool progressive)
    {
        var whole = Photos.WithExif(Photos.Jpeg(320, 240, progressive, noise: 60), 1, place: true);
        for (var tenth = 1; tenth < 10; tenth++)
        {
            var cut = whole[..(whole.Length * tenth / 10)];
            var answer = await _api.UploadAsync(cut, "a.jpg");
            var mended = await _api.UploadAsync([.. cut, 0xFF, 0xD9], "a.jpg");
            var converted = await _api.UploadAsync([.. cut, 0xFF, 0xD9], "a.jpg", query: "?convert=true");

            Assert.All([answer, mended, converted], refused => Assert.Equal((422, "unusable_file"), (refused.Status, (string?)refused.Json["code"])));
            Assert.Contains("cut off", (string)answer.Json["detail"]!, StringComparison.Ordinal);
            Assert.Contains("cut off", (string)mended.Json["detail"]!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Tells_who_sends_it_why_and_what_helps()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Vendors:kshot:Attachments:WriteTo"] = Directory.CreateTempSubdirectory("gateway-staging-").FullName;
        await using var own = await world.StartProcessAsync();
        var id = (string)(await own.Api.UploadAsync(Photos.Named("turned 6"), "옆.jpg")).Json["id"]!;

        var answer = await own.Api.PostAsync("/v1/messages", $$"""{ "vendor": "kshot", "channel": "mms", "from": "0212341234", "to": "01012341234", "text": "a", "attachments": ["{{id}}"] }""");

        Assert.Equal((422, "unusable_file"), (answer.Status, (string)answer.Json["errors"]![0]!["code"]!));
        Assert.Equal(
            "옆.jpg (image/jpeg) cannot be sent as mms; it can as: fax. It is turned or mirrored by EXIF (orientation 6), which many phones leave out: it would lie on its side. Upload it again with ?convert=true to have it made what every phone shows.",
            (string)answer.Json["errors"]![0]!["detail"]!);
    }

    [Fact]
    public async Task Keeps_the_bytes_as_they_are_when_nobody_asks_for_more()
    {
        var picture = Photos.Named("turned-with-place");
        var created = await _api.UploadAsync(picture, "a.jpg");

        var content = await gateway.ContentAsync((string)created.Json["id"]!);

        Assert.Equal(picture, content);
        Assert.Null(created.Json["converted"]);
    }
}
