using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>What fits exactly becomes a row; one byte or character more is refused at the door.</summary>
[Collection(nameof(WaitingVendors))]
public sealed class Lengths(WaitingVendors world)
{
    private const string Kakao = """ "text": "a", "kakao": { "senderKey": "k", "templateCode": "t", "buttons": [ { "name": "b", "type": "BK" } ] } """;

    /// <summary>What a channel needs at least.</summary>
    private static readonly Dictionary<string, string> Least = new()
    {
        ["sms"] = """ "text": "a" """,
        ["lms"] = """ "text": "a" """,
        ["mms"] = """ "text": "a", "attachments": [ "{picture}" ] """,
        ["fax"] = """ "attachments": [ "{document}" ] """,
        ["voice"] = """ "text": "a" """,
        ["alimtalk"] = Kakao,
        ["friendtalk"] = """ "text": "a", "kakao": { "senderKey": "k" } """,
        ["alimtalk or sms"] = $$""" {{Kakao}}, "fallback": { "channel": "sms", "text": "a" } """,
        ["alimtalk or lms"] = $$""" {{Kakao}}, "fallback": { "channel": "lms", "text": "a", "subject": "a" } """,
    };

    /// <summary>Vendor, channel, field, and its bytes in CP949; negative: characters.</summary>
    private static readonly (string Vendor, string Channel, string Field, int Most)[] All =
    [
        ("kshot", "sms", "/text", 90), ("kshot", "lms", "/text", 2000), ("kshot", "lms", "/subject", 64), ("kshot", "mms", "/text", 2000), ("kshot", "mms", "/subject", 64),
        ("kshot", "fax", "/text", 2000), ("kshot", "fax", "/subject", 64), ("kshot", "alimtalk", "/text", -1300), ("kshot", "alimtalk", "/subject", 64),
        ("kshot", "alimtalk", "/kakao/senderKey", 40), ("kshot", "alimtalk", "/kakao/templateCode", 30), ("kshot", "alimtalk", "/kakao/buttons/0/name", -14),
        ("kshot", "alimtalk or sms", "/fallback/text", 90), ("kshot", "alimtalk or lms", "/fallback/text", 2000), ("kshot", "alimtalk or lms", "/fallback/subject", 64),
        ("bizppurio", "sms", "/text", 90), ("bizppurio", "lms", "/text", 2000), ("bizppurio", "lms", "/subject", 64), ("bizppurio", "mms", "/text", 2000), ("bizppurio", "mms", "/subject", 64),
        ("bizppurio", "fax", "/text", 200), ("bizppurio", "fax", "/subject", 64), ("bizppurio", "voice", "/text", 200), ("bizppurio", "alimtalk", "/text", -1300),
        ("bizppurio", "friendtalk", "/text", -1000), ("bizppurio", "friendtalk", "/kakao/userKey", 30), ("bizppurio", "alimtalk", "/kakao/senderKey", 40),
        ("bizppurio", "alimtalk", "/kakao/templateCode", 30), ("bizppurio", "alimtalk or sms", "/fallback/text", 90), ("bizppurio", "alimtalk or lms", "/fallback/text", 2000),
        ("bizppurio", "sms", "/subId", 32), ("bizppurio", "sms", "/to/name", 32),
        ("xroshot", "sms", "/text", 90), ("xroshot", "sms", "/subject", 50), ("xroshot", "lms", "/text", 2000), ("xroshot", "lms", "/subject", 64), ("xroshot", "mms", "/text", 2000),
        ("xroshot", "voice", "/text", 1000), ("xroshot", "voice", "/subject", 50), ("xroshot", "fax", "/subject", 50), ("xroshot", "sms", "/to/name", 20), ("xroshot", "sms", "/subId", 20),
        ("xroshot", "sms", "/billingId", 20),
        ("emma", "sms", "/text", 90), ("emma", "lms", "/text", 2000), ("emma", "lms", "/subject", 40), ("emma", "mms", "/text", 2000), ("emma", "mms", "/subject", 40),
        ("lguplus", "sms", "/text", 90), ("lguplus", "lms", "/text", 2000), ("lguplus", "lms", "/subject", 40), ("lguplus", "mms", "/text", 2000), ("lguplus", "mms", "/subject", 40),
        ("emma", "alimtalk", "/text", -1000), ("emma", "alimtalk", "/subject", 40), ("emma", "alimtalk", "/kakao/senderKey", 40), ("emma", "alimtalk", "/kakao/templateCode", 30),
    ];

    public static TheoryData<string, string, string, int, DatabaseKind> Cases
    {
        get
        {
            var data = new TheoryData<string, string, string, int, DatabaseKind>();
            foreach (var (vendor, channel, place, most) in All)
            {
                data.Add(vendor, channel, place, most, DatabaseKind.PostgreSql);
                data.Add(vendor, channel, place, most, DatabaseKind.MySql);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Takes_what_fits_exactly_and_not_one_more(string vendor, string channel, string field, int most, DatabaseKind kind)
    {
        var name = world.Vendor(vendor, kind);

        var fits = await PostAsync(name, channel, field, Filled(most, 0));
        var exceeds = await PostAsync(name, channel, field, Filled(most, 1));

        Assert.True(fits.Status == 202, fits.ToString());
        Assert.Equal((422, $"{field} too_long"), (exceeds.Status, Faults(exceeds.Json)));
        await world.Api.ReachesAsync((string)fits.Json["messages"]![0]!["id"]!, "queued");
    }

    [Theory]
    [InlineData("bizppurio", 1, 60 * 1024, "/attachments/0 file_too_large")]
    [InlineData("kshot", 2, 150 * 1024, "/attachments files_too_large")]
    [InlineData("xroshot", 3, 300 * 1024, null)]
    [InlineData("lguplus", 3, 300 * 1024, null)]
    public async Task Takes_pictures_that_fit_exactly_and_not_one_byte_more(string vendor, int count, int bytes, string? fault)
    {
        var name = world.Vendor(vendor, DatabaseKind.PostgreSql);

        var fits = await world.Api.PostAsync("/v1/messages", await PicturesAsync(name, count, bytes));
        Assert.True(fits.Status == 202, fits.ToString());
        if (fault is not null)
        {
            var exceeds = await world.Api.PostAsync("/v1/messages", await PicturesAsync(name, count, bytes + 1));
            Assert.Equal((422, fault), (exceeds.Status, Faults(exceeds.Json)));
        }
    }

    /// <summary>Hangul as far as it goes, for bytes; letters that every set has.</summary>
    private static string Filled(int most, int more) => most < 0
        ? new string('가', more - most)
        : new string('가', (most + more) / 2) + new string('a', (most + more) % 2);

    private static string Faults(JsonNode problem) => string.Join(", ", problem["errors"]!.AsArray().Select(fault => $"{fault!["pointer"]} {fault["code"]}"));

    private async Task<Answer> PostAsync(string vendor, string channel, string field, string value)
    {
        var json = $$"""{ "vendor": "{{vendor}}", "channel": "{{channel.Split(' ')[0]}}", "from": "0212341234", "to": { "phone": "01012341234" }, {{Least[channel]}} }""";
        json = json.Replace("{picture}", await world.UploadAsync("jpeg 8x8", "a.jpg"), StringComparison.Ordinal).Replace("{document}", await world.UploadAsync("%PDF-1.7", "a.pdf"), StringComparison.Ordinal);
        var body = JsonNode.Parse(json)!;
        var path = field.Split('/')[1..];
        var node = path[..^1].Aggregate(body, (inner, name) => (int.TryParse(name, out var index) ? inner[index] : inner[name])!);
        node[path[^1]] = value;
        return await world.Api.PostAsync("/v1/messages", body.ToJsonString());
    }

    private async Task<string> PicturesAsync(string vendor, int count, int bytes)
    {
        var id = await world.UploadAsync($"jpeg 8x8x{bytes}", "a.jpg");
        return $$"""{ "vendor": "{{vendor}}", "channel": "mms", "from": "0212341234", "to": "01012341234", "text": "a", "attachments": [ {{string.Join(", ", Enumerable.Repeat($"\"{id}\"", count))}} ] }""";
    }
}
