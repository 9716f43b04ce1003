using System.Text;
using Gateway.Messages;
using Gateway.Platform.Letters;

namespace Gateway.Acceptance.Texts;

/// <summary>Counts the letters of a message for which others were written (<see cref="Replacements"/>).</summary>
internal sealed class ReplacedLetters
{
    private readonly Dictionary<Rune, int> _counts = [];

    /// <summary>In the order in which they came; null when nothing was replaced.</summary>
    public IReadOnlyList<Replacement>? All => _counts.Count == 0 ? null : [.. _counts.Select(counted => new Replacement(
        Invisible.CodePoint(counted.Key),
        Invisible.Show(counted.Key) is ['(', ..] ? null : counted.Key.ToString(),
        Replacements.Of(counted.Key) ?? "",
        counted.Value))];

    /// <summary>Counts what was replaced in a text, and answers it.</summary>
    public string Take(FittedText fitted)
    {
        foreach (var (letter, count) in fitted.Replaced)
        {
            _counts[letter] = _counts.GetValueOrDefault(letter) + count;
        }

        return fitted.Text;
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
