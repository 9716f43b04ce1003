using System.Text;
using System.Text.Json.Nodes;
using Gateway.Platform;
using Gateway.Platform.Letters;
using Gateway.Platform.Logging;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Xunit;

namespace Gateway.Tests.Hostile;

/// <summary>Text that is a command somewhere else stays text here: in SQL of both databases, in paths, headers, tables, lines of JSON and logs.</summary>
[Collection(nameof(WaitingVendors))]
public sealed class Injections(SharedGateway gateway, WaitingVendors world)
{
    /// <summary>What CP949 can write, so that every vendor takes it.</summary>
    private static readonly string[] Commands =
    [
        "'; DROP TABLE agent_msgqueue; --", "\\'; DELETE FROM gateway.messages; --", "' OR '1'='1", "\"; DROP TABLE BIZ_MSG; #", "$$; SELECT pg_sleep(60); $$", "%_%", "\\", "\\\\'", "''", "`id`", "{0} %s @p0 :p0 $1 ?", "a -- b /* c */", "=1+1",
    ];

    /// <summary>Characters that are half a letter, more than one, invisible, or turn the others around.</summary>
    private static readonly string[] Tricks = ["\\u0000", "\\ud800", "\\udc00\\ud800", "e\\u0301\\u0323", "\\u202e", "\\u2066", "\\u200b", "\\ufeff", "\\uffff", "\\ud83d\\ude00", "\\u1112\\u1161\\u11ab", "\\u0085", "\\u2028"];

    public static MatrixTheoryData<string, DatabaseKind> Vendors => new(["kshot", "bizppurio", "xroshot", "emma", "lguplus"], [DatabaseKind.PostgreSql, DatabaseKind.MySql]);

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task Of_sql_are_stored_and_queued_as_they_stand(string protocol, DatabaseKind kind)
    {
        var vendor = world.Vendor(protocol, kind);
        var sent = await Task.WhenAll(Commands.Select(command => SendAsync(Lms(vendor, command))));

        foreach (var (id, command) in sent.Zip(Commands))
        {
            await world.Api.ReachesAsync(id, "queued");
            var message = (await world.Api.GetAsync($"/v1/messages/{id}")).Json;
            Assert.Equal((command, command, command, command), ((string)message["text"]!, (string)message["subject"]!, (string)message["reference"]!, (string)message["metadata"]!["k"]!));
        }

        var searched = await Task.WhenAll(Commands.Select(command => world.Api.GetAsync($"/v1/messages?reference={Uri.EscapeDataString(command)}&vendor={vendor}")));
        Assert.All(searched, answer => Assert.Single(answer.Json["items"]!.AsArray()));
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task Of_unicode_are_refused_where_they_stand_or_arrive_whole(string protocol, DatabaseKind kind)
    {
        var vendor = world.Vendor(protocol, kind);
        var wrong = new List<string>();
        var accepted = new List<string>();
        foreach (var (pointer, body) in Bodies(protocol, vendor))
        {
            var answer = await world.Api.PostAsync("/v1/messages", body);
            if (answer.Status == 202)
            {
                accepted.Add((string)answer.Json["messages"]![0]!["id"]!);
                wrong.AddRange(await ChangedAsync(accepted[^1], pointer, body));
            }
            else if (answer.Status is not (400 or 422) || answer.Json["errors"] is not JsonArray faults || !faults.Any(fault => IsAt((string)fault!["pointer"]!, pointer)))
            {
                wrong.Add($"{pointer}: {body}\n{answer}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(5)));
        foreach (var id in accepted)
        {
            await world.Api.ReachesAsync(id, "queued");
        }
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/data/../../etc/passwd")]
    [InlineData("..\\\\..\\\\windows\\\\win.ini")]
    public async Task Of_paths_are_refused_for_files_of_the_vendors_server(string path)
    {
        var vendor = world.Vendor("xroshot", DatabaseKind.PostgreSql);

        var answer = await world.Api.PostAsync("/v1/messages", $$"""{ "channel": "fax", "vendor": "{{vendor}}", "from": "15777985", "to": "0212341234", "fax": { "serverFile": "{{path}}" } }""");

        Assert.Equal("422 /fax/serverFile invalid_path", $"{answer.Status} {answer.Json["errors"]![0]!["pointer"]} {answer.Json["errors"]![0]!["code"]}");
    }

    [Fact]
    public async Task Of_headers_never_become_one()
    {
        var api = gateway.Ready();
        var body = Encoding.UTF8.GetBytes("--x\r\nContent-Disposition: form-data; name=\"file\"; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20a%3Db%22.txt\r\n\r\n안녕\r\n--x--\r\n");
        var uploaded = await api.PostAsync("/v1/files", body, "multipart/form-data; boundary=x");

        var download = await api.GetAsync($"/v1/files/{uploaded.Json["id"]}/content");
        using var connection = await RawConnection.OpenAsync(api.Address);
        await connection.SendAsync("GET /health/live HTTP/1.1\r\nHost: gateway\r\nX-Request-Id: a\tb\r\n\r\n");
        var echoed = await connection.ReceiveAsync();

        Assert.Equal((201, 200), (uploaded.Status, download.Status));
        Assert.DoesNotContain("Set-Cookie", download.Headers.Keys);
        Assert.DoesNotContain('\t', echoed!.Headers["X-Request-Id"]);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+82 10", "'+82 10")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("=\"a\",b", "\"'=\"\"a\"\",b\"")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("＋82 10", "'＋82 10")]
    [InlineData("－1", "'－1")]
    [InlineData("＠SUM(A1)", "'＠SUM(A1)")]
    [InlineData("\n=1", "\"'\n=1\"")]
    [InlineData("a=1", "a=1")]
    public void Of_formulas_are_text_in_a_table(string value, string cell) => Assert.Equal(cell, CsvField.Of(value));

    /// <summary>In the header too: a column may be called anything.</summary>
    [Fact]
    public async Task Of_formulas_are_text_in_rejected_lines()
    {
        using var tenant = await Tenant.CreateAsync(gateway.Ready(), key: """ "test": true """);
        string[] header = ["to", "text", "=HYPERLINK(\"http://a\")", "@SUM(A1)", "＝1+1", "-a", "+b", "\tc"];
        string[] values = ["=1+1", "+1", "-1", "@A1", "＝1", "＋1", "－1", "＠A1", "'=1", "a"];
        var table = string.Join(',', header.Select(Quoted)) + "\n" + string.Concat(values.Select(value =>
            $"{Quoted(value)},{Quoted(value)},{string.Join(',', Enumerable.Repeat(Quoted(value), header.Length - 2))}\n"));

        var sent = await tenant.Api.PostAsync(
            "/v1/batches?channel=sms&from=15777985&ignoreUnused=true", Encoding.UTF8.GetBytes(table), "text/csv");
        var file = (await tenant.Api.GetAsync($"/v1/batches/{sent.Json["id"]}/rejects")).Text.TrimStart('\uFEFF');
        var again = await tenant.Api.PostAsync(
            "/v1/batches?channel=sms&from=15777985&ignoreUnused=true", Encoding.UTF8.GetBytes(file), "text/csv");
        var twice = (await tenant.Api.GetAsync($"/v1/batches/{again.Json["id"]}/rejects")).Text.TrimStart('\uFEFF');
        var records = file.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(line => CsvLine.Split(Encoding.UTF8.GetBytes(line))!).ToList();

        Assert.Equal($"202 0 {values.Length}", $"{sent.Status} {sent.Json["accepted"]} {sent.Json["rejected"]}");
        Assert.Equal(values.Length + 1, records.Count);
        Assert.All(records.SelectMany(record => record), cell => Assert.False(CsvField.StartsFormula(cell), cell));
        Assert.Equal(file, twice);

        static string Quoted(string value) => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>Width and height of 65,535, a million empty segments before them, an EXIF block that points at itself: nothing of it is followed.</summary>
    [Theory]
    [InlineData("dimensions", 422)]
    [InlineData("segments", 422)]
    [InlineData("exif", 201)]
    public async Task Of_pictures_cost_nothing_whatever_they_claim(string claim, int status)
    {
        byte[] loop = [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x69, 0x87, 4, 0, 1, 0, 0, 0, 8, 0, 0, 0, 8, 0, 0, 0];
        byte[] picture = claim switch
        {
            "dimensions" => Files.Samples.Jpeg(65_535, 65_535),
            "segments" => [0xFF, 0xD8, .. Enumerable.Repeat((byte[])[0xFF, 0xE1, 0, 2], 1_000_000).SelectMany(segment => segment), .. Files.Samples.Jpeg(8, 8)[2..]],
            _ => [0xFF, 0xD8, 0xFF, 0xE1, 0, (byte)(loop.Length + 2), .. loop, .. Files.Samples.Jpeg(8, 8)[2..]],
        };
        using var form = new MultipartFormDataContent { { new ByteArrayContent(picture), "file", "a.jpg" }, { new StringContent("mms"), "channel" } };

        var answer = await gateway.Ready().PostAsync("/v1/files", await form.ReadAsByteArrayAsync(), form.Headers.ContentType!.ToString());

        Assert.True(answer.Status == status, answer.ToString());
    }

    [Fact]
    public async Task Of_lines_stay_in_the_message_that_holds_them()
    {
        using var tenant = await Tenant.CreateAsync(gateway.Ready(), key: """ "test": true """);
        var lines = """
            { "to": "01012341234", "text": "a\n{ \"to\": \"01099999999\", \"text\": \"b\" }" }
            { "to": "01012341234", "text": "c
            { "to": "01012341234", "text": "d" } { "to": "01099999999", "text": "e" }
            """;

        var answer = await tenant.Api.PostAsync("/v1/batches?channel=lms&from=15777985&vendor=kpg", Encoding.UTF8.GetBytes(lines), "application/x-ndjson");

        Assert.Equal("202 1 2", $"{answer.Status} {answer.Json["accepted"]} {answer.Json["rejected"]}");
        Assert.Equal(0, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.messages WHERE account_id = '{tenant.Id}' AND recipient = '01099999999'"));
        Assert.Equal(1, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.messages WHERE account_id = '{tenant.Id}'"));
    }

    [Fact]
    public async Task Of_log_lines_stay_in_their_line()
    {
        var kept = new Kept();
        await using (var logger = new LoggerConfiguration().Enrich.With<OneLine>().WriteTo.Sink(kept).CreateLogger())
        {
            logger.Error("Unexpected fault in {Path}, {Count}.", "/v1/a\r\n2026-01-01 ERR forged\u2028\u202e\u001b[2J\0가", 3);
        }

        Assert.Equal("\"/v1/a\\u000D\\u000A2026-01-01 ERR forged\\u2028\\u202E\\u001B[2J\\u0000가\" 3", $"{kept.Event!.Properties["Path"]} {kept.Event.Properties["Count"]}");
    }

    private static string Lms(string vendor, string text)
    {
        var json = JsonValue.Create(text).ToJsonString();
        return $$"""{ "channel": "lms", "vendor": "{{vendor}}", "from": "15777985", "to": "01012341234", "subject": {{json}}, "text": {{json}}, "reference": {{json}}, "metadata": { "k": {{json}} } }""";
    }

    private async Task<string> SendAsync(string body)
    {
        var answer = await world.Api.PostAsync("/v1/messages", body);
        Assert.True(answer.Status == 202, answer.ToString());
        return (string)answer.Json["messages"]![0]!["id"]!;
    }

    /// <summary>Every trick in every field of text of a message: <c>@</c> stands for it, in one field after the other.</summary>
    private static IEnumerable<(string Pointer, string Body)> Bodies(string protocol, string vendor)
    {
        var head = $"\"vendor\": \"{vendor}\", \"from\": \"15777985\"";
        List<string> templates = [$$"""{ "channel": "lms", {{head}}, "to": { "phone": "01012341234", "name": "이름@", "reference": "r@" }, "subject": "제목@", "text": "본문@", "reference": "r@", "metadata": { "k": "v@" } }"""];
        templates.Add(templates[0].Replace("{ \"channel\"", "{ \"onUnmappable\": \"replace\", \"channel\"", StringComparison.Ordinal));
        if (VendorProtocols.Find(protocol)!.Channels.Contains(Channel.AlimTalk))
        {
            var fallback = protocol == "emma" ? "" : """, "fallback": { "channel": "lms", "subject": "제목@", "text": "본문@" }""";
            templates.Add($$"""
                { "channel": "alimtalk", {{head}}, "to": { "phone": "01012341234", "variables": { "v": "값@" } }, "text": "본문@ #{v}",
                  "kakao": { "senderKey": "k@", "templateCode": "t@", "buttons": [ { "name": "버튼@", "type": "WL", "urlMobile": "https://example.com/@" } ] }{{fallback}} }
                """);
        }
        else if (protocol == "xroshot")
        {
            templates.Add($$"""{ "channel": "voice", {{head}}, "to": { "phone": "01012341234", "name": "이름@" }, "subject": "제목@", "subId": "s@", "billingId": "b@", "voice": { "serverFile": "/a@.pcm" } }""");
        }

        foreach (var template in templates)
        {
            foreach (var (pointer, at) in Places(JsonNode.Parse(template)!, "").Select((pointer, i) => (pointer, i)))
            {
                foreach (var trick in Tricks)
                {
                    var parts = template.Split('@');
                    yield return (pointer, string.Concat(parts.Select((part, i) => i == at ? part + trick : part)));
                }
            }
        }
    }

    /// <summary>Where the marks stand, in the order of the text.</summary>
    private static IEnumerable<string> Places(JsonNode node, string pointer) => node switch
    {
        JsonObject members => members.SelectMany(member => Places(member.Value!, $"{pointer}/{member.Key}")),
        JsonArray items => items.SelectMany((item, i) => Places(item!, $"{pointer}/{i}")),
        _ => node.ToJsonString().Contains('@', StringComparison.Ordinal) ? [pointer] : [],
    };

    /// <summary>A fault may be told of the field or of what holds it; that of a text that variables are filled into, of either.</summary>
    private static bool IsAt(string fault, string pointer) => pointer.StartsWith(fault, StringComparison.Ordinal) || fault.StartsWith(pointer, StringComparison.Ordinal)
        || (pointer.Contains("/variables/", StringComparison.Ordinal) && fault is "/text") || (pointer is "/text" && fault is "/to/variables");

    /// <summary>What an accepted message shows of its text is what was sent.</summary>
    private async Task<IEnumerable<string>> ChangedAsync(string id, string pointer, string body)
    {
        if (pointer is not ("/text" or "/subject" or "/reference" or "/metadata/k"))
        {
            return [];
        }

        var (sent, kept) = (JsonNode.Parse(body)!, (await world.Api.GetAsync($"/v1/messages/{id}")).Json);
        var path = pointer.Split('/')[1..];
        var (given, got) = ((string?)path.Aggregate(sent, (node, name) => node[name]!), (string?)path.Aggregate(kept, (node, name) => node[name]!));

        // A recipient's own reference goes first; a template is filled; what was replaced is told.
        return Composed.Of(given) == got || kept["replacements"] is not null || pointer == "/reference" || given!.Contains("#{", StringComparison.Ordinal) ? [] : [$"{pointer}: {given} became {got}"];
    }

    private sealed class Kept : ILogEventSink
    {
        public LogEvent? Event { get; private set; }

        public void Emit(LogEvent logEvent) => Event = logEvent;
    }
}
