using System.Globalization;
using System.Text;
using Gateway.Platform.Letters;
using Microsoft.Net.Http.Headers;

namespace Gateway.Files;

/// <summary>A client's file name as we show it again: one name, composed, no folders, nothing invisible.</summary>
internal static class FileName
{
    private const string Nameless = "file";

    /// <summary>UTF-16 units. File systems take 255 bytes; nobody reads more than this.</summary>
    private const int Longest = 200;

    /// <summary>What a part of a form calls its file.</summary>
    public static string Of(ContentDispositionHeaderValue? disposition) => Clean(
        disposition?.FileNameStar is { Length: > 0 } star
            ? star.ToString()
            : HeaderUtilities.RemoveQuotes(disposition?.FileName ?? default).ToString());

    public static string Clean(string? given)
    {
        var clean = new StringBuilder();
        var composed = Composed.Of(given ?? "");
        foreach (var rune in composed[(composed.LastIndexOfAny(['/', '\\']) + 1)..].EnumerateRunes())
        {
            // Format characters too: a right-to-left override makes gpj.exe look like exe.jpg.
            var nothing = Invisible.Is(rune) || Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned;
            if (!nothing && clean.Length + rune.Utf16SequenceLength <= Longest)
            {
                clean.Append(rune.ToString());
            }
        }

        var name = clean.ToString().Trim(' ', '.');
        return name.Length == 0 ? Nameless : name;
    }
}
