using System.Text;
using Gateway.Acceptance.Batches.Tables;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Microsoft.Net.Http.Headers;

namespace Gateway.Acceptance.Batches;

/// <summary>What lines come in.</summary>
internal enum UploadFormat
{
    /// <summary>A message a line.</summary>
    Ndjson = 0,

    /// <summary>A header line, then a message a line.</summary>
    Csv = 1,

    /// <summary>A table of Excel.</summary>
    Workbook = 2,
}

/// <summary>
/// The file of an upload. What it is, is read from its first bytes where they say so, whatever its name and type.
/// </summary>
/// <param name="Charset">What its content type says of its encoding.</param>
internal sealed record UploadFile(UploadFormat Format, Stream Content, Encoding? Charset)
{
    public const string WorkbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public const string NdjsonType = "application/x-ndjson";

    public const string CsvType = TableTypes.Csv;

    public const string UnreadableWorkbook = "unreadable_workbook";

    /// <summary>Of a name that comes back.</summary>
    private const int LongestShown = 40;

    private static readonly string[] OtherNdjsonTypes =
        ["application/ndjson", "application/jsonl", "application/x-jsonlines"];

    /// <summary>
    /// Other names of the types, as programs give them. They are taken and not documented: what the file is, its first
    /// bytes say.
    /// </summary>
    public static readonly string[] OtherTypes = [.. OtherNdjsonTypes, .. TableTypes.OtherNames, TableTypes.Tabs];

    private static readonly string[] NdjsonNames = [".ndjson", ".jsonl"];

    /// <summary>No name of a column begins so.</summary>
    private static readonly string[] Markup =
        ["<!doctype", "<?xml", "<html", "<head", "<meta", "<style", "<table", "<!--", "MIME-Version:"];

    private static readonly ProblemResult OldWorkbook = Unreadable(
        "It is a workbook that is locked with a password, or one of Excel 97 (.xls). Save it as .xlsx without a password, or as CSV.");

    private static readonly ProblemResult WebPage = Unreadable(
        "It is a web page or XML (HTML, MHTML, XML Spreadsheet) under the name of a workbook, as many sites make it. "
        + "Open it in Excel and save it as .xlsx, or as CSV.");

    private static readonly ProblemResult Packed = Unreadable("It is packed (gzip). Unpack it first.");

    private static readonly ProblemResult Document =
        Unreadable("It is a document (PDF, RTF). Upload the table: .xlsx or CSV.");

    private static readonly ProblemResult NoWorkbook = Unreadable("It is no workbook (.xlsx). Save it as .xlsx, or as CSV and say so.");

    /// <summary>The file, or why it is not taken.</summary>
    public static async Task<(UploadFile? File, ProblemResult? Problem)> OfAsync(
        Stream content, string? contentType, string? name, CancellationToken cancellationToken)
    {
        MediaTypeHeaderValue.TryParse(contentType, out var type);
        var stream = new HeadStream(content);
        var head = await stream.LookAsync(cancellationToken);
        switch (head.Span)
        {
            case [(byte)'P', (byte)'K', 3, 4, ..]:
                return (new UploadFile(UploadFormat.Workbook, stream, null), null);
            case [0xD0, 0xCF, 0x11, 0xE0, ..]:
                return (null, OldWorkbook);
            case [0x1F, 0x8B, ..]:
                return (null, Packed);
            case var document when document.StartsWith("%PDF"u8) || document.StartsWith("{\\rtf"u8):
                return (null, Document);
            case var text when IsMarkup(text):
                return (null, WebPage);
            default:
                var isNdjson = IsNdjson(type, name, head.Span);
                return type?.MediaType.Equals(WorkbookType, StringComparison.OrdinalIgnoreCase) == true
                    ? (null, NoWorkbook)
                    : isNdjson && (EncodingFault(head.Span) ?? ArrayFault(head.Span)) is { } wrong ? (null, wrong)
                    : OfText(stream, isNdjson ? UploadFormat.Ndjson : UploadFormat.Csv, type);
        }
    }

    /// <summary>Marks of encodings, zeros of wide letters, and blanks.</summary>
    private static ReadOnlySpan<byte> BeforeText =>
        [0xEF, 0xBB, 0xBF, 0xFF, 0xFE, 0, (byte)' ', (byte)'\r', (byte)'\n', (byte)'\t'];

    private static bool IsMarkup(ReadOnlySpan<byte> head)
    {
        var text = Encoding.Latin1.GetString(head.TrimStart("\uFEFF \r\n\t"u8));
        return Markup.Any(begin => text.StartsWith(begin, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>True for a body that is a file, under any name of its type.</summary>
    public static bool IsType(string? mediaType) =>
        mediaType is NdjsonType or CsvType or WorkbookType || OtherTypes.Contains(mediaType, StringComparer.Ordinal);

    public static ProblemResult Unreadable(string detail) =>
        ProblemResult.Invalid([new Fault("", UnreadableWorkbook, detail)]);

    /// <summary>As its type says, else as its name does, else as its first letter does.</summary>
    private static bool IsNdjson(MediaTypeHeaderValue? type, string? name, ReadOnlySpan<byte> head)
    {
        var said = type?.MediaType.ToString() ?? "";
        return said.Equals(NdjsonType, StringComparison.OrdinalIgnoreCase)
            || OtherNdjsonTypes.Contains(said, StringComparer.OrdinalIgnoreCase)
            || (!said.Equals(CsvType, StringComparison.OrdinalIgnoreCase)
                && (NdjsonNames.Any(end => name?.EndsWith(end, StringComparison.OrdinalIgnoreCase) == true)
                    || head.TrimStart(BeforeText) is [(byte)'{', ..]));
    }

    /// <summary>Why lines of JSON are not read; null: they are in UTF-8, as far as their begin shows.</summary>
    private static ProblemResult? EncodingFault(ReadOnlySpan<byte> head)
    {
        var isWide = Charsets.Mark(head).Encoding is { } marked && marked != Charsets.Utf8;
        var found = Charsets.Unread(head) ?? (isWide || Charsets.WideWithoutMark(head) is not null ? "UTF-16" : null);
        return found is null ? null : ProblemResult.Invalid(
            [new Fault("", "invalid_encoding", $"The lines are {found}. Lines of JSON are UTF-8: save the file so.")]);
    }

    /// <summary>
    /// An array over several lines has lines that are messages and lines that are none; nobody wants some of it sent.
    /// </summary>
    private static ProblemResult? ArrayFault(ReadOnlySpan<byte> head) => head.TrimStart(BeforeText) is [(byte)'[', ..]
        ? ProblemResult.Invalid([new Fault(
            "",
            "invalid_type",
            "The file is a JSON array. Write one message a line, without brackets around and commas between, or send "
            + "application/json: { \"messages\": […] }.")])
        : null;

    private static (UploadFile? File, ProblemResult? Problem) OfText(Stream content, UploadFormat format, MediaTypeHeaderValue? type)
    {
        var given = HeaderUtilities.RemoveQuotes(type?.Charset ?? default).ToString().Trim();
        if (given.Length == 0)
        {
            return (new UploadFile(format, content, null), null);
        }

        return !Charsets.TryFind(given, out var charset) ? (null, Unknown(given, Charsets.Known))
            : format == UploadFormat.Ndjson && charset != Charsets.Utf8 ? (null, Unknown(given, "utf-8, as all JSON"))
            : (new UploadFile(format, content, charset), null);
    }

    private static ProblemResult Unknown(string given, string known)
    {
        var shown = given.Length > LongestShown ? given[..LongestShown] : given;
        return new ProblemResult(
            ErrorCode.UnsupportedMediaType,
            $"The charset '{shown}' is not known here. There are: {known}. "
                + "Without one, the encoding of a table is found from its bytes.");
    }
}
