using System.Text;
using Gateway.Vendors;

namespace Gateway.Acceptance.Texts;

/// <summary>A text with what can be written for the letters that a set lacks; the others stay.</summary>
/// <param name="Given">As it came.</param>
/// <param name="Text">As the vendor gets it.</param>
/// <param name="Replaced">How often each letter was replaced, in the order in which they came.</param>
internal sealed record FittedText(string Given, string Text, IReadOnlyList<KeyValuePair<Rune, int>> Replaced)
{
    public static FittedText Of(string text, KoreanCharacters characters)
    {
        if (KoreanText.BytesOrUnmappable(text, characters) >= 0)
        {
            return new FittedText(text, text, []);
        }

        var written = new StringBuilder(text.Length);
        var replaced = new OrderedDictionary<Rune, int>();
        foreach (var letter in text.EnumerateRunes())
        {
            if (KoreanText.Has(letter, characters) || Replacements.Of(letter) is not { } by)
            {
                written.Append(letter.ToString());
                continue;
            }

            written.Append(by);
            replaced[letter] = replaced.GetValueOrDefault(letter) + 1;
        }

        return new FittedText(text, written.ToString(), [.. replaced]);
    }
}
