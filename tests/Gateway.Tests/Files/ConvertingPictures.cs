using System.Security.Cryptography;
using Gateway.Files.Pictures;
using Gateway.Files.Types;
using Gateway.Tests.Support;
using SkiaSharp;
using Xunit;

namespace Gateway.Tests.Files;

/// <summary><c>?convert=true</c> makes of a picture what every phone shows.</summary>
public sealed class ConvertingPictures(SharedGateway gateway)
{
    private readonly Api _api = gateway.Ready();

    [Theory]
    [InlineData("progressive", "encoding")]
    [InlineData("cmyk", "colors")]
    [InlineData("cmyk-progressive", "encoding colors")]
    [InlineData("upright-with-place", "metadata")]
    [InlineData("turned-with-place", "turned metadata")]
    [InlineData("archive", "trailing_data")]
    [InlineData("png", "encoding")]
    [InlineData("transparent", "encoding background")]
    [InlineData("webp", "encoding")]
    [InlineData("gif", "encoding")]
    [InlineData("bmp", "encoding")]
    public async Task Makes_a_baseline_picture_and_says_what_changed(string sample, string changes)
    {
        var picture = Photos.Named(sample);

        var answer = await _api.UploadAsync(picture, "사진.png", "mms", "?convert=true");

        Assert.True(answer.Status == 201, answer.ToString());
        var made = await gateway.ContentAsync((string)answer.Json["id"]!);
        var facts = ReadFacts.From(new MemoryStream(made), "a", channel: null)!;
        Assert.Equal((0, 8, 3, 1, false, false), (facts.Jpeg!.Process, facts.Jpeg.Bits, facts.Jpeg.Components, facts.Jpeg.Orientation, facts.Jpeg.HasPlace, facts.Jpeg.HasMetadata));
        Assert.Equal((null, 0x22), (facts.Fault, Sampling(made)));
        Assert.Equal(("사진.jpg", "image/jpeg", made.Length), ((string)answer.Json["name"]!, (string)answer.Json["contentType"]!, (int)answer.Json["size"]!));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(made)), (string)answer.Json["sha256"]!);
        var converted = answer.Json["converted"]!;
        Assert.Equal(changes, string.Join(" ", converted["changes"]!.AsArray().Select(change => (string)change!)));
        Assert.Equal((picture.Length, Convert.ToHexStringLower(SHA256.HashData(picture))), ((int)converted["fromSize"]!, (string)converted["fromSha256"]!));
        Assert.Equal(answer.Text, (await _api.GetAsync($"/v1/files/{answer.Json["id"]}")).Text);
    }

    /// <summary>EXIF 2.3: where row 0 and column 0 of the file belong.</summary>
    [Theory]
    [InlineData(1, "red green blue yellow 64x48")]
    [InlineData(2, "green red yellow blue 64x48")]
    [InlineData(3, "yellow blue green red 64x48")]
    [InlineData(4, "blue yellow red green 64x48")]
    [InlineData(5, "red blue green yellow 48x64")]
    [InlineData(6, "blue red yellow green 48x64")]
    [InlineData(7, "yellow green blue red 48x64")]
    [InlineData(8, "green yellow red blue 48x64")]
    public void Turns_it_as_its_EXIF_says(int orientation, string corners)
    {
        var outcome = Made(Photos.WithExif(Photos.Jpeg(64, 48), orientation));

        Assert.Equal(corners, Corners(outcome.Picture!.Bytes));

        // Of a PNG the codec does not tell it.
        foreach (var isLittle in new[] { true, false })
        {
            var png = Made(Photos.PngWithExif(Photos.Jpeg(64, 48), orientation, isLittle));
            Assert.Equal((corners, orientation != 1), (Corners(png.Picture!.Bytes), png.Changes.Contains("turned")));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(20)]
    [InlineData(21)]
    public void Leaves_a_PNG_as_it_lies_when_its_EXIF_is_cut(int length) =>
        Assert.Equal(
            "red green blue yellow 64x48",
            Corners(Made(Photos.PngWithExif(Photos.Jpeg(64, 48), 6, isLittle: true, length)).Picture!.Bytes));

    [Fact]
    public void Shows_the_colours_of_a_printers_picture() => Assert.Equal("red green blue yellow 64x48", Corners(Made(Photos.Named("cmyk")).Picture!.Bytes));

    [Theory]
    [InlineData(4000, 3000, 40)]
    [InlineData(1499, 1439, 120)]
    [InlineData(300, 2900, 10)]
    public void Stays_within_what_every_vendor_takes(int width, int height, int noise)
    {
        var outcome = Made(Photos.Jpeg(width, height, quality: 95, noise: noise));

        using var made = SKBitmap.Decode(outcome.Picture!.Bytes);
        Assert.InRange(outcome.Picture.Bytes.Length, 1, 60 * 1024);
        Assert.InRange(made.Width, 1, 1499);
        Assert.InRange(made.Height, 1, 1439);
        Assert.Equal((double)width / height, (double)made.Width / made.Height, 0.02);
    }

    [Fact]
    public async Task Leaves_what_is_good_already_as_it_is()
    {
        var picture = Photos.Named("baseline");
        var answer = await _api.UploadAsync(picture, "a.jpg", query: "?convert=true");

        Assert.Null(answer.Json["converted"]);
        Assert.Equal(picture, await gateway.ContentAsync((string)answer.Json["id"]!));
    }

    [Fact]
    public void Says_what_it_cannot_turn() => Assert.Equal("It has 12 bits a colour, which cannot be converted. Save it with 8.", Made(Photos.Named("12-bit")).Refusal);

    [Fact]
    public async Task Turns_no_documents()
    {
        var answer = await _api.UploadAsync("%PDF-1.7"u8.ToArray(), "a.pdf", query: "?convert=true");

        Assert.Equal((422, "It is a PDF document (application/pdf): convert=true takes JPEG, PNG, GIF, WebP and BMP pictures. Upload it without."), (answer.Status, (string)answer.Json["detail"]!));
    }

    [Fact]
    public async Task Gives_the_first_answer_only_to_the_same_request()
    {
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var first = await _api.UploadAsync(Photos.Named("progressive"), "a.jpg", "", "?convert=true", key);
        var again = await _api.UploadAsync(Photos.Named("progressive"), "a.jpg", "", "?convert=true", key);
        var other = await _api.UploadAsync(Photos.Named("progressive"), "a.jpg", "", "", key);

        Assert.Equal((201, first.Text, 422), (again.Status, again.Text, other.Status));
    }

    private static ConvertOutcome Made(byte[] picture) =>
        ConvertPicture.From(picture, ReadFacts.From(new MemoryStream(picture), "a", channel: null)!, TestContext.Current.CancellationToken);

    /// <summary>Of the first component: 0x22 beside 0x11 of the others is 4:2:0.</summary>
    private static int Sampling(byte[] jpeg) => jpeg[jpeg.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]) + 11];

    private static string Corners(byte[] jpeg)
    {
        using var made = SKBitmap.Decode(jpeg);
        string Color(int x, int y) => made.GetPixel(made.Width * x / 4, made.Height * y / 4) switch
        {
            { Red: > 200, Green: < 90, Blue: < 90 } => "red",
            { Red: < 90, Green: > 200, Blue: < 90 } => "green",
            { Red: < 90, Green: < 90, Blue: > 200 } => "blue",
            { Red: > 200, Green: > 200, Blue: < 90 } => "yellow",
            var other => other.ToString(),
        };
        return $"{Color(1, 1)} {Color(3, 1)} {Color(1, 3)} {Color(3, 3)} {made.Width}x{made.Height}";
    }
}
