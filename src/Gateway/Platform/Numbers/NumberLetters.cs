using System.Globalization;
using Gateway.Platform.Letters;

namespace Gateway.Platform.Numbers;

/// <summary>
/// What people write in and around the digits of one number. The reader and <see cref="NumberFinder"/>, which masks,
/// look here: a form that is read is a form that is masked.
/// </summary>
internal static class NumberLetters
{
    /// <summary>
    /// Marks between two digits: a bracket, a dash and spaces on both sides, each with an invisible mark.
    /// </summary>
    public const int MostMarks = 10;

    /// <summary>
    /// Dashes and dots that Unicode does not call so: a minus, the Hangul vowel ㅡ and its likes that keyboards give in
    /// place of a dash, the line of a box, the dots between and below letters.
    /// </summary>
    private const string DashesAndDots = "-.−·・․‧•⁃˗ーㅡ一─━．。｡➖";

    /// <summary>Control characters below it belong to no number.</summary>
    private const char FirstUnseen = '\u00ad';

    /// <summary>Before a country code.</summary>
    public static bool IsPlus(char letter) => letter is '+' or '＋' or '﹢' or '⁺';

    /// <summary>The value of a decimal digit of any script, or -1; and how many units the letter takes.</summary>
    public static int DigitAt(string text, int at, out int width)
    {
        width = 1;
        var letter = text[at];
        if (char.IsAscii(letter))
        {
            return char.IsAsciiDigit(letter) ? letter - '0' : -1;
        }

        width = char.IsSurrogatePair(text, at) ? 2 : 1;
        return CharUnicodeInfo.GetUnicodeCategory(text, at) == UnicodeCategory.DecimalDigitNumber
            ? CharUnicodeInfo.GetDecimalDigitValue(text, at)
            : -1;
    }

    /// <summary>
    /// What may stand between the digits of one number: any dash, space, bracket, dot or mark that nobody sees.
    /// </summary>
    public static bool IsMark(string text, int at) =>
        text[at] is ' ' or '-' or '(' or ')'
        || DashesAndDots.Contains(text[at], StringComparison.Ordinal)
        || char.IsWhiteSpace(text[at])
        || CharUnicodeInfo.GetUnicodeCategory(text, at) is UnicodeCategory.DashPunctuation
            or UnicodeCategory.SpaceSeparator or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
        || (text[at] >= FirstUnseen && Invisible.IsAt(text, at));
}
