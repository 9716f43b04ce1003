using System.Globalization;
using System.Text;
using Gateway.Platform.Letters;
using Gateway.Vendors;

namespace Gateway.Acceptance.Texts;

/// <summary>
/// Text as Korean operators count it: in bytes of CP949 (Microsoft's extension of EUC-KR, all 11,172 Hangul syllables). Hangul takes two bytes, ASCII one.
/// </summary>
internal static class KoreanText
{
    /// <summary>Bytes of each UTF-16 unit: 0 where CP949 has no such character.</summary>
    private static readonly byte[] Cp949Widths = LoadWidths(949);

    /// <summary>The same for KS X 1001, the older set with 2,350 Hangul syllables (code page 51949, EUC-KR).</summary>
    private static readonly byte[] KsX1001Widths = LoadWidths(51949);

    /// <summary>Bytes of the text; units that CP949 lacks count nothing.</summary>
    public static int Bytes(ReadOnlySpan<char> text)
    {
        var bytes = 0;
        foreach (var unit in text)
        {
            bytes += Cp949Widths[unit];
        }

        return bytes;
    }

    /// <summary>Bytes of the text, or -1 when it has a character that the set lacks.</summary>
    public static int BytesOrUnmappable(ReadOnlySpan<char> text, KoreanCharacters characters = KoreanCharacters.Cp949)
    {
        var widths = Widths(characters);
        var bytes = 0;
        foreach (var unit in text)
        {
            var width = widths[unit];
            if (width == 0)
            {
                return -1;
            }

            bytes += width;
        }

        return bytes;
    }

    /// <summary>True when the set has the letter, and a phone shows it.</summary>
    public static bool Has(Rune letter, KoreanCharacters characters) => letter.IsBmp && Widths(characters)[letter.Value] > 0;

    /// <summary>The letters that the set lacks, each with its place counted in characters from 0.</summary>
    public static IReadOnlyList<(int Position, Rune Letter)> Unmappable(string text, KoreanCharacters characters)
    {
        var found = new List<(int, Rune)>();
        var position = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Has(rune, characters))
            {
                found.Add((position, rune));
            }

            position++;
        }

        return found;
    }

    private static byte[] Widths(KoreanCharacters characters) => characters switch
    {
        KoreanCharacters.Cp949 => Cp949Widths,
        KoreanCharacters.KsX1001 => KsX1001Widths,
    };

    private static byte[] LoadWidths(int codePage)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

        // An empty replacement makes an unmappable character zero bytes long.
        var encoding = Encoding.GetEncoding(codePage, new EncoderReplacementFallback(""), DecoderFallback.ExceptionFallback);
        var widths = new byte[char.MaxValue + 1];
        Span<char> unit = stackalloc char[1];
        Span<byte> bytes = stackalloc byte[4];
        for (var value = 0; value <= char.MaxValue; value++)
        {
            unit[0] = (char)value;

            // A phone shows line breaks and tabs; other control characters come from mistakes, and a database refuses
            // NUL. The sets hold letters that nobody sees, too, and room for a user's own, which are no letters elsewhere.
            if (char.IsSurrogate(unit[0]) || Invisible.Is(new Rune(unit[0]))
                || char.GetUnicodeCategory(unit[0]) == UnicodeCategory.PrivateUse)
            {
                continue;
            }

            widths[value] = (byte)encoding.GetBytes(unit, bytes);
        }

        return widths;
    }
}
