using System.Globalization;
using System.Text;
using Gateway.Benchmarks.Accept;

namespace Gateway.Benchmarks.Batch;

/// <summary>What an upload is made of.</summary>
/// <param name="ContentType">Of the request.</param>
/// <param name="Before">What stands before the lines.</param>
/// <param name="Line">One of them, with its end; <c>{n}</c> makes it unique.</param>
/// <param name="After">What stands behind them.</param>
internal sealed record UploadLines(string ContentType, byte[] Before, UniqueLine Line, byte[] After)
{
    private const string NdjsonType = "application/x-ndjson";
    private const string Boundary = "gateway-benchmark";

    private const string Common =
        """ "channel":"sms","from":"1588-1234","priority":"high","metadata":{"campaign":"2026-spring","shop":"seoul-02"} """;

    private const string Text = "[게이트웨이] {0}님의 인증번호 {1} 을 입력해 주세요. 유효시간 3분";
    private const string Name = "김하늘";
    private const string TemplateName = "인증번호";

    private static readonly string TemplateText =
        string.Format(CultureInfo.InvariantCulture, Text, "#{이름}", "#{번호}");

    /// <summary>The template of <see cref="Table"/>, as it is registered.</summary>
    public static string Template { get; } =
        $$"""{"name":"{{TemplateName}}","channel":"sms","text":"{{TemplateText}}"}""";

    /// <summary>NDJSON as single POSTs have it, about 400 bytes a line.</summary>
    public static UploadLines Posts() => new(NdjsonType, [], UniqueLine.Of(AcceptRequests.Body + "\n", Encoding.UTF8), []);

    /// <summary>NDJSON in UTF-8: all that is said of a message stands in its line.</summary>
    public static UploadLines Json()
    {
        var text = string.Format(CultureInfo.InvariantCulture, Text, Name, "{n}");
        var to = $$"""{"phone":"010{n}","name":"{{Name}}"}""";
        var line = $$"""{{{Common.Trim()}},"to":{{to}},"reference":"order-{n}","text":"{{text}}"}""" + "\n";
        return new UploadLines(NdjsonType, [], UniqueLine.Of(line, Encoding.UTF8), []);
    }

    /// <summary>
    /// The same messages as people send them: a table in CP949, and a form that says the rest once, its text by the name
    /// of a template.
    /// </summary>
    /// <param name="template">False for a gateway of an earlier build, which has none: the form has the text.</param>
    public static UploadLines Table(bool template)
    {
        var cp949 = CodePagesEncodingProvider.Instance.GetEncoding(949)!; // It is part of .NET.
        var content = template ? $"\"template\":\"{TemplateName}\"" : $"\"text\":\"{TemplateText}\"";
        var before = string.Join("\r\n", [
            $"--{Boundary}",
            """Content-Disposition: form-data; name="defaults" """.Trim(),
            "",
            $$"""{{{Common.Trim()}},{{content}}}""",
            $"--{Boundary}",
            """Content-Disposition: form-data; name="file"; filename="list.csv" """.Trim(),
            "Content-Type: text/csv",
            "",
            "",
        ]);
        return new UploadLines(
            $"multipart/form-data; boundary={Boundary}",
            [.. Encoding.UTF8.GetBytes(before), .. cp949.GetBytes("수신번호,이름,관리번호,번호\r\n")],
            UniqueLine.Of($"010{{n}},{Name},order-{{n}},{{n}}\r\n", cp949),
            Encoding.UTF8.GetBytes($"\r\n--{Boundary}--\r\n"));
    }
}
