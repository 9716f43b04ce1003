using System.Text;
using Gateway.Messages;
using Gateway.Vendors;

namespace Gateway.Acceptance.Texts;

/// <summary>Writes other letters for those that a set lacks (<see cref="Replacements"/>), and counts them.</summary>
internal sealed class ReplacedLetters
{
    private readonly Dictionary<Rune, int> _counts = [];

    /// <summary>In the order in which they came; null when nothing was replaced.</summary>
    public IReadOnlyList<Replacement>? All => _counts.Count == 0 ? null : [.. _counts.Select(counted => new Replacement(
        Invisible.CodePoint(counted.Key),
        Invisible.Show(counted.Key) is ['(', ..] ? null : counted.Key.ToString(),
        Replacements.Of(counted.Key) ?? "",
        counted.Value))];

    /// <summary>The text with what can be written for the letters that the set lacks; the others stay.</summary>
    public string In(string text, KoreanCharacters characters)
    {
        if (KoreanText.BytesOrUnmappable(text, characters) >= 0)
        {
            return text;
        }

        var written = new StringBuilder(text.Length);
        foreach (var letter in text.EnumerateRunes())
        {
            if (KoreanText.Has(letter, characters) || Replacements.Of(letter) is not { } by)
            {
                written.Append(letter.ToString());
                continue;
            }

            written.Append(by);
            _counts[letter] = _counts.GetValueOrDefault(letter) + 1;
        }

        return written.ToString();
    }

    /// <summary>The same counts, to go on with.</summary>
    public ReplacedLetters Copy()
    {
        var copy = new ReplacedLetters();
        foreach (var (letter, count) in _counts)
        {
            copy._counts.Add(letter, count);
        }

        return copy;
    }
}
