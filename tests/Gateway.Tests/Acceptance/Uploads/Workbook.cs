using System.IO.Compression;
using System.Security;
using System.Text;

namespace Gateway.Tests.Acceptance.Uploads;

/// <summary>Workbooks made by hand, part by part, so that each may be wrong in its own way.</summary>
internal static class Workbook
{
    public const string Type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public const string FirstSheet = "xl/worksheets/sheet1.xml";

    /// <summary>How a sheet begins, up to its first row.</summary>
    public const string SheetHead = $"<worksheet xmlns=\"{Main}\"><sheetData>";

    /// <summary>Relations of a workbook that lead to a part that is not there.</summary>
    public const string LostSheet = $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet9.xml\"/></Relationships>";

    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <summary>A sheet of texts; a cell that begins with &lt; is a cell as it stands in the file.</summary>
    public static byte[] Of(params string[][] rows) => WithSheet(SheetOf(rows));

    public static string SheetOf(params string[][] rows) =>
        $"<worksheet xmlns=\"{Main}\"><sheetData>{string.Concat(rows.Select((row, r) => $"<row r=\"{r + 1}\">{string.Concat(row.Select((cell, c) => Cell(cell, $"{(char)('A' + c)}{r + 1}")))}</row>"))}</sheetData></worksheet>";

    public static byte[] WithSheet(string sheet, string? hidden = null, params (string Name, string Text)[] more)
    {
        var sheets = hidden is null
            ? """<sheet name="a" sheetId="1" r:id="rId1"/>"""
            : """<sheet name="h" sheetId="2" state="hidden" r:id="rId2"/><sheet name="a" sheetId="1" r:id="rId1"/>""";
        List<(string Name, string Text)> parts =
        [
            ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"),
            ("_rels/.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{Office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"),
            ("xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\"><sheets>{sheets}</sheets></workbook>"),
            ("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet2.xml\"/><Relationship Id=\"rId3\" Type=\"{Office}/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId4\" Type=\"{Office}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"),
            ("xl/styles.xml", $"<styleSheet xmlns=\"{Main}\"><numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"#,##0&quot;원&quot;\"/><numFmt numFmtId=\"165\" formatCode=\"00000000000\"/></numFmts><cellXfs count=\"5\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"49\"/></cellXfs></styleSheet>"),
            ("xl/sharedStrings.xml", $"<sst xmlns=\"{Main}\"><si><t>01012341234</t></si><si><r><t>홍</t></r><r><t>길동</t></r></si></sst>"),
            ("xl/worksheets/sheet1.xml", sheet),
            .. hidden is null ? Array.Empty<(string, string)>() : [("xl/worksheets/sheet2.xml", hidden)],
        ];
        foreach (var part in more)
        {
            parts.RemoveAll(known => known.Name == part.Name);
            parts.Add(part);
        }

        return Zip(parts);
    }

    public static byte[] Zip(IEnumerable<(string Name, string Text)> parts)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in parts)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }

    /// <summary>A part that is large only when it is unpacked.</summary>
    public static byte[] Bomb(
        string name, long megabytes, string begin, string block, string end = "", params string[] more)
    {
        using var bytes = new MemoryStream();
        bytes.Write(WithSheet(SheetOf(["to", "text"])));
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry(name)?.Delete();
        }

        var many = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(block, (1 << 20) / block.Length)));
        foreach (var part in more.Prepend(name))
        {
            using var zip = new ZipArchive(bytes, ZipArchiveMode.Update, leaveOpen: true);
            using var entry = zip.CreateEntry(part, CompressionLevel.Fastest).Open();
            entry.Write(Encoding.UTF8.GetBytes(begin));
            for (var i = 0L; i < megabytes; i++)
            {
                entry.Write(many);
            }

            entry.Write(Encoding.UTF8.GetBytes(end));
        }

        return bytes.ToArray();
    }

    private static string Cell(string cell, string place) => cell.StartsWith('<')
        ? cell.Replace("<c ", $"<c r=\"{place}\" ", StringComparison.Ordinal)
        : cell.Length == 0 ? "" : $"<c r=\"{place}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{SecurityElement.Escape(cell)}</t></is></c>";
}
