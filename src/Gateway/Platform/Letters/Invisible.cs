using System.Globalization;
using System.Text;

namespace Gateway.Platform.Letters;

/// <summary>
/// Letters that show nothing, or nothing but a gap. They come along when text is copied, and make a number or a word
/// another one that looks the same. They are named by their code point, and never printed. The one list of them: for
/// texts, numbers, names of columns and of files.
/// </summary>
internal static class Invisible
{
    /// <summary>
    /// Unicode's Default_Ignorable_Code_Point that is no format character, fillers of Hangul, and what looks like a
    /// blank: first and last of each range. U+3164, like U+00AD, stands in KS X 1001 all the same.
    /// </summary>
    private static readonly (int First, int Last)[] Ignorable =
    [
        (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2065, 0x2065), (0x2800, 0x2800),
        (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFC), (0xE0000, 0xE0FFF),
    ];

    /// <summary>Format characters that are seen: signs above the numbers and verses of some scripts.</summary>
    private static readonly (int First, int Last)[] Seen =
    [
        (0x0600, 0x0605), (0x06DD, 0x06DD), (0x070F, 0x070F), (0x0890, 0x0891), (0x08E2, 0x08E2), (0x110BD, 0x110BD),
        (0x110CD, 0x110CD), (0x13430, 0x1343F),
    ];

    /// <summary>True when a text says the same without it. Line breaks and tabs are none: phones show them.</summary>
    public static bool Is(Rune letter) => Rune.GetUnicodeCategory(letter) switch
    {
        UnicodeCategory.Control => letter.Value is not ('\t' or '\n' or '\r'),
        UnicodeCategory.Format => !In(Seen, letter),
        _ => letter.Value > sbyte.MaxValue && In(Ignorable, letter),
    };

    /// <summary>The same of the letter that begins here; half of a pair of units is none.</summary>
    public static bool IsAt(string text, int at) => Rune.TryGetRuneAt(text, at, out var letter) && Is(letter);

    /// <summary>A letter as a fault shows it.</summary>
    public static string Show(Rune letter) => Rune.GetUnicodeCategory(letter) switch
    {
        _ when Is(letter) || Rune.IsWhiteSpace(letter) => "(invisible)",
        UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => "(no letter)",

        // A mark would stand on whatever comes before it.
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.SpacingCombiningMark => $"◌{letter}",
        _ => letter.ToString(),
    };

    public static string CodePoint(Rune letter) => $"U+{letter.Value:X4}";

    private static bool In((int First, int Last)[] ranges, Rune letter)
    {
        foreach (var (first, last) in ranges)
        {
            if (letter.Value >= first && letter.Value <= last)
            {
                return true;
            }
        }

        return false;
    }
}
