using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Tests.Acceptance.Uploads;

namespace Gateway.Tests.Hostile;

/// <summary>Requests to any documented route, and a few to what is not documented: most of them almost right.</summary>
internal sealed class AnyRequest(IReadOnlyList<ApiRoute> routes, AnyBody bodies)
{
    private static readonly string[] OtherPaths =
    [
        "/", "/v1", "/v1/", "/v1//messages", "/v1/messages/../accounts", "/v1/%2e%2e/v1/messages", "/V1/Messages", "/v1/nothing", "/swagger", "/swagger/index.html", "/swagger/..%2f..%2fappsettings.json", "/openapi.json",
        "/openapi.xml", "/console", "/console/", "/health", "/favicon.ico", "/v1/messages%00", "/v1/messages;a=b", "/v1/batches/%E2%80%AE", "//example.com/v1/messages", "*", "http://example.com/v1/messages",
    ];

    private static readonly string[] OtherMethods = ["HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "PATCH", "POST", "GET", "CONNECT", "get", "PROPFIND", "X"];

    private static readonly string[] WrongTypes =
    [
        "text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=", "application/json; charset=utf-16", "application/json; charset=\"", "application/json, text/csv",
        "*/*", "", ";", "application/x-ndjson", "text/csv", "text/csv; header=absent", "application/json", "application/merge-patch+json", "가", "a/b; a=\u0001",
    ];

    private static readonly string[] Samples =
    [
        "jpeg 640x480", "jpeg 65535x65535", "jpeg 0x0", "jpeg-without-frame", "png 10x10", "gif 10x10", "bmp 10x10", "wav 8000x16x1", "wav-without-sound", "ole WordDocument", "zip word/document.xml", "korean", "noise", "empty", "%PDF-1.7",
        "<?xml version=\"1.0\"?>\\n<vxml version=\"2.0\">",
    ];

    /// <summary>Kestrel answers these by itself, without a word: what they say is no HTTP.</summary>
    private static readonly string[] BrokenHeaders = ["X-A: a\0b", "X-A: a\rb", "X A: b", ": b", "X-A", "Content-Length: -1", "Content-Length: 1, 2", "Transfer-Encoding: gzip", "Host: a\r\nHost: b", "\u0001: a"];

    private static readonly Gen<string> IdempotencyKey = Gen.Frequency(
        (5, Gen.Constant("")),
        (3, Gen.Choose(0, 300).Select(number => $"Idempotency-Key: key-{number.ToString(CultureInfo.InvariantCulture)}")),
        (1, Printable(AnyValue.Text).Select(text => $"Idempotency-Key: {text}")),
        (1, Gen.Elements(255, 256, 4000).Select(length => $"Idempotency-Key: {new string('k', length)}")));

    private static readonly Gen<string> Extra = Gen.Frequency(
        (20, Gen.Constant("")),
        (2, Gen.Elements("Accept: text/csv", "Accept: application/xml", "Accept: ;q=2", "Accept: */*;q=0")),
        (1, Printable(AnyValue.Text).Select(text => $"X-Request-Id: {text}")),
        (1, Gen.Elements("traceparent: 00-00000000000000000000000000000000-0000000000000000-00", "traceparent: x", "tracestate: a=b,,", "baggage: %00=1", "Content-Encoding: gzip", "Accept-Encoding: gzip, br;q=x", "Accept-Language: \u00e9")),
        (1, Gen.Elements("Range: bytes=0-", "Range: bytes=5-1", "Range: bytes=-1", "Range: bytes=99999999-", "If-None-Match: *", "If-Match: \"a\"", "If-Modified-Since: yesterday", "Expect: 100-continue", "Origin: https://evil.example", "X-Forwarded-For: ', 1.1.1.1")),
        (1, Gen.Elements(4000, 9000, 20_000).Select(length => $"Cookie: a={new string('c', length)}")),
        (1, Gen.Elements(BrokenHeaders)));

    private static readonly Gen<string[]> MorePairs = Gen.Frequency(
        (30, Gen.Constant(Array.Empty<string>())),
        (1, from name in AnyValue.Text from value in AnyValue.Text select new[] { $"{HostileBytes.Percent(name)}={HostileBytes.Percent(value)}" }),
        (1, Gen.Elements("&", "=", "?", "a", "=a", "%", "%ED%A0%80=1", "limit=1&limit=2", "limit", "cursor=%00", "a[]=1", "#x", "dryRun=true", "scheduledAt=2030-01-01T00:00:00Z", "Limit=1", "sheduledAt=", "status=failed&status=expired", "channel=sms,lms", "priority=normal,bulk",
            "priority=0", "ignoreUnused=true", "ignoreUnused=TRUE", "allowDuplicates=true", "allowDuplicates=1", "allowDuplicates=TRUE", "columns=to:연락처,name:고객명", "columns=to", "columns=,", "columns=to:to,to:to", "columns=%00:a", "onUnmappable=replace&text=%E2%82%A9", "ignoreUnused=true&columns=to:%EC%9D%B4%EB%A6%84", "name=%E1%84%92%E1%85%A1%E1%86%AB", "expireHours=0", "convert=true", "text=a&from=15777985&channel=sms").Select(raw => new[] { raw })));

    private static readonly Gen<Framing> Framings = Gen.Frequency((30, Gen.Constant(Framing.Length)), (4, Gen.Constant(Framing.Chunked)), (1, Gen.Constant(Framing.Short)));

    private static readonly Gen<string> Key = Gen.Frequency(
        (16, Gen.Constant("Authorization: Bearer ~apikey:0~")),
        (6, Gen.Constant("Authorization: Bearer ~apikey:1~")),
        (5, Gen.Constant("Authorization: Bearer ~apikey:2~")),
        (1, Gen.Elements("", "Authorization:", "Authorization: Bearer", "Authorization: Bearer gw_", "Authorization: Basic YTpi", "Authorization: bearer ~apikey:0~", "Authorization: Bearer ~apikey:0~ x", "Authorization: Bearer gw_00000000000000000000000000000000_x")),
        (1, Printable(AnyValue.Text).Select(text => $"Authorization: Bearer {text}")));

    public Gen<FuzzRequest> Any { get; } = Gen.Frequency(
        (30, Gen.OneOf(routes.Select(route => To(route, bodies)))),

        // What takes bodies has more to break.
        (30, Gen.OneOf(routes.Where(route => route.Bodies.Count > 0).Select(route => To(route, bodies)))),
        (3, Other()));

    /// <summary>Its parts are built once, not for each request: that would cost more than to send it.</summary>
    private static Gen<FuzzRequest> To(ApiRoute route, AnyBody bodies)
    {
        var (queries, contents, headers) = (Query(route, bodies), Body(route, bodies), Headers(route));
        var methods = Gen.Frequency((60, Gen.Constant(route.Method)), (1, Gen.Elements(OtherMethods)));
        return
            from path in Path(route, bodies)
            from query in queries
            from method in methods
            from content in contents
            from lines in headers
            from framing in Framings
            select new FuzzRequest
            {
                Route = route,
                Method = method,
                Target = path + query,
                Headers = content.ContentType is { } type ? [.. lines, $"Content-Type: {type}"] : lines,
                Body = content.Bytes,
                Framing = framing,
            };
    }

    private static Gen<FuzzRequest> Other() =>
        from path in Gen.Elements(OtherPaths)
        from method in Gen.Frequency((3, Gen.Constant("GET")), (1, Gen.Elements(OtherMethods)))
        from key in Key
        select new FuzzRequest { Route = null, Method = method, Target = path, Headers = key.Length > 0 ? [key] : [] };

    private static Gen<string> Path(ApiRoute route, AnyBody bodies)
    {
        var parts = route.Path.Split('/');
        return Gen.CollectToList(parts, part => part.StartsWith('{') ? PathValue(route, route.Parameters.First(parameter => parameter.In == "path" && $"{{{parameter.Name}}}" == part), bodies) : Gen.Constant(part))
            .Select(filled => string.Join('/', filled));
    }

    private static Gen<string> PathValue(ApiRoute route, ApiParameter parameter, AnyBody bodies) => Gen.Frequency(
        (10, Gen.Choose(0, 15).Select(number => $"~{route.KindOf(parameter.Name)}:{number.ToString(CultureInfo.InvariantCulture)}~")),
        (1, bodies.Parameter(parameter).Select(HostileBytes.Percent)),
        (1, AnyValue.Text.Select(HostileBytes.Percent)),
        (1, Gen.Elements("..", ".", "..%2f..%2fv1%2faccounts", "%00", "%", "%zz", "%ED%A0%80", "01a1fae5-ff79-720d-bb24-871ec6eb9fcd", "{id}", "a b", "\u0001")));

    private static Gen<string> Query(ApiRoute route, AnyBody bodies)
    {
        var known = route.Parameters.Where(parameter => parameter.In == "query").ToList();
        return
            from given in Gen.CollectToList(known, parameter => Given(parameter, bodies))
            from more in MorePairs
            let pairs = string.Join('&', given.SelectMany(pair => pair).Concat(more))
            select pairs.Length > 0 ? $"?{pairs}" : "";
    }

    private static Gen<string[]> Given(ApiParameter parameter, AnyBody bodies) => Gen.Frequency(
        (5, Gen.Constant(Array.Empty<string>())),
        (4, bodies.Parameter(parameter).Select(value => new[] { $"{parameter.Name}={HostileBytes.Percent(value)}" })),
        (1, AnyValue.Text.Select(value => new[] { $"{parameter.Name}={HostileBytes.Percent(value)}" })));

    private static Gen<(string? ContentType, byte[]? Bytes)> Body(ApiRoute route, AnyBody bodies)
    {
        if (route.Bodies.Count == 0)
        {
            return Gen.Frequency(
                (12, Gen.Constant(((string?)null, (byte[]?)(route.Method == "GET" ? null : [])))),
                (1, from type in Gen.Elements("application/json", "text/plain") from bytes in AnyValue.Bytes select ((string?)type, (byte[]?)bytes)));
        }

        var (wrongTypes, chances) = (Gen.Elements(WrongTypes), Gen.Choose(1, 25));
        return
            from content in Gen.OneOf(route.Bodies.Select(body => Content(route, body, bodies)))
            from wrong in wrongTypes
            from chance in chances
            select chance == 1 ? (wrong, content.Bytes) : content;
    }

    private static Gen<(string? ContentType, byte[]? Bytes)> Content(ApiRoute route, ApiBody body, AnyBody bodies) => body.ContentType switch
    {
        "multipart/form-data" when route.Kind == "batches" => AnyUpload.Form(bodies),
        "multipart/form-data" => Form(),
        Workbook.Type => AnyUpload.Book(),
        "text/csv" when route.Kind == "batches" => AnyUpload.Table(bodies),
        "application/x-ndjson" => bodies.Lines().Select(bytes => ((string?)body.ContentType, (byte[]?)bytes)),
        "text/csv" => bodies.Table().Select(bytes => ((string?)body.ContentType, (byte[]?)bytes)),
        _ => bodies.JsonBody(body).Select(bytes => ((string?)body.ContentType, (byte[]?)bytes)),
    };

    /// <summary>An upload: a known file, changed a little, under any name.</summary>
    private static Gen<(string? ContentType, byte[]? Bytes)> Form()
    {
        var names = Gen.Frequency((3, Gen.Elements("a.jpg", "a.txt", "사진.JPG", "../../a.jpg", "a\\b.wav", ".", "con", "a.vxml", "a.pcm")), (2, AnyValue.Text));
        var parts = Gen.Frequency((8, Gen.Constant("file")), (1, Gen.Elements("channel", "", "files", "File")));
        var stars = Gen.Elements("", "; filename*=UTF-8''%EC%82%AC.jpg", "; filename*=UTF-8''%2e%2e%2f%00", "; filename*=x''%ff");
        var channels = Gen.Frequency((2, Gen.Constant("")), (2, AnyValue.Word(["mms", "fax", "voice"])), (1, AnyValue.Text));
        var boundaries = Gen.Frequency((8, Gen.Constant("xyz")), (1, Gen.Elements("", "\"", new string('x', 71), "x y", "--")));
        var ends = Gen.Frequency((8, Gen.Constant("--xyz--\r\n")), (1, Gen.Elements("", "--xyz", "--xyz\r\n\r\n")));
        return
            from sample in Gen.Elements(Samples)
            from file in AnyBody.BrokenBytes(Files.Samples.Named(sample))
            from name in names
            from part in parts
            from star in stars
            from channel in channels
            from boundary in boundaries
            from end in ends
            select ((string?)$"multipart/form-data; boundary={boundary}", (byte[]?)[
                .. HostileBytes.Utf8($"--xyz\r\nContent-Disposition: form-data; name=\"{part}\"; filename=\"{name.Replace("\"", "%22", StringComparison.Ordinal)}\"{star}\r\nContent-Type: image/jpeg\r\n\r\n"),
                .. file,
                .. HostileBytes.Utf8(channel.Length > 0 ? $"\r\n--xyz\r\nContent-Disposition: form-data; name=\"channel\"\r\n\r\n{channel}\r\n" : "\r\n"),
                .. Encoding.ASCII.GetBytes(end)]);
    }

    private static Gen<string[]> Headers(ApiRoute route)
    {
        var keys = route.Parameters.Any(parameter => parameter.In == "header") ? IdempotencyKey : Gen.Constant("");
        return
            from key in Key
            from idempotency in keys
            from extra in Extra
            select new[] { key, idempotency, extra }.Where(line => line.Length > 0).ToArray();
    }

    /// <summary>Text that may stand in a header line: whatever it is, but no end of the line.</summary>
    private static Gen<string> Printable(Gen<string> text) => text.Select(given => new string([.. given.Where(letter => letter is not ('\r' or '\n' or '\0')).Take(2000)]));
}
