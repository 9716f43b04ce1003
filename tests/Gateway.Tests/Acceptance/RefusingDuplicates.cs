using System.Text;
using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>The same content to the same number twice in one request or batch is refused, unless somebody wants it.</summary>
public sealed class RefusingDuplicates(SharedGateway gateway)
{
    private const string TestKey = """ "test": true """;
    private const string Ndjson = "application/x-ndjson";
    private const string Path = "/v1/batches?channel=sms&from=15777985";

    private readonly Api _admin = gateway.Ready();

    [Theory]
    [InlineData("""["01012341234", "010-1234-1234"]""", "", "/to/1/phone duplicate_recipient")]
    [InlineData("""["01012341234", "+82 (0)10‑1234‑1234", "０１０１２３４１２３４"]""", "", "/to/1/phone duplicate_recipient,/to/2/phone duplicate_recipient")]
    [InlineData("""["01012341234", { "phone": "010-1234-1234", "name": "김", "reference": "2" }]""", "", "/to/1/phone duplicate_recipient")]
    [InlineData("""["01012341234", "01012341234", "123"]""", "", "/to/1/phone duplicate_recipient,/to/2/phone invalid_phone")]
    [InlineData("""["123", "123"]""", "", "/to/0/phone invalid_phone,/to/1/phone invalid_phone")]
    [InlineData("""["01012341234", "010-1234-1234"]""", ", \"allowDuplicates\": true", "")]
    [InlineData("""["01012341234", "01012341235"]""", "", "")]
    public async Task Names_the_later_recipient_of_a_request(string to, string more, string faults)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);

        var answer = await tenant.Api.PostAsync("/v1/messages", Sms(to, more));

        Assert.Equal((faults.Length > 0 ? 422 : 202, faults), (answer.Status, Faults(answer)));
    }

    [Fact]
    public async Task Takes_different_contents_to_one_number()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);
        const string To = """[ { "phone": "01012341234", "variables": { "n": "1" } }, { "phone": "01012341234", "variables": { "n": "2" } }, { "phone": "01012341234", "variables": { "n": "1" } } ]""";

        var refused = await tenant.Api.PostAsync("/v1/messages", Sms(To, text: "주문 #{n}"));
        var later = $", \"scheduledAt\": \"{TimeProvider.System.GetUtcNow().AddDays(1):O}\"";
        var batch = await tenant.Api.PostAsync("/v1/batches", $$"""{ "messages": [ {{Sms("\"01012341234\"")}}, {{Sms("\"01012341234\"", later)}} ] }""");

        Assert.Equal((422, "/to/2/phone duplicate_recipient"), (refused.Status, Faults(refused)));
        Assert.Contains("at /to/0/phone already", (string)refused.Json["errors"]![0]!["detail"]!, StringComparison.Ordinal);
        Assert.True(batch.Status == 202, batch.ToString());
        Assert.Equal(2, (int)batch.Json["accepted"]!);
    }

    /// <summary>Whatever the recipient gets to see makes another content.</summary>
    [Theory]
    [InlineData(""" "channel": "lms", "subject": "a", "text": "t" """, """ "channel": "lms", "subject": "b", "text": "t" """)]
    [InlineData(""" "channel": "lms", "text": "t" """, """ "channel": "sms", "text": "t" """)]
    [InlineData(""" "channel": "lms", "text": "t" """, """ "channel": "lms", "text": "u" """)]
    [InlineData(
        """ "channel": "alimtalk", "text": "t", "kakao": { "senderKey": "k", "templateCode": "a" } """,
        """ "channel": "alimtalk", "text": "t", "kakao": { "senderKey": "k", "templateCode": "b" } """)]
    public async Task Tells_contents_apart_by_all_that_is_seen(string first, string second)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);
        Task<Answer> SendAsync(params string[] messages) => tenant.Api.PostAsync(
            "/v1/batches",
            $$"""{ "defaults": { "from": "15777985", "vendor": "kpg" }, "messages": [ {{string.Join(", ", messages.Select(message => $"{{ \"to\": \"01012341234\", {message} }}"))}} ] }""");

        var different = await SendAsync(first, second);
        var same = await SendAsync(first, second, first);

        Assert.True(different.Status == 202, different.ToString());
        Assert.Equal((422, "/messages/2/to/phone duplicate_recipient"), (same.Status, Faults(same)));
    }

    /// <summary>Whoever refused got nothing: the next line is no second one.</summary>
    [Fact]
    public async Task Does_not_remember_a_line_that_was_refused_for_an_opt_out()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        Assert.Equal(201, (await tenant.Api.PostAsync("/v1/optouts", """{ "number": "01012341234" }""")).Status);
        var text = $"\"text\": \"{Api.AdvertisementText}\"";

        var answer = await tenant.Api.PostAsync(
            "/v1/batches?channel=lms&from=15777985&vendor=kpg",
            Encoding.UTF8.GetBytes($$"""
                { "to": "01012341234", "purpose": "advertisement", {{text}} }
                { "to": "01012341234", {{text}} }
                """),
            Ndjson);

        Assert.Equal("202 1 1", $"{answer.Status} {answer.Json["accepted"]} {answer.Json["rejected"]}");
        Assert.Equal("1 opted_out", $"{answer.Json["errors"]![0]!["line"]} {answer.Json["errors"]![0]!["code"]}");
    }

    [Theory]
    [InlineData("", "", "", 422)]
    [InlineData(""" "allowDuplicates": true, """, "", "", 202)]
    [InlineData(""" "defaults": { "allowDuplicates": true }, """, "", "", 202)]
    [InlineData("", ", \"allowDuplicates\": true", "", 422)]
    [InlineData("", "", ", \"allowDuplicates\": true", 202)]
    [InlineData(""" "allowDuplicates": true, """, "", ", \"allowDuplicates\": false", 422)]
    public async Task Names_the_later_message_of_a_batch(string head, string first, string last, int status)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);
        var body = $$"""{ {{head}} "messages": [ {{Sms("\"01012341234\"", ", \"reference\": \"1\"" + first)}}, {{Sms("\"01012341235\"")}}, {{Sms("[\"01012341236\", \"010 1234 1234\"]", last)}} ] }""";

        var answer = await tenant.Api.PostAsync("/v1/batches", body);

        Assert.Equal((status, status == 202 ? "" : "/messages/2/to/1/phone duplicate_recipient"), (answer.Status, Faults(answer)));
    }

    [Theory]
    [InlineData("text/csv", "to,text\n01012341234,가\n01012341235,가\n010-1234-1234,가\n01012341234,나\n", "", 3, "4 duplicate_recipient /to/phone")]
    [InlineData("text/csv", "to,text\n01012341234,가\n01012341234,가\n", "&allowDuplicates=true", 2, "")]
    [InlineData("text/csv", "to,text,allowDuplicates\n01012341234,가,\n01012341234,가,TRUE\n01012341234,가,false\n", "", 2, "4 duplicate_recipient /to/phone")]
    [InlineData("text/csv", "to,text,AllowDuplicates\n01012341234,가,true\n01012341234,가,false\n01012341234,가,\n01012341235,가,yes\n", "&allowDuplicates=true", 2, "5 invalid_type /allowDuplicates,3 duplicate_recipient /to/phone")]
    [InlineData(Ndjson, """
        { "to": "01012341234", "text": "가" }
        { "to": ["01012341235", "821012341234"], "text": "가" }
        { "to": "01012341235", "text": "가" }
        { "to": ["01012341236", "01012341236"], "text": "가" }
        { "to": "01012341234", "text": "가", "allowDuplicates": true }
        """, "", 3, "2 duplicate_recipient /to/1/phone,4 duplicate_recipient /to/1/phone")]
    public async Task Rejects_the_later_line_of_an_upload(string type, string lines, string more, int accepted, string errors)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);

        var answer = await tenant.Api.PostAsync(Path + more, Encoding.UTF8.GetBytes(lines), type);

        Assert.True(answer.Status == 202, answer.ToString());
        Assert.Equal((accepted, errors), ((int)answer.Json["accepted"]!, string.Join(',', answer.Json["errors"]!.AsArray().Select(fault => $"{fault!["line"]} {fault["code"]} {fault["pointer"]}"))));
    }

    [Fact]
    public async Task Knows_the_lines_before_a_break_when_an_upload_goes_on()
    {
        var lines = Lines(6000).Append("""{ "to": "010-1000-0007", "text": "line" }""");

        var resumed = await BreakAndResumeAsync(lines);

        Assert.Equal("202 6000 1", $"{resumed.Status} {resumed.Json["accepted"]} {resumed.Json["rejected"]}");
        var fault = resumed.Json["errors"]![0]!;
        Assert.Equal("6001 duplicate_recipient", $"{fault["line"]} {fault["code"]}");
        Assert.Contains("in line 8 already", (string)fault["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaves_lines_alone_that_say_what_a_rejected_one_before_a_break_said()
    {
        const string Rejected = """{ "to": { "phone": "01099990000", "variables": { "nothing": "uses it" } }, "text": "line" }""";
        var lines = Lines(6000).Prepend(Rejected).Append("""{ "to": "01099990000", "text": "line" }""");

        var resumed = await BreakAndResumeAsync(lines);

        Assert.Equal("202 6001 1", $"{resumed.Status} {resumed.Json["accepted"]} {resumed.Json["rejected"]}");
        Assert.Equal("1 unused_variable", $"{resumed.Json["errors"]![0]!["line"]} {resumed.Json["errors"]![0]!["code"]}");
    }

    private static IEnumerable<string> Lines(int count) =>
        Enumerable.Range(0, count).Select(i => $$"""{ "to": "010{{10000000 + i}}", "text": "line" }""");

    /// <summary>The answer to an upload whose first attempt broke off behind 4,000 lines.</summary>
    private async Task<Answer> BreakAndResumeAsync(IEnumerable<string> lines)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);
        var key = Guid.NewGuid().ToString();
        var body = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        using (var broken = await BrokenUpload.BeginAsync(tenant.Api.Address, Path, Ndjson, tenant.Key, key))
        {
            await broken.SendAsync(body.AsMemory(0, body.Length * 3 / 4));
            await Eventually.BeAsync(
                async () => await gateway.State.CountAsync($"SELECT COALESCE(max(lines), 0) FROM gateway.batches WHERE account_id = '{tenant.Id}'") == 4000,
                "4000 lines are stored");
        }

        return await tenant.Api.PostAsync(Path, body, Ndjson, ("Idempotency-Key", key));
    }

    private static string Sms(string to, string more = "", string text = "안녕") =>
        $$"""{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": {{to}}, "text": "{{text}}" {{more}} }""";

    private static string Faults(Answer answer) => answer.Json["errors"] is JsonArray { Count: > 0 } faults
        ? string.Join(',', faults.Select(fault => $"{fault!["pointer"]} {fault["code"]}").Order(StringComparer.Ordinal))
        : "";
}
