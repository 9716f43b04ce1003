using System.Globalization;
using System.Text;

namespace Gateway.Platform.Numbers;

/// <summary>
/// Finds out what somebody meant who gave what is no number, to tell the remedy. Only refusals take its time.
/// </summary>
internal static class WrongNumber
{
    /// <summary>Digits of the longest Korean number, with its 0.</summary>
    public const int Longest = 12;

    /// <summary>Digits of the shortest.</summary>
    private const int Shortest = 9;

    /// <summary>Letters of a text that are looked at.</summary>
    private const int Looked = 512;

    /// <summary>Between two numbers, or before the last digits of a second one: 02-123-4567~8.</summary>
    private const string Separators = ",;/|~&，；／｜～、∼〜";

    private static readonly string[] Extensions = ["내선", "구내", "교환", "ext", "extension"];

    /// <summary>The fault of a text with a letter that belongs to no number, behind so many digits.</summary>
    public static NumberFault FaultOf(string given, int digits, int strange)
    {
        var text = given.Length > Looked ? given[..Looked] : given;
        return HasTwo(text) ? NumberFault.Several
            : HasExtension(text) ? NumberFault.Extension
            : IsShortened(text) ? NumberFault.Shortened
            : digits >= Shortest - 2 && IsSeparator(text[strange]) && HasDigit(text, strange) ? NumberFault.Several
            : strange >= CleanNumber.MostLetters || NumberLetters.DigitAt(text, strange, out _) >= 0 ? NumberFault.Form
            : Strange(text, strange);
    }

    /// <summary>The fault of more digits than a number has: two of them, written without anything between.</summary>
    public static NumberFault TooLong(ReadOnlySpan<char> digits)
    {
        for (var first = Shortest; first <= Longest && first < digits.Length; first++)
        {
            if (NumberingPlan.IsRecipient(digits[..first]) && NumberingPlan.IsRecipient(digits[first..]))
            {
                return NumberFault.Several;
            }
        }

        return NumberingPlan.FaultOf(digits);
    }

    private static bool IsSeparator(char letter) => Separators.Contains(letter, StringComparison.Ordinal);

    private static bool HasTwo(string text) =>
        NumberFinder.Next(text, 0) is { } first && NumberFinder.Next(text, first.End) is not null;

    /// <summary>A word for it behind digits, or an x or # between them.</summary>
    private static bool HasExtension(string text)
    {
        static bool Follows(string text, string word) =>
            text.IndexOf(word, StringComparison.OrdinalIgnoreCase) is > 0 and var at && HasDigit(text[..at], 0);

        if (Extensions.Any(word => Follows(text, word)))
        {
            return true;
        }

        var at = text.AsSpan().IndexOfAny("xX#＃×");
        return at > 0 && HasDigit(text, at) && HasDigit(text[..at], 0);
    }

    private static bool IsShortened(string text) => text.Trim() is var number
        && number.AsSpan().IndexOfAny('E', 'e') > 0
        && !number.AsSpan().ContainsAnyExcept("0123456789.,+Ee")
        && double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static bool HasDigit(string text, int from)
    {
        for (var at = from; at < text.Length; at++)
        {
            if (NumberLetters.DigitAt(text, at, out _) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static NumberFault Strange(string text, int at)
    {
        var letter = Rune.TryGetRuneAt(text, at, out var rune) ? rune : Rune.ReplacementChar;
        var visible = Rune.IsLetterOrDigit(letter) || Rune.IsPunctuation(letter) || Rune.IsSymbol(letter);
        var shown = visible ? $" {letter}" : "";
        return new NumberFault(NumberFault.InvalidPhone, string.Create(
            CultureInfo.InvariantCulture,
            $"U+{letter.Value:X4}{shown} at {at} belongs to no phone number. Give the number alone: 010-1234-1234."));
    }
}
