using System.Globalization;
using System.Text;

namespace Gateway.Platform.Logging;

/// <summary>
/// Nothing that a stranger sent, such as the path of a request, begins a line of its own in the log or turns the rest
/// of one around: control characters, line and paragraph separators and the marks of writing direction in values stand
/// as <c>\uXXXX</c>. What an exception tells of itself keeps its lines.
/// </summary>
internal sealed class OneLine : RewriteValues
{
    protected override string? Rewrite(object value) =>
        value is not (Guid or int or long or double or TimeSpan) && value.ToString() is { } text
        && text.AsSpan().ContainsAnyExceptInRange(' ', '~') && text.Any(IsHostile) ? Escape(text) : null;

    private static string Escape(string text)
    {
        var line = new StringBuilder(text.Length + 16);
        foreach (var letter in text)
        {
            line.Append(IsHostile(letter) ? $"\\u{((int)letter).ToString("X4", CultureInfo.InvariantCulture)}" : letter.ToString());
        }

        return line.ToString();
    }

    private static bool IsHostile(char letter) => CharUnicodeInfo.GetUnicodeCategory(letter) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
