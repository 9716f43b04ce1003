using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Tests.Acceptance.Uploads;

namespace Gateway.Tests.Hostile;

/// <summary>
/// Files of many messages, almost right: tables in every encoding and with every separator, under content types that
/// say so or something else, workbooks, and forms that hold one of them.
/// </summary>
internal static class AnyUpload
{
    private const string Boundary = "xyz";

    private static readonly ApiBody Message =
        new("application/json", JsonNode.Parse("""{ "$ref": "#/components/schemas/SendMessageRequest" }"""), []);

    private static readonly Encoding Cp949 = CodePagesEncodingProvider.Instance.GetEncoding(949)!;

    private static readonly string[] Charsets =
    [
        "", "; charset=utf-8", "; charset=\"utf-8\"", "; charset=cp949", "; charset=EUC-KR", "; charset=ks_c_5601-1987",
        "; charset=utf-16", "; charset=utf-16be", "; charset=latin1", "; charset=", "; charset=\"", "; header=absent",
    ];

    /// <summary>Parts of a workbook, each of which may be wrong in its own way.</summary>
    private static readonly string[] PartsOfWorkbooks =
    [
        "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml",
        "xl/worksheets/sheet1.xml", "[Content_Types].xml", "xl/vbaProject.bin", "content.xml", "../../a.xml", "",
    ];

    private static readonly string[] Headers =
        ["to", "text", "수신번호", "휴대폰 번호(필수)", "이름", "내용", "금액", "allowDuplicates", "scheduledAt", "", "memo", "받는사람"];

    private static readonly string[] Cells =
    [
        "01012341234", "1012345678", "<c><v>1012345678</v></c>", "<c><v>1.01235E+10</v></c>", "<c s=\"1\"><v>46380</v></c>",
        "<c s=\"1\"><v>-1</v></c>", "<c s=\"99\"><v>1</v></c>", "<c t=\"s\"><v>0</v></c>", "<c t=\"s\"><v>99999999</v></c>",
        "<c t=\"s\"><v>-1</v></c>", "<c t=\"b\"><v>2</v></c>", "<c t=\"e\"><v>#N/A</v></c>", "<c t=\"d\"><v>2026-12-24</v></c>",
        "<c><v>NaN</v></c>", "<c><v>1e400</v></c>", "<c><f>1/0</f></c>", "<c t=\"inlineStr\"><is/></c>", "안녕", "=1+1", "",
    ];

    private static readonly Gen<string> AnyCharset = Gen.Elements(Charsets);

    private static readonly Gen<Encoding> AnyEncoding = Gen.Frequency(
        (4, Gen.Constant(Encoding.UTF8)),
        (4, Gen.Constant(Cp949)),
        (1, Gen.Elements(Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.Latin1)));

    private static readonly Gen<string> AnySeparator =
        Gen.Frequency((6, Gen.Constant(",")), (3, Gen.Elements(";", "\t", "|", "^", "")));

    private static readonly Gen<string> AnySepLine =
        Gen.Frequency((8, Gen.Constant("")), (1, Gen.Elements("sep=;\n", "sep=\n", "sep=,,\r\n", "\"sep=\t\"\n", "SEP=a\n")));

    /// <summary>A table as some program writes it: content type and bytes.</summary>
    public static Gen<(string? ContentType, byte[]? Bytes)> Table(AnyBody bodies) =>
        from table in bodies.Table()
        from charset in AnyCharset
        from encoding in AnyEncoding
        from separator in AnySeparator
        from sep in AnySepLine
        from marked in Gen.Choose(1, 6)
        let text = sep + Encoding.UTF8.GetString(table).Replace(",", separator, StringComparison.Ordinal)
        select ((string?)$"text/csv{charset}", (byte[]?)[.. marked == 1 ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)]);

    /// <summary>A workbook with anything in its cells, or with a part that is something else.</summary>
    public static Gen<(string? ContentType, byte[]? Bytes)> Book() =>
        from rows in Rows()
        from part in Gen.Elements(PartsOfWorkbooks)
        from how in Gen.Choose(1, 8)
        from text in AnyValue.Text
        from bytes in AnyBody.BrokenBytes(Made(rows, how == 1 ? part : null, text))
        from type in Gen.Frequency((6, Gen.Constant(Workbook.Type)), (1, Gen.Elements("text/csv", "text/csv; charset=cp949")))
        select ((string?)type, (byte[]?)bytes);

    /// <summary>A form with what all messages share, and one of the others as its file, in either order.</summary>
    public static Gen<(string? ContentType, byte[]? Bytes)> Form(AnyBody bodies)
    {
        var defaults = Gen.Frequency(
            (3, Gen.Elements(
                """{ "channel": "lms", "from": "15777985", "text": "#{이름}님" }""",
                """{ "channel": "sms", "from": "15777985", "text": "안녕", "onUnmappable": "replace", "allowDuplicates": true }""",
                "{}").Select(Encoding.UTF8.GetBytes)),
            (2, bodies.JsonBody(Message)),
            (1, AnyValue.Bytes));
        var file = Gen.Frequency(
            (3, Table(bodies)),
            (2, Book()),
            (1, bodies.Lines().Select(bytes => ((string?)"application/x-ndjson", (byte[]?)bytes))));
        return
            from before in defaults
            from given in file
            from type in Gen.Frequency((4, Gen.Constant("")), (1, Gen.Elements("application/octet-stream", "application/vnd.ms-excel", "x")))
            from name in Gen.Frequency((4, Gen.Elements("a.csv", "명단.xlsx", "a.ndjson", "a.xls", "../a.csv")), (1, AnyValue.Text))
            from order in Gen.Choose(0, 5)
            from parts in Gen.Frequency((8, Gen.Constant(("defaults", "file"))), (1, Gen.Elements(("file", "defaults"), ("", "file"), ("file", "file"), ("defaults", "x"))))
            from end in Gen.Frequency((8, Gen.Constant($"--{Boundary}--\r\n")), (1, Gen.Elements("", $"--{Boundary}")))
            let first = Part(parts.Item1, null, "application/json", before)
            let second = Part(parts.Item2, name, type.Length > 0 ? type : given.Item1 ?? "", given.Item2 ?? [])
            select ((string?)$"multipart/form-data; boundary={Boundary}", (byte[]?)(order switch
            {
                0 => [.. second, .. first, .. Encoding.ASCII.GetBytes(end)],
                1 => [.. second, .. Encoding.ASCII.GetBytes(end)],
                _ => [.. first, .. second, .. Encoding.ASCII.GetBytes(end)],
            }));
    }

    private static Gen<string[][]> Rows() =>
        from header in Gen.NonEmptyListOf(Gen.Frequency((6, Gen.Elements(Headers)), (1, AnyValue.Text.Select(Shown))))
        from rows in Gen.ListOf(Gen.ListOf(Gen.Frequency((6, Gen.Elements(Cells)), (1, AnyValue.Text.Select(Shown)))))
        select rows.Select(row => row.Take(20).ToArray()).Prepend([.. header.Take(20)]).ToArray();

    /// <summary>What XML can hold, and no cell of our own form.</summary>
    private static string Shown(string text) => new([.. text.Where(letter => letter >= ' ' && letter < '\ud800' && letter != '<')]);

    private static byte[] Made(string[][] rows, string? part, string text) => part is null
        ? Workbook.Of(rows)
        : Workbook.WithSheet(Workbook.SheetOf(rows), null, (part.Length == 0 ? "a" : part, Shown(text)));

    private static byte[] Part(string name, string? file, string type, byte[] bytes) =>
    [
        .. HostileBytes.Utf8($"--{Boundary}\r\nContent-Disposition: form-data; name=\"{name}\""
            + (file is null ? "" : $"; filename=\"{file.Replace("\"", "%22", StringComparison.Ordinal)}\"")
            + $"\r\nContent-Type: {type}\r\n\r\n"),
        .. bytes,
        .. "\r\n"u8,
    ];
}
