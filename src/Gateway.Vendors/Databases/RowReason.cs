using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Gateway.Vendors.Databases;

/// <summary>
/// Why a table refuses one row, in words that may be shown to the sender: the column, and the letter that it cannot
/// hold. What else the database says may quote the row, and is left to the log.
/// </summary>
internal static partial class RowReason
{
    /// <summary>Where the reason travels beside the fault.</summary>
    private const string Key = "Gateway.RowReason";

    public static void Attach(
        DbException fault, IReadOnlyList<Column> columns, IReadOnlyDictionary<string, long?> widths) =>
        fault.Data[Key] = Of(fault.Message, columns, widths);

    /// <summary>Null when nothing is known.</summary>
    public static string? In(DbException fault) => fault.Data[Key] as string;

    /// <param name="told">The database's own words.</param>
    /// <param name="columns">Of one row.</param>
    /// <param name="widths">Letters that the table's columns hold.</param>
    public static string Of(string told, IReadOnlyList<Column> columns, IReadOnlyDictionary<string, long?> widths)
    {
        if (Letter(told) is { } letter)
        {
            return NoSuchLetter(letter, ColumnIn(told) is { } named ? [named] : With(columns, letter));
        }

        if (TooLong().Match(told) is { Success: true } bound)
        {
            var most = int.Parse(bound.Groups[1].Value, CultureInfo.InvariantCulture);
            return TooWide(
                Texts(columns).Where(text => Letters(text.Value) > most && Width(text.Column) == most), most);
        }

        return ColumnIn(told) is not { } column ? "The vendor's table refused the row."
            : told.StartsWith("Data too long", StringComparison.Ordinal)
                ? TooWide(Texts(columns).Where(text => IsSame(text.Column, column)), null)
            : $"The vendor's table refused the value of the column {column}.";

        long? Width(string name) => widths.FirstOrDefault(width => IsSame(width.Key, name)).Value;
    }

    private static string NoSuchLetter(Rune letter, IReadOnlyList<string> columns) => string.Create(
        CultureInfo.InvariantCulture,
        $"The character set of the vendor's {Named(columns)} lacks U+{letter.Value:X4}{Shown(letter)}.");

    private static string TooWide(IEnumerable<(string Column, string Value)> texts, int? most)
    {
        var found = texts.ToList();
        var room = most is { } letters ? string.Create(CultureInfo.InvariantCulture, $" of {letters} letters") : "";
        var given = found.Count == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $": it has {Letters(found[0].Value)}");
        return $"The text is too long for the vendor's {Named([.. found.Select(text => text.Column)])}{room}{given}.";
    }

    private static string Named(IReadOnlyList<string> columns) => columns.Count switch
    {
        0 => "column",
        1 => $"column {columns[0]}",
        _ => $"columns {string.Join(", ", columns)}",
    };

    /// <summary>An invisible letter is named by its number alone.</summary>
    private static string Shown(Rune letter) => Rune.GetUnicodeCategory(letter) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        ? ""
        : $" {letter}";

    private static IReadOnlyList<string> With(IReadOnlyList<Column> columns, Rune letter) =>
    [
        .. Texts(columns).Where(text => text.Value.Contains(letter.ToString(), StringComparison.Ordinal))
            .Select(text => text.Column),
    ];

    private static bool IsSame(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<(string Column, string Value)> Texts(IReadOnlyList<Column> columns) =>
        from column in columns.OfType<TextColumn>()
        where column.Values is [not null, ..]
        select (column.Name, column.Values[0] ?? "");

    private static int Letters(string text) => text.EnumerateRunes().Count();

    /// <summary>
    /// MySQL: <c>'\xF0\x9F\x98\x80...'</c>; PostgreSQL: <c>0xf0 0x9f 0x98 0x80</c>. The first letter of them.
    /// </summary>
    private static Rune? Letter(string told)
    {
        var bytes = Bytes().Match(told) is { Success: true } found
            ? HexByte().Matches(found.Value).Select(hex => Convert.FromHexString(hex.Groups[1].Value)[0]).ToArray()
            : [];
        return Rune.DecodeFromUtf8(bytes, out var letter, out _) == System.Buffers.OperationStatus.Done ? letter : null;
    }

    private static string? ColumnIn(string told) =>
        ColumnName().Match(told) is { Success: true } found ? found.Groups[1].Value : null;

    [GeneratedRegex(@"(?:\\x[0-9A-Fa-f]{2})+|(?:0x[0-9A-Fa-f]{2} ?)+")]
    private static partial Regex Bytes();

    [GeneratedRegex("x([0-9A-Fa-f]{2})")]
    private static partial Regex HexByte();

    [GeneratedRegex(@"type character(?: varying)?\((\d+)\)")]
    private static partial Regex TooLong();

    /// <summary>The last of the names <c>`database`.`table`.`column`</c>, or one in quotes.</summary>
    [GeneratedRegex("""column (?:`[^`]*`\.)*[`'"]([^`'"]+)[`'"]""", RegexOptions.IgnoreCase)]
    private static partial Regex ColumnName();
}
