using System.Text.Json.Nodes;
using Gateway.Tests.Acceptance.Uploads;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance.DryRuns;

/// <summary>
/// A dry run tells of each request, good or bad, what the request itself is then told: the same counts, the same faults.
/// </summary>
public sealed class TryingEveryFault(SharedGateway gateway)
{
    private const string To = """ "to": "01012340011" """;
    private const string Long = "아흔 바이트를 넘는 글입니다. 한글은 두 바이트로 세기 때문에 마흔다섯 글자를 넘으면 너무 깁니다. 이 글처럼.";
    private const string Ad = """ "purpose": "advertisement", "text": "광고" """;
    private const string Settings =
        """, "dailyQuota": 4, "duplicateWindowSeconds": 600, "recipientHourlyCap": 2, "advertisementMarks": false """;

    private static readonly Dictionary<string, TriedRequest> Requests = new()
    {
        ["a message"] = TriedRequest.Message($"{To}, \"text\": \"안녕\""),
        ["two recipients with names"] = TriedRequest.Message("""
            "to": [ { "phone": "01012340011", "variables": { "a": "1" } }, { "phone": "+82 10-1234-0012", "variables": { "a": "2" } } ],
            "text": "안녕 #{a}"
            """),
        ["a number that is none"] = TriedRequest.Message(""" "to": "010123", "text": "안녕" """),
        ["many faults"] = TriedRequest.Message(
            """ "to": ["010123", "01012340011"], "text": "✓ 안녕", "expireHours": 999, "scheduledAt": "2020-01-01T00:00:00Z" """),
        ["too long"] = TriedRequest.Message($"{To}, \"text\": \"{Long}\""),
        ["too long, upgraded"] = TriedRequest.Message($"{To}, \"text\": \"{Long}\", \"onTooLong\": \"upgrade\""),
        ["letters to replace"] = TriedRequest.Message($"{To}, \"text\": \"₩1,000 – 안녕\", \"onUnmappable\": \"replace\""),
        ["no such vendor"] = TriedRequest.Message($"{To}, \"text\": \"안녕\", \"vendor\": \"nobody\"")
            with
        { Body = [.. """{ "channel": "sms", "vendor": "nobody", "from": "15777985", "to": "01012340011", "text": "a" }"""u8] },
        ["a missing variable"] = TriedRequest.Message($"{To}, \"text\": \"안녕 #{{a}}\""),
        ["an unused variable"] = TriedRequest.Message(
            """ "to": { "phone": "01012340011", "variables": { "a": "1" } }, "text": "안녕" """),
        ["the same twice"] = TriedRequest.Message(""" "to": ["01012340011", "010-1234-0011"], "text": "안녕" """),
        ["who refuses advertisements"] = TriedRequest.Message($""" "to": ["01012340002", "01012340011"], {Ad} """),
        ["what was sent a moment ago"] = TriedRequest.Message(""" "to": "01012340001", "text": "먼저" """),
        ["too many to one"] = TriedRequest.Message("""
            "to": [ { "phone": "01012340001", "variables": { "a": "1" } }, { "phone": "01012340001", "variables": { "a": "2" } } ],
            "text": "안녕 #{a}"
            """),
        ["too many for the quota"] = TriedRequest.Message(
            """ "to": ["01012340011", "01012340012", "01012340013", "01012340014"], "text": "안녕" """),
        ["no file with this id"] = TriedRequest.Json("/v1/messages", """
            { "channel": "mms", "vendor": "kpg", "from": "15777985", "to": "01012340011", "text": "a", "subject": "a",
              "attachments": ["01a1fae5-0001-7000-8000-000000000001"] }
            """),
        ["an unknown field"] = TriedRequest.Message($"{To}, \"text\": \"안녕\", \"txet\": \"안녕\""),
        ["no JSON"] = TriedRequest.Json("/v1/messages", "{"),
        ["nothing"] = TriedRequest.Json("/v1/messages", ""),
        ["no content type"] = new TriedRequest("/v1/messages", [.. "a"u8], "text/plain"),
        ["a template"] = TriedRequest.Json("/v1/messages", """
            { "template": "봄", "from": "15777985", "to": { "phone": "01012340011", "variables": { "name": "홍길동" } } }
            """),
        ["a template that nobody has"] = TriedRequest.Message($"{To}, \"template\": \"nobody\""),
        ["lines by a template"] = TriedRequest.Lines("""
            { "to": { "phone": "01012340011", "name": "홍길동", "variables": { "name": "홍길동" } } }
            { "to": "01012340012", "template": "nobody" }
            """, "&template=%EB%B4%84"),
        ["a batch"] = TriedRequest.Batch($$"""{ {{To}}, "text": "하나" }, { "to": "01012340012", "text": "둘" }"""),
        ["a batch with a fault"] = TriedRequest.Batch($$"""{ {{To}}, "text": "하나" }, { "to": "0101", "text": "둘" }"""),
        ["a batch with the same twice"] = TriedRequest.Batch($$"""{ {{To}}, "text": "a" }, { {{To}}, "text": "a" }"""),
        ["a batch of nothing"] = TriedRequest.Batch(""),
        ["a batch that is too slow"] = TriedRequest.Batch(
            $$"""{ {{To}}, "text": "a" }, { {{To}}, "text": "b" }""", """ "pace": { "messages": 1, "everySeconds": 2592001 }, """),
        ["a batch of what was sent"] = TriedRequest.Batch(
            """{ "to": "01012340012", "text": "둘" }, { "to": "01012340001", "text": "먼저" }"""),
        ["a batch above the quota"] = TriedRequest.Batch(
            """{ "to": ["01012340011", "01012340012", "01012340013", "01012340014"], "text": "a" }"""),
        ["a batch with a query of uploads"] = TriedRequest.Batch($$"""{ {{To}}, "text": "하나" }""")
            with
        { Path = "/v1/batches?name=a&hold=true" },
        ["lines"] = TriedRequest.Lines("""
            { "to": "01012340011", "text": "하나" }

            { "to": "0101", "text": "둘" }
            no JSON
            { "to": "01012340011", "text": "하나" }
            { "to": "01012340001", "text": "먼저" }
            { "to": { "phone": "01012340012", "variables": { "a": "1" } }, "text": "셋" }
            """),
        ["lines above the quota"] = TriedRequest.Lines(string.Concat(
            Enumerable.Range(10, 6).Select(i => $$"""{ "to": "010123400{{i}}", "text": "안녕" }""" + "\n"))),
        ["lines, too many to one"] = TriedRequest.Lines(string.Concat(
            Enumerable.Range(10, 3).Select(i => $$"""{ "to": "01012340011", "text": "안녕 {{i}}" }""" + "\n"))),
        ["lines that allow repeats"] = TriedRequest.Lines(
            """{ "to": "01012340011", "text": "a" }""" + "\n" + """{ "to": "01012340011", "text": "a" }""",
            "&allowDuplicates=true"),
        ["lines to who refuses advertisements"] = TriedRequest.Lines(
            $$"""{ "to": "01012340002", {{Ad}} }""" + "\n" + $$"""{ "to": "01012340011", {{Ad}} }"""),
        ["lines that are too slow"] = TriedRequest.Lines(
            """{ "to": "01012340011", "text": "a" }""" + "\n" + """{ "to": "01012340012", "text": "a" }""",
            "&pace=1/2592001"),
        ["no line"] = TriedRequest.Lines("\n\n"),
        ["a wrong query"] = TriedRequest.Lines("""{ "to": "01012340011" }""", "&pace=fast&columns=x"),
        ["a table"] = TriedRequest.Table(
            "수신번호,이름,내용\n1012340011,홍길동,#{이름}님\n01012340012,김철수,#{이름}님\n1.01E+10,이영희,a\n,,\n01012340013,a\n"),
        ["a table without numbers"] = TriedRequest.Table("이름,내용\n홍길동,a\n"),
        ["a table with an unused column"] = TriedRequest.Table("to,이름\n01012340011,홍길동\n", "&text=a"),
        ["a table of a header"] = TriedRequest.Table("to,text\n"),
        ["a workbook"] = TriedRequest.Upload(
            Workbook.Of(["수신번호", "내용"], ["01012340011", "a"], ["0101", "b"]), Workbook.Type),
        ["a workbook that is none"] = TriedRequest.Upload([.. "no"u8], Workbook.Type),
        ["a form"] = TriedRequest.Form(
            """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "text": "#{name}님" }""",
            "to,name\n01012340011,홍길동\n0101,김철수\n"),
        ["a form with faulty defaults"] = TriedRequest.Form("""{ "to": "01012340011" }""", "to,text\n01012340011,a\n"),
        ["a form with unreadable defaults"] = TriedRequest.Form("""{ "channel": 7 }""", "to,text\n01012340011,a\n"),
    };

    private readonly Api _admin = gateway.Ready();

    public static TheoryData<string> Names => [.. Requests.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Tells_what_the_request_itself_is_told(string name)
    {
        using var tenant = await Tenant.CreateAsync(_admin, Settings);
        Assert.Equal(201, (await tenant.Api.PostAsync("/v1/optouts", """{ "number": "01012340002" }""")).Status);
        var template = await tenant.Api.PostAsync(
            "/v1/templates", """{ "name": "봄", "channel": "sms", "text": "#{name}님, 봄입니다" }""");
        Assert.True(template.Status == 201, template.ToString());
        var before = await TriedRequest.Message(""" "to": "01012340001", "text": "먼저" """).SendAsync(tenant.Api);
        Assert.True(before.Status == 202, before.ToString());

        var tried = await Requests[name].TryAsync(tenant.Api);
        var again = await Requests[name].TryAsync(tenant.Api);
        var sent = await Requests[name].SendAsync(tenant.Api);

        Assert.Equal(Told(sent, tried), Of(tried));
        Assert.Equal(Of(tried), Of(again));
    }

    /// <summary>Later parts of an upload are tried against its earlier ones, as they are sent.</summary>
    [Fact]
    public async Task Tells_of_a_long_upload_what_repeats_its_beginning()
    {
        using var tenant = await Tenant.CreateAsync(
            _admin, """, "duplicateWindowSeconds": 600, "recipientHourlyCap": 1 """, Sheet.TestKey);
        var lines = string.Concat(Enumerable.Range(0, 2100).Select(i => Line(10_000_000 + i, "안녕")));
        var upload = TriedRequest.Lines(lines + Line(10_000_000, "또") + Line(10_000_001, "안녕"), "&allowDuplicates=true");

        var tried = await upload.TryAsync(tenant.Api);
        var sent = await upload.SendAsync(tenant.Api);

        Assert.Equal("202 2100 2", sent.Said());
        Assert.Equal(Told(sent, tried), Of(tried));
        Assert.Equal(
            """[{"code":"recipient_cap_exceeded","count":2},{"code":"duplicate_message","count":1}]""",
            tried.Json["rejectedBy"]!.ToJsonString());

        static string Line(int number, string text) => $$"""{ "to": "010{{number}}", "text": "{{text}}" }""" + "\n";
    }

    /// <summary>What a dry run should say of a request that was answered so.</summary>
    private static string Told(Answer sent, Answer tried) => sent.Status switch
    {
        202 => $"200: {sent.Json["accepted"] ?? sent.Json["messages"]!.AsArray().Count}, {sent.Json["rejected"] ?? 0}, "
            + $"{sent.Json["repaired"] ?? 0}; {Text(sent.Json["warnings"])}; {Replacements(sent.Json, tried)}; ; {Faults(sent.Json)}",
        409 or 422 or 429 => $"200: 0, {tried.Json["rejected"]}, 0; ; ; "
            + $"{sent.Status} {sent.Json["code"]} {sent.Json["detail"]}; {Faults(sent.Json)}",
        _ => $"{sent.Status} {sent.Json["code"]} {sent.Json["detail"]}; {Faults(sent.Json)}",
    };

    private static string Of(Answer tried)
    {
        var json = tried.Json;
        if (tried.Status != 200)
        {
            return $"{tried.Status} {json["code"]} {json["detail"]}; {Faults(json)}";
        }

        var refusal = json["refusal"] is { } known ? $"{known["status"]} {known["code"]} {known["detail"]}" : "";
        return $"200: {json["accepted"]}, {json["rejected"]}, {json["repaired"]}; {Text(json["warnings"])}; "
            + $"{Text(json["replacements"])}; {refusal}; {Faults(json)}";
    }

    /// <summary>A message tells its own replacements, and an upload only when it is read.</summary>
    private static string Replacements(JsonNode sent, Answer tried) => sent["messages"] is JsonArray messages
        ? Text(messages[0]!["replacements"])
        : Text(sent["replacements"] ?? tried.Json["replacements"]);

    /// <summary>The earlier message of a repeated one within an upload has no id yet when it is tried.</summary>
    private static string Faults(JsonNode json) => string.Join("; ", (json["errors"] as JsonArray ?? []).Select(static fault =>
        $"{fault!["line"]} {fault["code"]} {fault["pointer"]} "
        + (fault["line"] is null || (string)fault["code"]! != "duplicate_message" ? $"{fault["detail"]} {fault["messageId"]}" : "")));

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "";
}
