using System.Buffers;

namespace Gateway.Platform;

/// <summary>
/// One field of an RFC 4180 file, harmless in a spreadsheet: what would start a formula there gets an apostrophe, and
/// one more where apostrophes stand before it already, so that taking one off gives the same again.
/// </summary>
internal static class CsvField
{
    /// <summary>From this length on, spreadsheets show a number as 1.23E+11, and from 16 on they lose digits.</summary>
    private const int LongNumber = 12;

    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    public static string Of(string? value)
    {
        var text = value is not { Length: > 0 } ? "" : NeedsMark(value) ? "'" + value : value;
        return text.AsSpan().ContainsAny(Quoted) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    /// <summary>
    /// A field for people who open the file in a spreadsheet: a number that would lose its leading zeros, or its last
    /// digits, is written as a text of digits, <c>="01012345678"</c>. Digits alone are no dangerous formula.
    /// </summary>
    public static string Kept(string? value) =>
        value is { Length: > 1 } && (value[0] == '0' || value.Length >= LongNumber) && IsDigits(value)
            ? $"\"=\"\"{value}\"\"\""
            : Of(value);

    /// <summary>A value as it was before <see cref="Of"/> gave it its apostrophe.</summary>
    public static string Plain(string value) => value is ['\'', ..] && NeedsMark(value) ? value[1..] : value;

    /// <summary>Korean and Japanese programs take the full-width signs for the same.</summary>
    public static bool StartsFormula(ReadOnlySpan<char> value) =>
        value is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠', ..];

    private static bool NeedsMark(string value) => StartsFormula(value.AsSpan().TrimStart('\''));

    private static bool IsDigits(string value) => !value.AsSpan().ContainsAnyExceptInRange('0', '9');
}
