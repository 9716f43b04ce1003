using System.Globalization;
using System.Text;
using Gateway.Platform.Letters;
using Gateway.Vendors;

namespace Gateway.Acceptance.Texts;

/// <summary>The letters of a text that a vendor's set lacks, in words.</summary>
internal static class LettersLacking
{
    /// <summary>A list of every wrong letter of a long text helps nobody.</summary>
    private const int Listed = 10;

    /// <summary>
    /// <c>U+20A9 ₩ at 0 (￦ would do); U+200B (invisible) at 7 (can be left out)</c>. With <paramref name="replace"/>
    /// only those for which nothing can be written.
    /// </summary>
    public static string Describe(string text, KoreanCharacters characters, bool replace)
    {
        var lacking = KoreanText.Unmappable(text, characters)
            .Where(found => !replace || Replacements.Of(found.Letter) is null).ToList();
        var listed = string.Join("; ", lacking.Take(Listed).Select(found => Describe(found.Position, found.Letter)));
        return lacking.Count <= Listed
            ? listed
            : string.Create(CultureInfo.InvariantCulture, $"{listed}; and {lacking.Count - Listed} more");
    }

    private static string Describe(int position, Rune letter)
    {
        var remedy = Replacements.Of(letter) switch
        {
            null => "",
            "" => " (can be left out)",
            " " => " (a space would do)",
            "\n" => " (a line break would do)",
            var other => $" ({other} would do)",
        };
        var (code, shown) = (Invisible.CodePoint(letter), Invisible.Show(letter));
        return string.Create(CultureInfo.InvariantCulture, $"{code} {shown} at {position}{remedy}");
    }
}
