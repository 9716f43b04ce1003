using System.Globalization;
using System.Text;
using Gateway.Tests.Acceptance.Uploads;
using static Gateway.Tests.Hostile.Bomb;

namespace Gateway.Tests.Hostile;

/// <summary>The worst bodies that we know for each route that takes one. A route without any is a failure of the test.</summary>
internal static class WorstBodies
{
    private const string Messages = "POST /v1/messages application/json";
    private const string Batches = "POST /v1/batches application/json";
    private const string BatchLines = "POST /v1/batches application/x-ndjson";
    private const string BatchTable = "POST /v1/batches text/csv";
    private const string BatchWorkbook = $"POST /v1/batches {Workbook.Type}";
    private const string BatchForm = "POST /v1/batches multipart/form-data; boundary=bomb";
    private const string Resends = "POST /v1/batches/{id}/resend application/json";
    private const string OptOuts = "POST /v1/optouts application/json";
    private const string OptOutTable = "POST /v1/optouts text/csv";
    private const string Templates = "POST /v1/templates application/json";
    private const string TemplateTable = "POST /v1/templates/import text/csv";
    private const string TemplateWorkbook = $"POST /v1/templates/import {Workbook.Type}";
    private const string Id = "01a1fae5-ff79-720d-bb24-871ec6eb9fcd";

    /// <summary>A query with which an upload of lines is read.</summary>
    private const string Common = "channel=sms&vendor=kshot&from=15777985&text=a";

    /// <summary>Bytes that a JSON body or a whole file may have, by route. The test sends one more, and one less.</summary>
    public static IReadOnlyDictionary<string, int> Largest { get; } = new Dictionary<string, int>
    {
        ["POST /v1/accounts application/json"] = 64 * 1024,
        ["PUT /v1/accounts/{id} application/json"] = 64 * 1024,
        ["POST /v1/accounts/{accountId}/keys application/json"] = 64 * 1024,
        [Batches] = 20 * 1024 * 1024,
        [Resends] = 256 * 1024,
        [Messages] = 2 * 1024 * 1024,
        ["POST /v1/messages/cancel application/json"] = 4 * 1024,
        ["PATCH /v1/accounts/{accountId}/keys/{keyId} application/json"] = 64 * 1024,
        ["PATCH /v1/senders/{id} application/json"] = 16 * 1024,
        ["PATCH /v1/messages/{id} application/json"] = 4 * 1024,
        [OptOuts] = 512 * 1024,
        [OptOutTable] = 8 * 1024 * 1024,
        ["POST /v1/senders application/json"] = 16 * 1024,
        [Templates] = 256 * 1024,
        ["PATCH /v1/templates/{id} application/json"] = 256 * 1024,
        [TemplateTable] = 8 * 1024 * 1024,
        ["POST /v1/vendors/{name}/move-waiting application/json"] = 4 * 1024,
        ["POST /v1/webhooks application/json"] = 64 * 1024,
        ["PATCH /v1/webhooks/{id} application/json"] = 64 * 1024,
        ["POST /v1/webhooks/{id}/replay application/json"] = 64 * 1024,
    };

    public static IReadOnlyList<Bomb> All { get; } = [.. OfMessages(), .. OfBatches(), .. OfResends(), .. OfUploads(), .. OfWorkbooks(), .. OfForms(), .. OfLists(), .. OfTemplates(), .. WorstFiles.All, .. WithoutABody()];

    public static string Line => $$"""{ "channel": "sms", "vendor": "kshot", "from": "15777985", "to": [{{Repeat("\"01012341234\",", 999)}}{ "phone": "01012341234", "variables": { "a": "" } }], "text": "{{Repeat("#{a}", 2400)}}" }""";

    private static IEnumerable<Bomb> OfMessages() =>
    [
        Of(Messages, 10_000, "placeholders of a text for one value of 20,000 letters", n => Send(With(Text('가', 20_000)), Repeat("#{a}", n))),
        Of(Messages, 209_715, "placeholders of a text for one value of 1,048,576 letters", n => Send(With(Text('x', 1_048_576)), Repeat("#{a}", n))),
        Of(Messages, 209_715, "empty placeholders for 1,000 recipients", n => Send(Recipients(1000, """, "variables": { "a": "" }"""), Repeat("#{a}", n))),
        Of(Messages, 2_500, "empty placeholders, the longest text that is read, for 1,000 recipients", n => Send(Recipients(1000, """, "variables": { "a": "" }"""), Repeat("#{a}", n))),
        Of(Messages, 1_100, "names of placeholders without a value for 1,000 recipients", n => Send(Recipients(1000), string.Concat(Enumerable.Range(0, n).Select(i => $"#{{{i}}}")))),
        Of(Messages, 2_500, "placeholders in each of subject, fallback text and fallback subject for 1,000 recipients", n => $$"""
            { "channel": "lms", "vendor": "kshot", "from": "15777985", "to": {{Recipients(1000, """, "variables": { "a": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }""")}}, "text": "a", "subject": "{{Repeat("#{a}", n)}}",
              "fallback": { "by": "gateway", "channel": "sms", "text": "{{Repeat("#{a}", n)}}", "subject": "{{Repeat("#{a}", n)}}" } }
            """),
        Of(Messages, 2_500, "placeholders of a fallback for 1,000 recipients", n => $$"""
            { "channel": "lms", "vendor": "kshot", "from": "15777985", "to": {{Recipients(1000, """, "variables": { "a": "" }""")}}, "text": "a", "subject": "a",
              "fallback": { "by": "gateway", "channel": "sms", "text": "{{Repeat("#{a}", n)}}" } }
            """),
        Of(Messages, 150_000, "variables that are null", n => Send($$"""{ "phone": "01012341234", "variables": { {{Join(n, i => $"\"{i}\":null")}} } }""", "a")),
        Of(Messages, 900_001, "recipients that are numbers", n => Send($"[{Join(n, _ => "1")}]", "a")),
        Of(Messages, 900_001, "attachments that are numbers", n => $$"""{ "channel": "mms", "attachments": [{{Join(n, _ => "1")}}] }"""),
        Of(Messages, 95_000, "unknown fields", n => $$"""{ {{Join(n, i => string.Create(CultureInfo.InvariantCulture, $"\"t{i:x5}\":1"))}} }"""),
        Of(Messages, 20_000, "brackets", n => new string('[', n)),
        Of(Messages, 600_000, "letters of a name that no vendor can write", n => Send($$"""{ "phone": "01012341234", "name": "{{new string('鿿', n)}}" }""", "a")),
        Of(Messages, 95_000, "entries of metadata", n => $$"""{ "metadata": { {{Join(n, i => $"\"{i}\":\"\"")}} } }"""),
    ];

    private static IEnumerable<Bomb> OfBatches() =>
    [
        Of(Batches, 6_500_001, "empty messages", n => $$"""{ "messages": [{{Join(n, _ => "{}")}}] }"""),
        Of(Batches, 9_000_001, "recipients that are numbers", n => $$"""{ "messages": [{ "to": [{{Join(n, _ => "1")}}] }] }"""),
        Of(Batches, 3_000_000, "letters of a default text for 10,000 messages", n => Batch($$""" "text": "{{new string('가', n)}}" """, "{}")),
        Of(Batches, 2_500, "placeholders of a default text for 10,000 messages", n => Batch($$""" "text": "{{Repeat("#{a}", n)}}" """, """{ "to": { "phone": "01012341234", "variables": { "a": "" } } }""")),
        Of(Batches, 200_001, "default attachments for 10,000 messages", n => Batch($$""" "attachments": [{{Join(n, _ => $"\"{Id}\"")}}] """, "{}")),
        Of(Batches, 100_001, "default buttons for 10,000 messages", n => Batch($$""" "channel": "alimtalk", "kakao": { "buttons": [{{Join(n, _ => "{}")}}] } """, "{}")),
    ];

    private static IEnumerable<Bomb> OfResends() =>
    [
        Of(Resends, 60_000, "letters of a default text", n => $$"""{ "defaults": { "text": "{{new string('가', n)}}" } }"""),
        Of(Resends, 20_001, "statuses that stand again and again", n => $$"""{ "statuses": [{{Join(n, _ => "\"failed\"")}}] }"""),
    ];

    private static IEnumerable<Bomb> OfUploads() =>
    [
        Of(BatchLines, 100, "lines of 1,000 recipients with 2,400 placeholders", n => Repeat(Line + "\n", n)),
        Of(BatchLines, 50_000, "lines that are no JSON objects", n => Repeat("1\n", n)) with { Query = Common },
        Of(BatchLines, 300, "lines of 65,536 brackets", n => Repeat(new string('[', 65_536) + "\n", n)) with { Query = Common },
        Of(BatchLines, 20_971_520, "letters of one line", n => new string('a', n)) with { Query = Common },
        Of(BatchLines, 5_000_000, "empty lines", n => new string('\n', n)) with { Query = Common },
        Of(BatchTable, 30, "columns with names of 2,000 letters for 50,000 lines", n => $"to,{Join(n, i => new string('x', 2000) + i)}\n{Repeat("01012341234" + new string(',', n) + "\n", 50_000)}") with { Query = Common },
        Of(BatchTable, 60_000, "columns", n => "to" + new string(',', n) + "\n01012341234\n") with { Query = Common },
        Of(BatchTable, 20_971_520, "letters behind a quote that nothing ends", n => "to,text\n\"" + new string('\n', n)) with { Query = Common },
        Of(BatchTable, 50_000, "lines without a number", n => "to,text\n" + Repeat("a,b\n", n)) with { Query = Common },
        Of(BatchTable, 1_500, "lines of 2,000 placeholders in a text", n => "to,text\n" + Repeat($"01012341234,{Repeat("#{a}", 2000)}\n", n)) with { Query = Common },
    ];

    private static IEnumerable<Bomb> OfWorkbooks() =>
    [
        Sheet(100, "megabytes of one cell, packed", n => Workbook.Bomb(Workbook.FirstSheet, n, Cell, "a")),
        Sheet(100, "megabytes of rows, packed", n => Workbook.Bomb(Workbook.FirstSheet, n, Workbook.SheetHead, "<row/>")),
        Sheet(20_000, "rows without a number", n => Workbook.Of([["to"], .. Enumerable.Repeat<string[]>(["a"], n)])),
        Sheet(300_000, "bytes that are no workbook", n => [0x50, 0x4B, 3, 4, .. new byte[n]]),
    ];

    private static IEnumerable<Bomb> OfForms() =>
    [
        Of(BatchForm, 60_000, "letters of a default text for 10,000 lines", n => Form($$"""{ "channel": "sms", "from": "15777985", "text": "{{new string('가', n)}}" }""", "to\n" + Repeat("01012341234\n", 10_000))),
        Of(BatchForm, 2_400, "placeholders of a default text for 5,000 lines", n => Form($$"""{ "channel": "sms", "from": "15777985", "text": "{{Repeat("#{a}", n)}}" }""", "to,a\n" + Repeat("01012341234,b\n", 5_000))),
        Of(BatchForm, 1_000_000, "brackets of defaults", n => Form(new string('[', n), "to\n")),
        Of(BatchForm, 300_000, "parts", n => Repeat("--bomb\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n\r\n", n) + "--bomb--\r\n"),
    ];

    private static IEnumerable<Bomb> OfLists() =>
    [
        Of(OptOutTable, 500_000, "numbers that refuse", n => Numbers("010", n)),
        Of(OptOutTable, 100_000, "numbers that refuse, all that are taken", n => Numbers("011", n)),
        Of(OptOutTable, 2_000_000, "lines without a number", n => "number\n" + Repeat("a,b\n", n)),
        Of(OptOutTable, 8_000_000, "letters behind a quote that nothing ends", n => "number\n\"" + new string('\n', n)),
        Of(OptOuts, 10_000, "numbers that refuse, all that are taken", n => $$"""{ "numbers": [{{Join(n, i => string.Create(CultureInfo.InvariantCulture, $"\"016{i:D8}\""))}}] }"""),
        Of(OptOuts, 100_000, "numbers that are none", n => $$"""{ "numbers": [{{Join(n, _ => "\"\"")}}] }"""),
        Of("POST /v1/accounts application/json", 20_001, "channels that are none", n => $$"""{ "name": "a", "channels": [{{Join(n, _ => "\"\"")}}] }"""),
        Of("POST /v1/accounts application/json", 20_001, "vendors that are none", n => $$"""{ "name": "a", "vendors": [{{Join(n, _ => "\"\"")}}] }"""),
        Of("PUT /v1/accounts/{id} application/json", 6_000, "channels that stand again and again", n => $$"""{ "name": "a", "status": "active", "channels": [{{Join(n, _ => "\"sms\"")}}] }"""),
        Of("POST /v1/accounts/{accountId}/keys application/json", 20_001, "scopes that are none", n => $$"""{ "name": "a", "scopes": [{{Join(n, _ => "\"\"")}}] }"""),
        Of("POST /v1/webhooks application/json", 20_001, "patterns that are none", n => $$"""{ "url": "https://example.com/", "events": [{{Join(n, _ => "\"\"")}}] }"""),
        Of("PATCH /v1/accounts/{accountId}/keys/{keyId} application/json", 15_000, "addresses that are none", n => $$"""{ "allowedAddresses": [{{Join(n, _ => "\":\"")}}] }"""),
        Of("PATCH /v1/senders/{id} application/json", 15_000, "letters of a comment", n => $$"""{ "comment": "{{new string('x', n)}}" }"""),
        Of("PATCH /v1/webhooks/{id} application/json", 7_000, "patterns that stand again and again", n => $$"""{ "events": [{{Join(n, _ => "\"fax.*\"")}}] }"""),
        Of("PATCH /v1/webhooks/{id} application/json", 60_000, "letters of a URL", n => $$"""{ "url": "https://example.com/{{new string('.', n)}}" }"""),
        Of("POST /v1/vendors/{name}/move-waiting application/json", 4_000, "letters of a vendor's name", n => $$"""{ "vendor": "{{Repeat("k", n)}}" }"""),
        Of("POST /v1/webhooks/{id}/replay application/json", 2_000, "years", n => $$"""{ "from": "0026-01-01T00:00:00Z", "to": "{{26 + n}}-01-01T00:00:00Z" }"""),
        Of("POST /v1/senders application/json", 5_000, "letters of a comment", n => $$"""{ "number": "0212345678", "comment": "{{new string('가', n)}}" }"""),
        Of("POST /v1/messages/cancel application/json", BombedGateway.Waiting, "messages with the reference", _ => $$"""{ "reference": "{{BombedGateway.Reference}}" }"""),
        Of("POST /v1/messages/cancel application/json", 1_300, "letters of a reference", n => $$"""{ "reference": "{{new string('가', n)}}" }"""),
        Of("PATCH /v1/messages/{id} application/json", 4_000, "digits of a second", n => $$"""{ "scheduledAt": "2030-01-01T00:00:00.{{new string('1', n)}}Z" }"""),
    ];

    private static IEnumerable<Bomb> OfTemplates() =>
    [
        Of(Templates, 80_000, "letters of a text", n => Template(new string('가', n))),
        Of(Templates, 2_500, "placeholders of a text", n => Template(Repeat("#{a}", n))),
        Of(Templates, 5_000, "opened placeholders of a text", n => Template(Repeat("#{", n))),
        Of(Templates, 50_001, "buttons", n => $$"""{ "name": "a", "channel": "alimtalk", "text": "a", "kakao": { "senderKey": "k", "templateCode": "t", "buttons": [{{Join(n, _ => "{}")}}] } }"""),
        Of("PATCH /v1/templates/{id} application/json", 80_000, "letters of a text", n => $$"""{ "text": "{{new string('가', n)}}" }"""),
        Of(TemplateTable, 10_000, "templates, all that are taken", n => "name,channel,text\n" + Join(n, i => $"t{i},sms,#{{a}}b\n").Replace("\n,", "\n", StringComparison.Ordinal)),
        Of(TemplateTable, 10_000, "lines with faults", n => "name,channel,text\n" + Repeat("a,smoke,#{\n", n)),
        Of(TemplateTable, 2_000_000, "lines that say nothing", n => "name,channel,text\n" + Repeat(",,\n", n)),
        Of(TemplateTable, 8_000_000, "letters behind a quote that nothing ends", n => "name,text\n\"" + new string('\n', n)),
        OfBytes(TemplateWorkbook, 100, "megabytes of one cell, packed", n => Workbook.Bomb(Workbook.FirstSheet, n, Cell, "a")),
        OfBytes(TemplateWorkbook, 20_000, "rows without a name", n => Workbook.Of([["name"], .. Enumerable.Repeat<string[]>(["a"], n)])),
    ];

    /// <summary>Routes without a body that do as much as there is to do.</summary>
    private static IEnumerable<Bomb> WithoutABody() =>
    [
        Of("POST /v1/batches/{id}/cancel", BombedGateway.Waiting, "messages of the batch", _ => ""),
        Of("POST /v1/batches/{id}/release", 1, "release", _ => ""),
        Of("POST /v1/messages/{id}/cancel", 1, "message", _ => ""),
        Of("POST /v1/webhooks/{id}/test", 1, "test event", _ => ""),
        Of("POST /v1/webhooks/{id}/rotate-secret", 1, "new secret", _ => ""),
    ];

    private static string Cell => $"{Workbook.SheetHead}<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>";

    private static Bomb Sheet(int count, string what, Func<int, byte[]> body) => OfBytes(BatchWorkbook, count, what, body) with { Query = Common };

    private static string Form(string defaults, string table) =>
        $"--bomb\r\nContent-Disposition: form-data; name=\"defaults\"\r\n\r\n{defaults}\r\n"
        + $"--bomb\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{table}\r\n--bomb--\r\n";

    private static string With(string value) => $$"""{ "phone": "01012341234", "variables": { "a": {{value}} } }""";

    private static string Text(char letter, int count) => $"\"{new string(letter, count)}\"";

    private static string Send(string to, string text) => $$"""{ "channel": "sms", "vendor": "kshot", "from": "15777985", "to": {{to}}, "text": "{{text}}" }""";

    private static string Recipients(int count, string more = "") => $"[{Join(count, i => $$"""{ "phone": "010{{10_000_000 + i}}"{{more}} }""")}]";

    private static string Batch(string defaults, string message) => $$"""{ "defaults": { {{defaults}} }, "messages": [{{Join(10_000, _ => message)}}] }""";

    private static string Template(string text) => $$"""{ "name": "a", "channel": "alimtalk", "text": "{{text}}", "kakao": { "senderKey": "k", "templateCode": "t" } }""";

    private static string Numbers(string head, int count) =>
        new StringBuilder("number\n").AppendJoin("", Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{head}{i:D8}\n"))).ToString();
}
