using System.Text;

namespace Gateway.Messages.Content;

/// <summary><c>#{name}</c> in a text, filled from a recipient's variables.</summary>
internal static class Placeholders
{
    private const string Open = "#{";

    public static bool HasAny(string? text) => text is not null && text.Contains(Open, StringComparison.Ordinal);

    /// <summary>The names that stand in a text.</summary>
    public static IReadOnlyList<string> Names(string? text)
    {
        if (!HasAny(text))
        {
            return [];
        }

        var names = new SortedSet<string>(StringComparer.Ordinal);
        Fill(text!, null, names); // HasAny is false for null.
        return [.. names];
    }

    /// <summary>The filled text; the names without a value are added to <paramref name="missing"/>. Values are put in as they are, never read for placeholders again.</summary>
    public static string Fill(string text, IReadOnlyDictionary<string, string>? variables, ISet<string> missing)
    {
        var result = new StringBuilder(text.Length + 64);
        var rest = text.AsSpan();
        for (var open = rest.IndexOf(Open, StringComparison.Ordinal); open >= 0; open = rest.IndexOf(Open, StringComparison.Ordinal))
        {
            var close = rest[open..].IndexOf('}');
            if (close < 0)
            {
                break;
            }

            result.Append(rest[..open]);
            var name = rest.Slice(open + Open.Length, close - Open.Length).Trim().ToString();
            if (variables is not null && variables.TryGetValue(name, out var value))
            {
                result.Append(value);
            }
            else
            {
                missing.Add(name);
            }

            rest = rest[(open + close + 1)..];
        }

        return result.Append(rest).ToString();
    }
}
