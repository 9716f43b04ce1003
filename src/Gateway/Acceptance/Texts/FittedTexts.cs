using Gateway.Vendors;

namespace Gateway.Acceptance.Texts;

/// <summary>
/// The last few texts that were fitted: a text is checked for letters, length and marks, and then written, and all four
/// want the same.
/// </summary>
internal sealed class FittedTexts
{
    /// <summary>Text, subject, both of the fallback, and a name.</summary>
    private const int Kept = 5;

    private readonly FittedText?[] _last = new FittedText?[Kept];
    private int _next;

    public FittedText Of(string text, KoreanCharacters characters)
    {
        foreach (var known in _last)
        {
            if (known?.Given == text)
            {
                return known;
            }
        }

        var fitted = FittedText.Of(text, characters);
        _last[_next] = fitted;
        _next = (_next + 1) % Kept;
        return fitted;
    }
}
