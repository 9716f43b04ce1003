using System.Globalization;
using System.Text;

namespace Gateway.Acceptance.Texts;

/// <summary>Letters of one kind and what is written for each; a part of the table in docs/reference/characters.md.</summary>
internal sealed record ReplacementGroup(string Title, IReadOnlyList<(Rune Letter, string By)> Rows)
{
    /// <summary>Rows of several letters for which the same is written.</summary>
    public static ReplacementGroup Of(string title, params (string Letters, string By)[] rows) =>
        new(title, [.. rows.SelectMany(row => row.Letters.EnumerateRunes().Select(letter => (letter, row.By)))]);

    /// <summary>Two lists, letter by letter.</summary>
    public static IEnumerable<(string Letters, string By)> Each(string letters, string by) =>
        letters.EnumerateRunes().Zip(by.EnumerateRunes(), (letter, written) => (letter.ToString(), written.ToString()));

    /// <summary>Letters of one number after the other; <c>0</c> in the form stands for the number.</summary>
    public static IEnumerable<(string Letters, string By)> Numbers(string letters, int first, string form) =>
        from numbered in letters.EnumerateRunes().Select((letter, i) => (Letter: letter.ToString(), Number: first + i))
        let number = numbered.Number.ToString(CultureInfo.InvariantCulture)
        select (numbered.Letter, form.Replace("0", number, StringComparison.Ordinal));
}
