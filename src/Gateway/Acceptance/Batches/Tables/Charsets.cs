using System.Text;

namespace Gateway.Acceptance.Batches.Tables;

/// <summary>
/// The encodings that tables come in: UTF-8, UTF-16, and what Korean programs write, Windows code page 949.
/// </summary>
internal static class Charsets
{
    /// <summary>What becomes of bytes that mean nothing in the encoding. A text that holds it is refused.</summary>
    public const char Lost = '\uFFFD';

    /// <summary>Lines whose bytes are looked at are not longer.</summary>
    private const int LongestTail = 3;

    /// <summary>EUC-KR and KS C 5601 are parts of it, and programs that say so write all of it.</summary>
    public static Encoding Cp949 { get; } = CodePagesEncodingProvider.Instance.GetEncoding(
        949,
        EncoderFallback.ReplacementFallback,
        new DecoderReplacementFallback(Lost.ToString()))!; // It is part of .NET.

    public static Encoding Utf8 { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    public static Encoding Utf16 { get; } = new UnicodeEncoding(bigEndian: false, byteOrderMark: false);

    public static Encoding Utf16BigEndian { get; } = new UnicodeEncoding(bigEndian: true, byteOrderMark: false);

    /// <summary>Names as content types have them, in any case.</summary>
    private static readonly Dictionary<string, Encoding> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["utf-8"] = Utf8,
        ["utf8"] = Utf8,
        ["us-ascii"] = Utf8,
        ["ascii"] = Utf8,
        ["utf-16"] = Utf16,
        ["utf-16le"] = Utf16,
        ["utf-16be"] = Utf16BigEndian,
        ["cp949"] = Cp949,
        ["ms949"] = Cp949,
        ["windows-949"] = Cp949,
        ["x-windows-949"] = Cp949,
        ["uhc"] = Cp949,
        ["euc-kr"] = Cp949,
        ["euckr"] = Cp949,
        ["ks_c_5601-1987"] = Cp949,
        ["ks_c_5601"] = Cp949,
        ["ksc5601"] = Cp949,
        ["ksc_5601"] = Cp949,
        ["ks_c_5601-1989"] = Cp949,
        ["korean"] = Cp949,
    };

    /// <summary>For those who gave another one.</summary>
    public static string Known { get; } =
        "utf-8, utf-16, utf-16le, utf-16be, cp949, ms949, windows-949, uhc, euc-kr, ks_c_5601-1987";

    public static bool TryFind(string name, out Encoding encoding) => ByName.TryGetValue(name, out encoding!);

    /// <summary>
    /// The encoding whose mark the bytes begin with, and the mark's length; null when they begin with none.
    /// </summary>
    public static (Encoding? Encoding, int Length) Mark(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (Utf8, 3),
        [0xFF, 0xFE, ..] => (Utf16, 2),
        [0xFE, 0xFF, ..] => (Utf16BigEndian, 2),
        _ => (null, 0),
    };

    /// <summary>
    /// UTF-16 without a mark: every separator, digit and line end has a byte of zero, always on the same side.
    /// </summary>
    public static Encoding? WideWithoutMark(ReadOnlySpan<byte> bytes)
    {
        const int OneIn = 16;
        var (even, odd) = (0, 0);
        for (var i = 0; i + 1 < bytes.Length; i += 2)
        {
            even += bytes[i] == 0 ? 1 : 0;
            odd += bytes[i + 1] == 0 ? 1 : 0;
        }

        var enough = Math.Max(2, bytes.Length / OneIn);
        return odd >= enough && even == 0 ? Utf16 : even >= enough && odd == 0 ? Utf16BigEndian : null;
    }

    /// <summary>
    /// The name of an encoding that is not read here, where the begin of a file shows one; null: it shows none.
    /// </summary>
    public static string? Unread(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xFE, 0, 0, ..] or [0, 0, 0xFE, 0xFF, ..] => "UTF-32",
        _ when bytes.IndexOf("\u001B$)C"u8) >= 0 => "ISO-2022-KR",
        _ => HasFourBytesEach(bytes) ? "UTF-32" : null,
    };

    /// <summary>Text of UTF-16 has no letter 0, so two bytes of zero stand in no half of four there.</summary>
    private static bool HasFourBytesEach(ReadOnlySpan<byte> bytes)
    {
        const int Fewest = 8, RareIn = 16;
        var (little, big) = (0, 0);
        for (var i = 0; i + 3 < bytes.Length; i += 4)
        {
            little += bytes[i + 2] == 0 && bytes[i + 3] == 0 ? 1 : 0;
            big += bytes[i] == 0 && bytes[i + 1] == 0 ? 1 : 0;
        }

        var letters = bytes.Length / 4;
        return letters >= Fewest && Math.Max(little, big) >= letters - (letters / RareIn);
    }

    /// <summary>
    /// UTF-8 or CP949: the one in which more lines have a meaning, of those that are not ASCII; UTF-8 when neither
    /// has more. Lines and not the whole, because a line that was cut within a letter says nothing of the others.
    /// </summary>
    /// <param name="bytes">The first bytes that are not ASCII, and what follows them.</param>
    /// <param name="whole">True when nothing follows.</param>
    public static Encoding Guess(ReadOnlySpan<byte> bytes, bool whole)
    {
        var (utf8, cp949, lines) = (0, 0, 0);
        while (bytes.Length > 0)
        {
            var end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
            if (end < 0 && !whole && lines > 0)
            {
                break; // The last line is not whole.
            }

            var line = end < 0 ? bytes : bytes[..end];
            bytes = end < 0 ? [] : bytes[(end + 1)..];
            if (!Ascii.IsValid(line))
            {
                lines++;
                utf8 += IsUtf8(line, cut: end < 0 && !whole) ? 1 : 0;
                cp949 += IsCp949(line) ? 1 : 0;
            }
        }

        return cp949 > utf8 ? Cp949 : Utf8;
    }

    /// <summary>A line of UTF-8 that was put into a file of CP949: read so, its Hangul are Chinese letters.</summary>
    public static bool IsUtf8ReadAsCp949(string text)
    {
        const int Enough = 2;
        var first = text.AsSpan().IndexOfAnyExceptInRange('\0', '\x7f');
        if (first < 0 || text[first] is not (>= '\u4e00' and <= '\u9fff' or >= '\uf900' and <= '\ufaff'))
        {
            return false;
        }

        var bytes = Cp949.GetBytes(text);
        return Utf8Hangul(bytes) >= Enough;
    }

    private static int Utf8Hangul(byte[] bytes) => System.Text.Unicode.Utf8.IsValid(bytes)
        ? Utf8.GetString(bytes).Count(static letter => letter is >= '\uac00' and <= '\ud7a3')
        : 0;

    private static bool IsUtf8(ReadOnlySpan<byte> line, bool cut)
    {
        for (var less = 0; less <= (cut ? LongestTail : 0) && less < line.Length; less++)
        {
            if (System.Text.Unicode.Utf8.IsValid(line[..^less]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Also letters of a user's own, and bytes that are none of the table's, mean nothing to us.</summary>
    private static bool IsCp949(ReadOnlySpan<byte> line)
    {
        var text = Cp949.GetString(line).AsSpan();
        return !text.Contains(Lost)
            && text.IndexOfAnyInRange('\u0080', '\u009f') < 0
            && text.IndexOfAnyInRange('\ue000', '\uf8ff') < 0;
    }
}
