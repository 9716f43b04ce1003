using System.Text.Json.Nodes;
using Gateway.Platform.Settings;
using Gateway.Platform.Vendors;
using Gateway.Vendors;
using Xunit;

namespace Gateway.AddedVendor.Tests;

/// <summary>A protocol of one folder and one line, which no file of src knows, is a vendor like the others.</summary>
public sealed class SendingThroughAnAddedVendor
{
    public static TheoryData<DatabaseKind> Kinds => [DatabaseKind.PostgreSql, DatabaseKind.MySql];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Sends_delivers_and_fails(DatabaseKind kind)
    {
        await using var loft = await Loft.StartAsync(kind);
        var home = await loft.QueuedAsync();
        var eaten = await loft.QueuedAsync();
        var odd = await loft.QueuedAsync();
        Assert.Equal(("비둘기", "W"), (await loft.RowAsync(home, "body"), await loft.RowAsync(home, "state")));

        foreach (var id in new[] { home, eaten, odd })
        {
            await loft.TakeAsync(id);
        }

        await loft.CollectAsync();
        Assert.Equal("sending", await loft.Api.StatusAsync(home));

        await loft.EndAsync(home, "OK");
        await loft.EndAsync(eaten, "HAWK");
        await loft.EndAsync(odd, "CAT");
        await loft.CollectAsync();

        Assert.Equal(
            ["delivered 0 OK", "failed 100 HAWK", "failed 408 CAT"],
            [await loft.ResultAsync(home), await loft.ResultAsync(eaten), await loft.ResultAsync(odd)]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Withdraws_what_waits_and_expires_the_rest(DatabaseKind kind)
    {
        await using var loft = await Loft.StartAsync(kind);
        var waiting = await loft.QueuedAsync();
        var taken = await loft.QueuedAsync();
        var forgotten = await loft.QueuedAsync(""", "expireHours": 1""");
        var lost = await loft.QueuedAsync(""", "expireHours": 1""");
        await loft.TakeAsync(taken);
        await loft.TakeAsync(lost);

        Assert.Equal(200, (await loft.Api.PostAsync($"/v1/messages/{waiting}/cancel", "")).Status);
        Assert.Equal(409, (await loft.Api.PostAsync($"/v1/messages/{taken}/cancel", "")).Status);
        Assert.Equal("canceled 901", await loft.ResultAsync(waiting));
        Assert.Null(await loft.RowAsync(waiting, "state"));

        // What one run sees taken, the next one ends.
        loft.Clock.Advance(TimeSpan.FromMinutes(61));
        await loft.ExpireAsync();
        await loft.ExpireAsync();
        Assert.Equal("expired 406", await loft.ResultAsync(forgotten));
        Assert.Null(await loft.RowAsync(forgotten, "state"));
        Assert.Equal("expired 405", await loft.ResultAsync(lost));
    }

    [Fact]
    public async Task Is_known_wherever_protocols_are()
    {
        await using var loft = await Loft.StartAsync(DatabaseKind.PostgreSql);

        var vendor = (await loft.Api.GetAsync("/v1/vendors")).Json["items"]!.AsArray().Single()!;
        Assert.Equal("pigeon", (string)vendor["protocol"]!);
        Assert.Equal("""["sms","lms"]""", vendor["channels"]!.ToJsonString());
        var codes = (await loft.Api.GetAsync("/v1/result-codes?vendor=pigeon&channel=sms")).Json["items"]!.AsArray();
        Assert.Equal([0, 100], codes.Select(code => (int)code!["code"]!));
        var document = (await loft.Api.GetAsync("/openapi.json")).Json["components"]!["schemas"]!["VendorProtocol"]!;
        Assert.Contains("pigeon", document["enum"]!.AsArray().Select(word => (string)word!));
    }

    [Fact]
    public async Task Is_asked_what_it_carries()
    {
        await using var loft = await Loft.StartAsync(DatabaseKind.PostgreSql);
        (string Body, string Faults)[] cases =
        [
            (Sms($"\"text\": \"{new string('가', 21)}\""), "/text too_long"),
            (Sms(""" "text": "a", "subId": "s", "billingId": "b" """),
                "/billingId unsupported_by_vendor, /subId unsupported_by_vendor"),
            (Sms(""" "text": "a", "fallback": { "channel": "sms" } """), "/fallback unsupported_by_channel"),
            ("""{ "vendor": "north", "channel": "fax", "from": "15777985", "to": "01012341234" }""",
                "/channel unsupported_by_vendor"),
            (Named("가나다라마바"), "/to/name too_long"),
            (Named("가/나"), "/to/name invalid_name"),
        ];

        foreach (var (body, faults) in cases)
        {
            var answer = await loft.Api.PostAsync("/v1/messages", body);
            Assert.Equal((422, faults), (answer.Status, answer.Status == 422 ? Faults(answer.Json) : answer.Text));
        }

        static string Named(string name) => $$"""
            {
              "vendor": "north", "channel": "sms", "from": "15777985", "text": "a",
              "to": { "phone": "01012341234", "name": "{{name}}" }
            }
            """;
    }

    [Fact]
    public void Has_settings_that_are_checked_like_all_others()
    {
        var section = new KnownSection(VendorOptions.Section, typeof(Dictionary<string, VendorOptions>));
        var options = new VendorsOptions
        {
            Vendors = { ["a"] = Vendor("BAD NAME", 13), ["b"] = Vendor("POST", 1), ["c"] = Vendor("post", 1) },
        };

        var faults = new VendorsOptionsValidator().Validate(null, options).Failures!;

        Assert.Contains("Vendors:<name>:Pigeon:Table", section.Paths);
        Assert.Equal(
            [
                "Vendors:a:Pigeon:Birds is 13; it is 1 to 12.",
                "Vendors:a:Pigeon:Table cannot be the name of a table or column: "
                    + "letters, digits and _ only, at most 60.",
                "Vendors:c has the table POST in the same database as Vendors:b. Each vendor needs tables of its own: "
                    + "change its ConnectionString or its table names, or remove one of the two.",
            ],
            faults.Order(StringComparer.Ordinal));
    }

    private static VendorOptions Vendor(string table, int birds)
    {
        var protocol = VendorProtocols.Find("pigeon")!;
        return new VendorOptions
        {
            Protocol = protocol,
            Database = DatabaseKind.PostgreSql,
            ConnectionString = "Host=db;Database=post",
            Given = { [protocol] = new Pigeon.PigeonSettings { Table = table, Birds = birds } },
        };
    }

    private static string Sms(string more) =>
        $$"""{ "vendor": "north", "channel": "sms", "from": "15777985", "to": "01012341234", {{more}} }""";

    private static string Faults(JsonNode problem)
    {
        var faults = problem["errors"]!.AsArray().Select(fault => $"{fault!["pointer"]} {fault["code"]}");
        return string.Join(", ", faults.Order(StringComparer.Ordinal));
    }
}
