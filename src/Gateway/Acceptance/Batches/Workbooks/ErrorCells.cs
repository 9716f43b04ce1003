using System.Globalization;
using System.IO.Compression;
using System.Xml;

namespace Gateway.Acceptance.Batches.Workbooks;

/// <summary>
/// The cells of a sheet that show an error, such as #N/A, and those whose formula was never calculated: the library
/// that reads workbooks gives both as if they were empty. The workbook was looked through before (<see
/// cref="WorkbookBounds"/>).
/// </summary>
internal static class ErrorCells
{
    /// <summary>What Excel shows of a formula that it has not calculated yet.</summary>
    public const string NotCalculated = "#GETTING_DATA";

    private const int Most = 10_000;

    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <summary>What they show, by row (from 1) and column (from 0); null: the sheet's part is not there.</summary>
    public static IReadOnlyDictionary<(int Row, int Column), string>? Of(Stream file, string sheet)
    {
        file.Position = 0;
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        var path = PathOf(zip, sheet);
        var part = zip.Entries.FirstOrDefault(
            entry => entry.FullName.TrimStart('/').Equals(path, StringComparison.OrdinalIgnoreCase));
        return part is null ? null : Read(part);
    }

    private static Dictionary<(int Row, int Column), string> Read(ZipArchiveEntry part)
    {
        var found = new Dictionary<(int Row, int Column), string>();
        using var reader = Open(part);
        var (row, column) = (0, 0);
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element || reader.LocalName is not ("row" or "c"))
            {
                continue;
            }

            var place = reader.GetAttribute("r");
            if (reader.LocalName == "row")
            {
                var isGiven = int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var given);
                (row, column) = (isGiven ? given : row + 1, 0);
                continue;
            }

            column = place is null ? column + 1 : WorkbookBounds.ColumnOf(place);
            if (Error(reader) is { } error)
            {
                found[(row, column - 1)] = found.Count < Most
                    ? error
                    : throw new WorkbookException($"More than {Most} cells show an error, such as #N/A. Correct them.");
            }
        }

        return found;
    }

    /// <summary>Reads a cell to its end. Null: it shows none.</summary>
    private static string? Error(XmlReader cell)
    {
        if (cell.IsEmptyElement)
        {
            return null;
        }

        var (type, depth, hasFormula, value) = (cell.GetAttribute("t"), cell.Depth, false, "");
        var inValue = false;
        while (cell.Read() && cell.Depth > depth)
        {
            if (cell.NodeType == XmlNodeType.Element)
            {
                hasFormula |= cell.LocalName == "f";
                inValue = cell.LocalName == "v" && !cell.IsEmptyElement;
            }
            else if (inValue && cell.NodeType == XmlNodeType.Text)
            {
                (value, inValue) = (cell.Value, false);
            }
        }

        return type == "e" && value.Length > 0 ? value
            : hasFormula && value.Length == 0 && type != "str" ? NotCalculated // An empty text has this type.
            : null;
    }

    /// <summary>The part that a sheet stands in; null when nobody says so.</summary>
    private static string? PathOf(ZipArchive zip, string sheet)
    {
        const string Sheets = WorkbookBounds.Workbook, Targets = WorkbookBounds.Relations;
        var id = Find(zip, Sheets, "sheet", part => part.GetAttribute("name") == sheet, ("id", Office));
        var target = id is null
            ? null
            : Find(zip, Targets, "Relationship", part => part.GetAttribute("Id") == id, ("Target", ""));
        return target is ['/', ..] ? target[1..] : target is null ? null : "xl/" + target;
    }

    private static string? Find(
        ZipArchive zip, string name, string element, Func<XmlReader, bool> isIt, (string Name, string Space) wanted)
    {
        using var reader = Open(zip.GetEntry(name)!); // It was there when the workbook was looked through.
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == element && isIt(reader))
            {
                return reader.GetAttribute(wanted.Name, wanted.Space);
            }
        }

        return null;
    }

    private static XmlReader Open(ZipArchiveEntry part) =>
        XmlReader.Create(new TagBounds(part.Open(), part.Length), WorkbookBounds.Settings);
}
