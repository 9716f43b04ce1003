using System.Globalization;
using ExcelDataReader;
using ExcelNumberFormat;

namespace Gateway.Acceptance.Batches.Workbooks;

/// <summary>A cell as Excel shows it: a number or a date in the format of its cell.</summary>
internal sealed class ShownValue
{
    /// <summary>Formats that Excel itself fills in by the country; these are Korea's.</summary>
    private static readonly Dictionary<int, string> OfKorea = new() { [14] = "yyyy\\-mm\\-dd", [22] = "yyyy\\-mm\\-dd h:mm" };

    /// <summary>Excel takes no longer one.</summary>
    private const int LongestFormat = 255;

    private const int MaxFormats = 1000;

    private readonly Dictionary<string, NumberFormat> _formats = new(StringComparer.Ordinal);

    public string Of(IExcelDataReader row, int column) => row.GetValue(column) switch
    {
        null => "",
        string text => text,
        bool truth => truth ? "TRUE" : "FALSE",
        var value => Format(row, column) is { } format ? format.Format(value, CultureInfo.InvariantCulture) : Plain(value),
    };

    /// <summary>Null: none, or one that says nothing.</summary>
    private NumberFormat? Format(IExcelDataReader row, int column)
    {
        var text = OfKorea.GetValueOrDefault(row.GetNumberFormatIndex(column)) ?? row.GetNumberFormatString(column);
        if (text is null or "General" or "@" || text.Length > LongestFormat)
        {
            return null;
        }

        if (!_formats.TryGetValue(text, out var format) && _formats.Count < MaxFormats)
        {
            _formats[text] = format = new NumberFormat(text);
        }

        return format is { IsValid: true } ? format : null;
    }

    private static string Plain(object value) => value switch
    {
        double number => number.ToString("0.##########", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
