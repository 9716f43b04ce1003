using System.Text.Json.Nodes;
using Gateway.Acceptance.DryRuns;
using Gateway.Tests.Acceptance.Resends;
using Gateway.Tests.Acceptance.Uploads;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Acceptance.DryRuns;

/// <summary>What a dry run shows: the messages as they would leave, what they would cost, and what they would use.</summary>
public sealed class TryingRequests(SharedGateway gateway)
{
    private const string Long = "아흔 바이트를 넘는 글입니다. 한글은 두 바이트로 세기 때문에 마흔다섯 글자를 넘으면 너무 깁니다. 이 글처럼.";
    private const string Short = """ "to": "01012340011", "text": "안녕" """;
    private const string ReadOnly = """ "scopes": ["messages:read", "messages:read-pii", "files", "webhooks", "admin"] """;

    private readonly Api _admin = gateway.Ready();

    [Fact]
    public async Task Shows_each_message_as_it_then_leaves()
    {
        using var tenant = await Tenant.CreateAsync(_admin, """, "prices": { "sms": 8.40, "lms": 25 } """);
        var request = TriedRequest.Message($$"""
            "to": [ { "phone": "+82 10-1234-0011", "name": "홍길동", "reference": "r-1", "variables": { "a": "₩1" } },
                    { "phone": "01012340012", "variables": { "a": "{{Long}}" } } ],
            "text": "안녕 #{a}", "onTooLong": "upgrade", "onUnmappable": "replace",
            "scheduledAt": "{{TimeProvider.System.GetUtcNow().AddDays(1):yyyy-MM-ddTHH:mm:ssZ}}"
            """);

        var answer = await request.TriedAsync(tenant.Api);
        var sent = await request.SendAsync(tenant.Api);

        Assert.True(sent.Status == 202, sent.ToString());
        var tried = answer["messages"]!.AsArray();
        var stored = await FailedBatch.MessagesAsync(tenant.Api, sent.Json["batchId"]!);
        Assert.Equal(
            stored.Select(Stored).Order(StringComparer.Ordinal), tried.Select(Tried).Order(StringComparer.Ordinal));
        Assert.Equal(["sms False 8 5 8.4", "lms True"], tried.Select((one, i) => i == 0
            ? $"{one!["channel"]} {(bool)one["upgraded"]!} {one["bytes"]} {one["characters"]} {one["price"]!.ToJsonString()}"
            : $"{one!["channel"]} {(bool)one["upgraded"]!}"));
        Assert.Equal("1", answer["upgraded"]!.ToJsonString());
        Assert.Equal(
            """[{"channel":"sms","vendor":"kpg","messages":1,"cost":8.4},{"channel":"lms","vendor":"kpg","messages":1,"cost":25}]""",
            answer["parts"]!.ToJsonString());
        Assert.Equal((string?)tried[0]!["leavesAt"], (string?)answer["lastLeavesAt"]);

        static string Stored(JsonNode one) =>
            $"{one["to"]!["phone"]} {one["to"]!["name"]} {one["reference"]} {one["channel"]} {one["vendor"]} {one["from"]} "
            + $"{one["subject"]} {one["text"]} {one["scheduledAt"]} {one["replacements"]?.ToJsonString()}";

        static string Tried(JsonNode? one) =>
            $"{one!["to"]} {one["name"]} {one["reference"]} {one["channel"]} {one["vendor"]} {one["from"]} "
            + $"{one["subject"]} {one["text"]} {one["leavesAt"]} {one["replacements"]?.ToJsonString()}";
    }

    [Theory]
    [InlineData(""", "prices": { "sms": 8.4, "lms": 25.05 } """, """{"total":25.2,"unpriced":0,"fallbacks":75.15}""", "8.4 25.05")]
    [InlineData(""", "prices": { "lms": 25.05 } """, """{"total":0,"unpriced":3,"fallbacks":75.15}""", " 25.05")]
    [InlineData(""", "prices": { "sms": 0, "fax": 60 } """, """{"total":0,"unpriced":0,"fallbacks":0}""", "0 ")]
    [InlineData("", "", " ")]
    public async Task Adds_up_the_prices_of_the_account_and_those_of_the_fallbacks_apart(string prices, string cost, string each)
    {
        using var tenant = await Tenant.CreateAsync(_admin, prices);

        var tried = await TriedRequest.Message("""
            "to": ["01012340011", "01012340012", "01012340013"], "text": "안녕",
            "fallback": { "by": "gateway", "vendor": "kpg", "channel": "lms", "subject": "제목", "text": "안녕히" }
            """).TriedAsync(tenant.Api);

        Assert.Equal(cost, tried["cost"]?.ToJsonString() ?? "");
        Assert.All(tried["messages"]!.AsArray(), one => Assert.Equal(
            $"{each} lms gateway kpg 제목 안녕히 6",
            $"{one!["price"]?.ToJsonString()} {one["fallback"]!["price"]?.ToJsonString()} {one["fallback"]!["channel"]} "
            + $"{one["fallback"]!["by"]} {one["fallback"]!["vendor"]} {one["fallback"]!["subject"]} {one["fallback"]!["text"]} "
            + $"{one["fallback"]!["bytes"]}"));
        Assert.Equal("lms 3", $"{tried["fallbacks"]![0]!["channel"]} {tried["fallbacks"]![0]!["messages"]}");

        var longer = await TriedRequest.Json("/v1/messages", """
            { "channel": "lms", "vendor": "kpg", "from": "15777985", "to": "01012340011", "subject": "제목", "text": "안녕히" }
            """).TriedAsync(tenant.Api);
        Assert.Equal(each.Split(' ')[1], longer["messages"]![0]!["price"]?.ToJsonString() ?? "");
    }

    [Fact]
    public async Task Says_of_each_quota_whether_it_has_room_and_uses_none()
    {
        using var tenant = await Tenant.CreateAsync(_admin, """, "dailyQuota": 3, "monthlyQuota": 5 """);
        await tenant.Api.SendSmsAsync("kpg");
        var two = TriedRequest.Message(""" "to": ["01012340011", "01012340012"], "text": "안녕" """);
        var four = TriedRequest.Lines(string.Concat(
            Enumerable.Range(10, 4).Select(i => $$"""{ "to": "010123400{{i}}", "text": "안녕" }""" + "\n")));

        var fits = await two.TriedAsync(tenant.Api);
        var again = await two.TriedAsync(tenant.Api);
        var partly = await four.TriedAsync(tenant.Api);

        Assert.Equal(
            """[{"name":"daily","limit":3,"used":1,"needed":2,"fits":true},{"name":"monthly","limit":5,"used":1,"needed":2,"fits":true}]""",
            fits["quotas"]!.ToJsonString());
        Assert.Equal(fits.ToJsonString(), again.ToJsonString());
        Assert.Equal("2 2", $"{partly["accepted"]} {partly["rejected"]}");
        Assert.Equal(
            """[{"name":"daily","limit":3,"used":1,"needed":4,"fits":false},{"name":"monthly","limit":5,"used":1,"needed":4,"fits":true}]""",
            partly["quotas"]!.ToJsonString());
        Assert.Equal("""[{"code":"daily_quota_exceeded","count":2}]""", partly["rejectedBy"]!.ToJsonString());
    }

    [Fact]
    public async Task Shows_the_first_hundred_and_counts_all()
    {
        using var tenant = await Tenant.CreateAsync(_admin, """, "prices": { "sms": 1 } """);
        var lines = Enumerable.Range(0, 2500).Select(i =>
            i % 10 == 0 ? """{ "to": "0101", "text": "a" }""" : $$"""{ "to": "010{{10_000_000 + i}}", "text": "{{i}}" }""");

        var tried = await TriedRequest.Lines(string.Join('\n', lines)).TriedAsync(tenant.Api);

        Assert.Equal(
            "2250 250 100 100 2250",
            $"{tried["accepted"]} {tried["rejected"]} {tried["errors"]!.AsArray().Count} {tried["messages"]!.AsArray().Count} "
            + $"{tried["cost"]!["total"]!.ToJsonString()}");
        Assert.Equal("""[{"code":"invalid_phone","count":250}]""", tried["rejectedBy"]!.ToJsonString());
        Assert.Equal("1", (string)tried["messages"]![0]!["text"]!);
    }

    /// <summary>At night an advertisement waits; held, nothing has a time; a pace gives each its own.</summary>
    [Fact]
    public async Task Says_when_messages_would_leave()
    {
        gateway.Ready();
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        var night = new DateTimeOffset(2027, 3, 1, 23, 0, 0, TimeSpan.FromHours(9)).ToUniversalTime();
        await using var clocked = await ClockedGateway.StartAsync(world.Settings, new FakeTimeProvider(night));
        const string Ads = """
            "defaults": { "channel": "sms", "from": "15777985", "purpose": "advertisement" },
            "messages": [ { "to": "01012340011", "text": "(광고) a 무료거부 0801234567" } ]
            """;
        const string Two = """
            "defaults": { "channel": "sms", "from": "15777985" },
            "messages": [ { "to": "01012340011", "text": "a" }, { "to": "01012340012", "text": "a" } ]
            """;

        var ads = await TriedRequest.Json("/v1/batches", $"{{ {Ads} }}").TriedAsync(clocked.Api);
        var held = await TriedRequest.Json("/v1/batches", $$"""{ "hold": true, {{Ads}} }""").TriedAsync(clocked.Api);
        var paced = await TriedRequest.Json(
            "/v1/batches", $$"""{ "pace": { "messages": 1, "everySeconds": 60 }, {{Two}} }""").TriedAsync(clocked.Api);
        var table = TriedRequest.Json(
            "/v1/batches?channel=sms&from=15777985&pace=1/60", "to,text\n01012340011,a\n01012340012,b\n");
        var lines = await (table with { Type = "text/csv" }).TriedAsync(clocked.Api);

        Assert.Equal("1 True 2027-03-01T23:00:00.000Z False", Of(ads));
        Assert.Equal("1 True  True", Of(held));
        Assert.Equal("0 False 2027-03-01T14:01:00.000Z False", Of(paced, 1));
        Assert.Equal("0 False 2027-03-01T14:01:00.000Z False", Of(lines, 1));
        Assert.Null(paced["messages"]![0]!["leavesAt"]);

        static string Of(JsonNode tried, int index = 0)
        {
            var shown = tried["messages"]![index]!;
            Assert.Equal((string?)tried["lastLeavesAt"], (string?)shown["leavesAt"]);
            return $"{tried["heldByQuietHours"]} {(bool)shown["heldByQuietHours"]!} {shown["leavesAt"]} {(bool)tried["held"]!}";
        }
    }

    [Fact]
    public async Task Looks_back_as_far_as_the_account_says_and_no_further()
    {
        using var tenant = await Tenant.CreateAsync(_admin, """, "duplicateWindowSeconds": 60, "recipientHourlyCap": 1 """);
        var (same, other) = (TriedRequest.Message(Short), TriedRequest.Message(""" "to": "01012340011", "text": "b" """));
        Assert.Equal(202, (await same.SendAsync(tenant.Api)).Status);

        var now = (await same.TriedAsync(tenant.Api), await other.TriedAsync(tenant.Api));
        await PassAsync("recent_contents", "accepted_at - interval '61 seconds'");
        var later = await same.TriedAsync(tenant.Api);
        await PassAsync("recent_recipients", "ARRAY[now() - interval '61 minutes']");
        var anHourLater = await same.TriedAsync(tenant.Api);

        Assert.Equal(
            ("duplicate_message", "recipient_cap_exceeded", "recipient_cap_exceeded"),
            (Code(now.Item1), Code(now.Item2), Code(later)));
        Assert.Null(anHourLater["refusal"]);
        Assert.Equal(202, (await same.SendAsync(tenant.Api)).Status);

        Task PassAsync(string table, string accepted) => gateway.State.ExecuteAsync(
            $"UPDATE gateway.{table} SET accepted_at = {accepted} WHERE account_id = '{tenant.Id}'");

        static string Code(JsonNode tried) => (string)tried["refusal"]!["code"]!;
    }

    [Fact]
    public async Task Neither_looks_up_nor_takes_an_idempotency_key_and_says_so()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        var (key, other) = (("Idempotency-Key", "a"), TriedRequest.Message(""" "to": "01012340012", "text": "b" """));
        Assert.Equal(202, (await TriedRequest.Message(Short).SendAsync(tenant.Api, key)).Status);

        var tried = await other.TryAsync(tenant.Api, key);
        var free = await other.TryAsync(tenant.Api, ("Idempotency-Key", "b"));
        var sent = await other.SendAsync(tenant.Api, ("Idempotency-Key", "b"));
        var bad = await other.TryAsync(tenant.Api, ("Idempotency-Key", new string('a', 256)));

        Assert.Equal("idempotency_key_unused", (string)Assert.Single(tried.Json["warnings"]!.AsArray())!["code"]!);
        Assert.Equal(tried.Text, free.Text);
        Assert.Equal((202, 400), (sent.Status, bad.Status));
        Assert.False(sent.Headers.ContainsKey("Idempotency-Replayed"));
    }

    [Theory]
    [InlineData("/v1/messages?dryRun=maybe", "400 ?dryRun invalid_type")]
    [InlineData("/v1/messages?dryRun=", "400 ?dryRun invalid_type")]
    [InlineData("/v1/messages?dryRun=TRUE", "400 ?dryRun invalid_type")]
    [InlineData("/v1/messages?dryRun=true&dryRun=false", "400 ?dryRun duplicate_parameter")]
    [InlineData("/v1/messages?dryrun=true", "400 ?dryrun unknown_parameter")]
    [InlineData("/v1/batches?dryRun=1", "400 ?dryRun invalid_type")]
    [InlineData("/v1/batches/01a1fae5-0001-7000-8000-000000000001/resend?dryRun=yes", "400 ?dryRun invalid_type")]
    [InlineData("/v1/batches/01a1fae5-0001-7000-8000-000000000001/resend?dryRun=true", "404  not_found")]
    [InlineData("/v1/messages?dryRun=false", "202  ")]
    public async Task Is_asked_for_by_one_word_and_nothing_else(string path, string expected)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var answer = await tenant.Api.PostAsync(
            path, path.Contains("resend", StringComparison.Ordinal) ? "{}" : """{ "channel": "sms", "from": "15777985", "to": "01012340011", "text": "a" }""");

        var fault = answer.Json["errors"] is JsonArray { Count: > 0 } faults ? faults[0] : null;
        Assert.Equal(expected, $"{answer.Status} {fault?["pointer"]} {fault?["code"] ?? answer.Json["code"]}");
    }

    [Fact]
    public async Task Needs_the_scope_of_sending_and_takes_test_keys()
    {
        using var reader = await Tenant.CreateAsync(_admin, key: ReadOnly);
        using var test = await Tenant.CreateAsync(_admin, """, "prices": { "sms": 8.4 } """, Sheet.TestKey);
        using var nobody = new Api(_admin.Address, null);

        var tried = await TriedRequest.Message(Short).TriedAsync(test.Api);

        Assert.Equal(403, (await TriedRequest.Message(Short).TryAsync(reader.Api)).Status);
        Assert.Equal(401, (await TriedRequest.Message(Short).TryAsync(nobody)).Status);
        Assert.Equal("test 8.4", $"{tried["messages"]![0]!["vendor"]} {tried["cost"]!["total"]!.ToJsonString()}");
        Assert.Equal("test 1", $"{tried["quotas"]![0]!["name"]} {tried["quotas"]![0]!["needed"]}");
    }

    [Fact]
    public async Task Counts_as_a_request_for_the_limit_of_requests()
    {
        using var tenant = await Tenant.CreateAsync(_admin, """, "requestsPerSecond": 1 """);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TriedRequest.Message(Short).TryAsync(tenant.Api)));

        Assert.Contains(answers, answer => answer.Status == 200);
        Assert.Contains(answers, answer => answer.Status == 429 && (string)answer.Json["code"]! == "rate_limited");
    }

    [Fact]
    public async Task Shows_what_a_resend_would_send_and_takes_none_of_it()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: FailedBatch.TestKey);
        var id = await FailedBatch.SendAsync(tenant.Api, FailedBatch.Three, ended: 3);
        var again = TriedRequest.Json($"/v1/batches/{id}/resend", "{}");
        var none = TriedRequest.Json($"/v1/batches/{id}/resend", """{ "statuses": ["canceled"] }""");
        using var other = new Api(_admin.Address, await KeyAsync(tenant, """ "test": true, "scopes": ["messages:send"] """));

        var tried = await again.TriedAsync(tenant.Api);
        var masked = await again.TriedAsync(other);
        var nothing = await none.TriedAsync(tenant.Api);
        var sent = await again.SendAsync(tenant.Api);

        Assert.Equal("2 0", $"{tried["accepted"]} {tried["rejected"]}");
        Assert.Equal(
            ["01000000505 홍길동 안녕 1", "01000000405  안녕 2"],
            tried["messages"]!.AsArray().Select(one => $"{one!["to"]} {one["name"]} {one["text"]}"));
        Assert.Equal(
            ["010****0505 홍** 안녕 1", "010****0405  안녕 2"],
            masked["messages"]!.AsArray().Select(one => $"{one!["to"]} {one["name"]} {one["text"]}"));
        Assert.Equal("422 nothing_to_resend", $"{nothing["refusal"]!["status"]} {nothing["refusal"]!["code"]}");
        Assert.Equal("202 2 0", FailedBatch.Said(sent));
        Assert.Equal("nothing_to_resend", (string)(await again.TriedAsync(tenant.Api))["refusal"]!["code"]!);
    }

    [Fact]
    public async Task Is_documented_with_the_fields_that_it_has()
    {
        using var tenant = await Tenant.CreateAsync(_admin, """, "dailyQuota": 3, "prices": { "sms": 8.4 } """);

        var tried = await TriedRequest.Message(Short).TriedAsync(tenant.Api);

        var shown = JsonNode.Parse(DryRunExamples.Message.Json)!;
        Assert.Equal(Fields(shown), Fields(tried));
        foreach (var list in new[] { "parts", "quotas", "messages" })
        {
            Assert.Equal(Fields(shown[list]![0]!), Fields(tried[list]![0]!));
        }

        static IEnumerable<string> Fields(JsonNode node) => node.AsObject().Select(member => member.Key);
    }

    private async Task<string> KeyAsync(Tenant tenant, string key) => (string)(await _admin.PostAsync(
        $"/v1/accounts/{tenant.Id}/keys", $$"""{ "name": "other", {{key}} }""")).Json["key"]!;
}
