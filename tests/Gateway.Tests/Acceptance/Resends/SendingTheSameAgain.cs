using Gateway.Messages;
using Gateway.Tests.Acceptance.Holds;
using Gateway.Tests.Acceptance.Uploads;
using Gateway.Tests.Files;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance.Resends;

/// <summary>A message that is sent again is the same message, and meets the rules of today.</summary>
public sealed class SendingTheSameAgain(NoonWorld world) : IClassFixture<NoonWorld>
{
    private const string Columns = """
        channel, vendor, routed, sender, recipient, recipient_name, subject, body, priority, purpose, reference, metadata, sub_id, billing_id, details,
        falls_back, round(extract(epoch FROM expires_at - coalesce(held_until, scheduled_at, created_at)) / 3600) AS hours
        """;

    private const string Advertisement = """
        "channel": "lms", "vendor": "kshot", "from": "15777985", "subject": "(광고) 봄", "text": "(광고) 안녕 무료거부 0801234567", "purpose": "advertisement"
        """;

    private readonly Api _api = world.Ready();

    [Theory]
    [InlineData("an advertisement", $$"""
        {{Advertisement}}, "priority": "bulk", "expireHours": 7, "metadata": { "k": "v" }, "subId": "sales",
        "to": { "phone": "01012340001", "name": "홍길동", "reference": "r-1" }
        """)]
    [InlineData("an alimtalk", """
        "channel": "alimtalk", "vendor": "kshot", "from": "15777985", "text": "주문 #{n}", "priority": "high",
        "to": { "phone": "01012340001", "variables": { "n": "1" } },
        "kakao": { "senderKey": "k", "templateCode": "t", "buttons": [ { "name": "조회", "type": "WL", "urlMobile": "https://a.kr/#{n}" } ] },
        "fallback": { "by": "gateway", "channel": "lms", "vendor": "kshot", "subject": "주문", "text": "문자 #{n}" }
        """)]
    [InlineData("pictures", """
        "channel": "mms", "from": "15777985", "text": "사진", "subject": "제목", "attachments": ["{file}"], "to": "01012340001"
        """)]
    public async Task Keeps_everything_that_a_message_was_sent_with(string kind, string fields)
    {
        var file = kind == "pictures" ? (string)(await _api.UploadAsync(Samples.Jpeg(64, 64), "a.jpg")).Json["id"]! : "";
        var id = await world.FailAsync(_api, "{" + fields.Replace("{file}", file, StringComparison.Ordinal) + NoonWorld.Later + "}");

        var again = await _api.ResendAsync(id);

        Assert.Equal((kind, "202 1 0"), (kind, again.Said()));
        Assert.Equal(await RowAsync(id), await RowAsync((string)again.Json["id"]!));
    }

    [Fact]
    public async Task Comes_twice_where_it_was_sent_twice()
    {
        var id = await world.FailAsync(_api, $$"""
            { "channel": "sms", "vendor": "kshot", "from": "15777985", "text": "a", "to": ["01012340001", "01012340001"], "allowDuplicates": true{{NoonWorld.Later}} }
            """);

        var again = await _api.ResendAsync(id);

        Assert.Equal("202 2 0", again.Said());
    }

    [Theory]
    [InlineData("alimtalk", """ "kakao": { "senderKey": "k", "templateCode": "t", "buttons": [ { "name": "조회", "type": "WL", "urlMobile": "https://a.kr/" } ] } """, "lms")]
    [InlineData("mms", """ "subject": "제목", "attachments": ["{file}"] """, "sms")]
    [InlineData("lms", """ "subject": "제목" """, "sms")]
    public async Task Leaves_out_what_another_channel_does_not_have(string channel, string fields, string other)
    {
        var file = channel == "mms" ? (string)(await _api.UploadAsync(Samples.Jpeg(64, 64), "a.jpg")).Json["id"]! : "";
        var id = await world.FailAsync(_api, $$"""
            { "channel": "{{channel}}", "vendor": "kshot", "from": "15777985", "text": "a", "to": "01012340001",{{fields.Replace("{file}", file, StringComparison.Ordinal)}}{{NoonWorld.Later}} }
            """);

        var again = await _api.ResendAsync(id, $$"""{ "defaults": { "channel": "{{other}}" } }""");

        Assert.Equal("202 1 0", again.Said());
        Assert.Equal(1, await world.State.CountAsync($"SELECT count(*) FROM gateway.messages WHERE batch_id = '{again.Json["id"]}' AND details IS NULL AND subject IS NULL AND body = 'a'"));
    }

    /// <summary>What a value holds was sent word for word, and is again.</summary>
    [Fact]
    public async Task Fills_nothing_a_second_time()
    {
        var id = await world.FailAsync(_api, $$$"""
            { "channel": "sms", "vendor": "kshot", "from": "15777985", "text": "안녕 #{a}", "to": { "phone": "01012340001", "variables": { "a": "#{b}" } }{{{NoonWorld.Later}}} }
            """);

        var again = await _api.ResendAsync(id);

        Assert.Equal("202 1 0", again.Said());
        Assert.Equal("안녕 #{b}", (string?)Assert.Single(await FailedBatch.MessagesAsync(_api, again.Json["id"]!))["text"]);
    }

    /// <summary>A new text is a text like any: its placeholders want values, and never leave.</summary>
    [Fact]
    public async Task Wants_values_for_the_placeholders_of_a_new_text()
    {
        var id = await world.FailAsync(_api, $$$"""
            { "channel": "sms", "vendor": "kshot", "from": "15777985", "text": "안녕 #{a}", "to": { "phone": "01012340001", "variables": { "a": "#{b}" } }{{{NoonWorld.Later}}} }
            """);

        var again = await _api.ResendAsync(id, """{ "defaults": { "text": "다시 #{b}" } }""");

        Assert.Equal("202 0 1", again.Said());
        Assert.Equal(["1 missing_variable /to/variables/b"], again.Faults());
    }

    [Fact]
    public async Task Does_not_reach_who_has_opted_out_since()
    {
        using var tenant = await Tenant.CreateAsync(_api);
        var id = await world.FailAsync(tenant.Api, $$"""{ {{Advertisement}}, "to": ["01012340001", "01012340002"]{{NoonWorld.Later}} }""");
        await tenant.Api.PostAsync("/v1/optouts", """{ "number": "010-1234-0002" }""");

        var again = await tenant.Api.ResendAsync(id);

        Assert.Equal("202 1 1", again.Said());
        Assert.Equal("opted_out", (string?)again.Json["errors"]![0]!["code"]);
        Assert.Equal("01012340001", (string?)Assert.Single(await FailedBatch.MessagesAsync(tenant.Api, again.Json["id"]!))["to"]!["phone"]);
    }

    [Fact]
    public async Task May_be_held_and_paced_and_wants_the_second_person_too()
    {
        using var tenant = await Tenant.CreateAsync(_api, """, "twoPersonRelease": true """);
        var other = await _api.PostAsync($"/v1/accounts/{tenant.Id}/keys", """{ "name": "second" }""");
        using var second = new Api(_api.Address, (string)other.Json["key"]!);
        var failed = await world.FailAsync(tenant.Api, $$"""
            { "channel": "sms", "vendor": "kshot", "from": "15777985", "text": "a", "to": ["01012340001", "01012340002"]{{NoonWorld.Later}} }
            """);

        var again = await tenant.Api.ResendAsync(failed, """{ "hold": true, "pace": { "messages": 1, "everySeconds": 3600 }, "name": "again" }""");
        var id = (string)again.Json["id"]!;
        var held = await tenant.Api.StandsAsync(id);
        var own = await tenant.Api.ReleaseAsync(id);
        var due = await DueAsync(id);
        var released = await second.ReleaseAsync(id);

        Assert.Equal(("202 2 0", "held: accepted 2"), (again.Said(), held));
        Assert.Equal((403, 200), (own.Status, released.Status));
        Assert.All(due, at => Assert.Equal(InflightMessage.HeldDue, at));
        Assert.Equal([world.Clock.GetUtcNow().AddHours(1)], (await DueAsync(id)).Where(at => at > world.Clock.GetUtcNow()));
    }

    /// <summary>Its fallback may be sent the next moment.</summary>
    [Fact]
    public async Task Waits_until_it_is_decided_whether_a_fallback_follows()
    {
        using var tenant = await Tenant.CreateAsync(_api);
        var id = await world.FailAsync(tenant.Api, $$"""{ "channel": "sms", "from": "15777985", "text": "a", "to": "01012340001"{{NoonWorld.Later}} }""");
        await world.State.ExecuteAsync($"INSERT INTO gateway.due_fallbacks (message_id) VALUES ('{id}')");

        var early = await tenant.Api.ResendAsync(id);
        await world.State.ExecuteAsync($"DELETE FROM gateway.due_fallbacks WHERE message_id = '{id}'");
        var again = await tenant.Api.ResendAsync(id);

        Assert.Equal(("422 nothing_to_resend", "202 1 0"), (early.Said(), again.Said()));
    }

    [Theory]
    [InlineData("\"01012340001\"", 1)]
    [InlineData("[\"01012340001\", \"01012340002\"]", 2)]
    public async Task May_be_of_a_request_of_its_own_and_of_its_messages_alone(string to, int count)
    {
        using var tenant = await Tenant.CreateAsync(_api);
        var id = await world.FailAsync(tenant.Api, $$"""{ "channel": "sms", "from": "15777985", "text": "a", "to": {{to}}{{NoonWorld.Later}} }""");
        await world.FailAsync(tenant.Api, $$"""{ "channel": "sms", "from": "15777985", "text": "b", "to": {{to}}{{NoonWorld.Later}} }""");

        var again = await tenant.Api.ResendAsync(id);

        Assert.Equal($"202 {count} 0", again.Said());
        Assert.All(await FailedBatch.MessagesAsync(tenant.Api, again.Json["id"]!), message => Assert.Equal("a", (string?)message["text"]));
    }

    [Theory]
    [InlineData("""details = '{ "Sealed": "AAAA" }', body = NULL""", "unreadable ")]
    [InlineData("details = '5'", "unreadable ")]
    [InlineData("billing_id = 'b'", "unsupported_by_vendor /billingId")]
    public async Task Rejects_what_cannot_be_read_or_carried_and_sends_the_rest(string damage, string fault)
    {
        using var tenant = await Tenant.CreateAsync(_api);
        var id = await world.FailAsync(tenant.Api, $$"""
            { "channel": "sms", "vendor": "kshot", "from": "15777985", "text": "a", "to": ["01012340001", "01012340002"]{{NoonWorld.Later}} }
            """);
        await world.State.ExecuteAsync($"UPDATE gateway.messages SET {damage} WHERE batch_id = '{id}' AND recipient = '01012340001'");

        var again = await tenant.Api.ResendAsync(id);

        Assert.Equal("202 1 1", again.Said());
        Assert.Equal(fault, $"{again.Json["errors"]![0]!["code"]} {again.Json["errors"]![0]!["pointer"]}");
    }

    private async Task<string> RowAsync(string batchId) => string.Join('\n', (await world.State.QueryAsync(
        $"SELECT {Columns} FROM gateway.messages WHERE batch_id = '{batchId}'")).SelectMany(row => row.Select(column => $"{column.Key}: {column.Value}")));

    private async Task<IReadOnlyList<DateTimeOffset>> DueAsync(string batchId) => [.. (await world.State.QueryAsync(
        $"SELECT i.due_at FROM gateway.inflight i JOIN gateway.messages m ON m.id = i.message_id WHERE m.batch_id = '{batchId}' ORDER BY i.due_at"))
        .Select(row => new DateTimeOffset((DateTime)row["due_at"]!, TimeSpan.Zero))];
}
