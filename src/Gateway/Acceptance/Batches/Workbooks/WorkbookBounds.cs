using System.IO.Compression;
using System.Xml;

namespace Gateway.Acceptance.Batches.Workbooks;

/// <summary>
/// Looks through a workbook before it is read, part by part and with little memory: what is small when packed may be a
/// million times larger, and a library that reads it keeps texts, merged cells and rows in memory. Throws <see
/// cref="WorkbookException"/>.
/// </summary>
internal static class WorkbookBounds
{
    public const string LongCell = "A cell has more text than a cell of Excel can hold.";

    public const string Workbook = "xl/workbook.xml";
    public const string Relations = "xl/_rels/workbook.xml.rels";

    /// <summary>Begins all names in what Excel calls Strict Open XML.</summary>
    private const string Strict = "http://purl.oclc.org/ooxml/";

    private const string AsCsv = " Save it as .xlsx, or as CSV.";
    private const int MaxParts = 5000;
    private const int MaxColumns = 16_384;
    private const int MaxCell = 200_000;
    private const int MaxStrings = 1_200_000;
    private const int MaxOthers = 100_000;
    private const int MaxDepth = 64;
    private const long Small = 4L << 20;
    private const long Strings = 32L << 20;

    /// <summary>Of all parts together; a million rows of three columns have 130 MB.</summary>
    private const long All = 192L << 20;

    public static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    public static void Check(Stream file)
    {
        if (CountParts(file) > MaxParts)
        {
            throw new WorkbookException($"It has more than {MaxParts} parts.");
        }

        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        CheckKind(zip);
        var limits = Limits(zip);
        var left = All;
        foreach (var part in zip.Entries.Where(static part => IsXml(part.FullName)))
        {
            var limit = Math.Min(limits.GetValueOrDefault(part.FullName.TrimStart('/'), All), left);
            if (part.Length > limit)
            {
                throw new WorkbookException($"A part of it has {part.Length} bytes when it is unpacked; {limit} are left.");
            }

            left -= part.Length;
            Scan(part, limit);
        }
    }

    /// <summary>
    /// Parts by the signature of their entries: a list of them is in memory before anybody can count it.
    /// </summary>
    private static int CountParts(Stream file)
    {
        var buffer = new byte[64 * 1024];
        var (parts, kept) = (0, 0);
        file.Position = 0;
        while (file.Read(buffer, kept, buffer.Length - kept) is > 0 and var read)
        {
            var bytes = buffer.AsSpan(0, kept + read);
            var signature = "PK\u0001\u0002"u8;
            parts += bytes.Count(signature);
            kept = Math.Min(signature.Length - 1, bytes.Length);
            bytes[^kept..].CopyTo(buffer);
        }

        file.Position = 0;
        return parts;
    }

    private static void CheckKind(ZipArchive zip)
    {
        var names = zip.Entries.Select(static part => part.FullName).ToList();
        if (names.Exists(static name => name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase)
            || name.Contains("macrosheets/", StringComparison.OrdinalIgnoreCase)))
        {
            throw new WorkbookException("It has macros (.xlsm)." + AsCsv);
        }

        if (names.Contains("xl/workbook.bin", StringComparer.OrdinalIgnoreCase))
        {
            throw new WorkbookException("It is a binary workbook (.xlsb)." + AsCsv);
        }

        if (OtherKind(names) is { } other)
        {
            throw new WorkbookException($"It is {other}." + AsCsv);
        }

        if (zip.GetEntry(Workbook) is null || zip.GetEntry(Relations) is null)
        {
            throw new WorkbookException("It is a ZIP file, and no workbook (.xlsx)." + AsCsv);
        }
    }

    /// <summary>Other programs' files, which are ZIP files too.</summary>
    private static string? OtherKind(List<string> names)
    {
        return Has("Contents/section0.xml") ? "an HWPX document"
            : Has("word/document.xml") ? "a Word document (.docx)"
            : Has("ppt/presentation.xml") ? "a presentation (.pptx)"
            : Has("content.xml") ? "an OpenDocument sheet (.ods)"
            : names.Exists(static name => name.EndsWith(".iwa", StringComparison.OrdinalIgnoreCase))
                ? "a sheet of Apple Numbers"
            : null;

        bool Has(string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>What the library reads whole is small; what it reads has a name that is looked through here.</summary>
    private static Dictionary<string, long> Limits(ZipArchive zip)
    {
        var limits = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase) { [Workbook] = Small };
        using var reader = XmlReader.Create(new TagBounds(zip.GetEntry(Relations)!.Open(), Small), Settings); // It is there.
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element
                && reader.GetAttribute("Type")?.StartsWith(Strict, StringComparison.Ordinal) == true)
            {
                throw new WorkbookException("It is a workbook of the kind Strict Open XML, which few programs read." + AsCsv);
            }

            var kind = reader.NodeType == XmlNodeType.Element ? reader.GetAttribute("Type")?.Split('/')[^1] : null;
            if (kind is not ("worksheet" or "sharedStrings" or "styles") || reader.GetAttribute("Target") is not { } target)
            {
                continue;
            }

            if (!IsXml(target))
            {
                throw new WorkbookException("A part of it has an unusual name." + AsCsv);
            }

            var path = target.StartsWith('/') ? target[1..] : "xl/" + target;
            if (kind != "worksheet")
            {
                limits[path] = kind == "styles" ? Small : Strings;
            }
        }

        return limits;
    }

    private static bool IsXml(string name) => name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase);

    private static void Scan(ZipArchiveEntry part, long limit)
    {
        using var reader = XmlReader.Create(new TagBounds(part.Open(), limit), Settings);
        var chunk = new char[4096];
        var (cells, strings, others, text) = (0, 0, 0, 0);
        while (reader.Read())
        {
            if (reader.Depth > MaxDepth)
            {
                throw new WorkbookException("Its parts are nested too deeply.");
            }

            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    switch (reader.LocalName)
                    {
                        case "row":
                            (cells, text) = (0, 0);
                            break;
                        case "c":
                            (cells, text) = (cells + 1, 0);
                            CheckColumn(cells, reader.GetAttribute("r"));
                            break;
                        case "si":
                            (strings, text) = (strings + 1, 0);
                            break;
                        case "v" or "t" or "r" or "is" or "f" or "rPr" or "rPh" or "phoneticPr" or "sz" or "color" or "rFont" or "family"
                            or "charset" or "scheme" or "b" or "i" or "u":
                            break;
                        default:
                            (others, text) = (others + 1, 0);
                            break;
                    }

                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                    while (text <= MaxCell && reader.ReadValueChunk(chunk, 0, chunk.Length) is > 0 and var letters)
                    {
                        text += letters;
                    }

                    break;
                default:
                    break;
            }

            if (text > MaxCell)
            {
                throw new WorkbookException(LongCell);
            }

            if (strings > MaxStrings || others > MaxOthers)
            {
                throw new WorkbookException("It has more texts, or more merged and formatted ranges, than a list of recipients needs.");
            }
        }
    }

    private static void CheckColumn(int cells, string? place)
    {
        if (cells > MaxColumns || ColumnOf(place) > MaxColumns)
        {
            throw new WorkbookException($"It has more than {MaxColumns} columns.");
        }
    }

    /// <summary>3 for C7; 0 for nothing; for what is far away, some number above the bound.</summary>
    public static int ColumnOf(string? place)
    {
        var column = 0;
        foreach (var letter in place ?? "")
        {
            if (!char.IsAsciiLetter(letter) || column > MaxColumns)
            {
                break;
            }

            column = (column * 26) + (char.ToUpperInvariant(letter) - 'A' + 1);
        }

        return column;
    }
}
