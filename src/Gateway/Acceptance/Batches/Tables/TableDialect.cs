namespace Gateway.Acceptance.Batches.Tables;

/// <summary>How a table separates its values: found from its first line that says anything.</summary>
/// <param name="Separator">Comma, semicolon, tab or bar, or what a line <c>sep=</c> says.</param>
/// <param name="HasSepLine">True when that line stands before the header.</param>
internal readonly record struct TableDialect(char Separator, bool HasSepLine)
{
    private const string SepLine = "sep=";

    /// <summary>The first of those that are equally good is taken.</summary>
    private static readonly char[] Separators = [',', ';', '\t', '|'];

    /// <param name="head">The begin of the text, with the header in it.</param>
    /// <param name="mapped">Names of columns that the caller has given.</param>
    public static TableDialect Of(ReadOnlySpan<char> head, IEnumerable<string> mapped)
    {
        for (var rest = head; rest.Length > 0;)
        {
            var line = FirstLine(rest);
            rest = rest[Math.Min(line.Length + 1, rest.Length)..];
            if (line.Trim(" \t,;|\"\uFEFF").Length == 0)
            {
                continue;
            }

            var bare = line.TrimStart("\"\uFEFF ");
            var isSep = bare.StartsWith(SepLine, StringComparison.OrdinalIgnoreCase) && bare.Length > SepLine.Length;
            return isSep && Said(bare[SepLine.Length]) is { } said
                ? new TableDialect(said, HasSepLine: true)
                : new TableDialect(Best(line.ToString(), [.. mapped]), HasSepLine: false);
        }

        return new TableDialect(Separators[0], HasSepLine: false);
    }

    /// <summary>
    /// Up to the first line end that stands in no quotes: cells of a header have line breaks too. Quotes that never end
    /// are none.
    /// </summary>
    private static ReadOnlySpan<char> FirstLine(ReadOnlySpan<char> text)
    {
        var quoted = false;
        for (var at = 0; at < text.Length; at++)
        {
            quoted ^= text[at] == '"';
            if (!quoted && text[at] is ('\r' or '\n'))
            {
                return text[..at];
            }
        }

        var end = quoted ? text.IndexOfAny('\r', '\n') : -1;
        return end < 0 ? text : text[..end];
    }

    private static char? Said(char letter) =>
        char.IsLetterOrDigit(letter) || char.IsSurrogate(letter) || letter is '"' or ' ' ? null : letter;

    /// <summary>The one that makes the most known names of the header, and then the most names.</summary>
    private static char Best(string header, IReadOnlyList<string> mapped) => Separators
        .Select(separator => (Separator: separator, Names: header.Split(separator)))
        .OrderByDescending(way => way.Names.Count(name => IsKnown(name, mapped)))
        .ThenByDescending(way => way.Names.Length)
        .First().Separator;

    private static bool IsKnown(string given, IReadOnlyList<string> mapped)
    {
        var name = ColumnNames.Clean(given.Trim('"', ' ', '\t'));
        return ColumnNames.IsKnown(name) || mapped.Contains(name, StringComparer.OrdinalIgnoreCase);
    }
}
