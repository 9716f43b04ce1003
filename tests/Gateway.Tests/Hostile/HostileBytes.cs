using System.Text;

namespace Gateway.Tests.Hostile;

/// <summary>Text as bytes, whatever it holds.</summary>
internal static class HostileBytes
{
    /// <summary>UTF-8 in which half of a surrogate pair stands as the three bytes that no decoder may take (CESU-8).</summary>
    public static byte[] Utf8(string text)
    {
        var bytes = new List<byte>(text.Length);
        Span<byte> one = stackalloc byte[4];
        for (var i = 0; i < text.Length; i++)
        {
            if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                bytes.AddRange(one[..rune.EncodeToUtf8(one)]);
                i += rune.Utf16SequenceLength - 1;
            }
            else
            {
                bytes.AddRange([(byte)(0xE0 | (text[i] >> 12)), (byte)(0x80 | ((text[i] >> 6) & 0x3F)), (byte)(0x80 | (text[i] & 0x3F))]);
            }
        }

        return [.. bytes];
    }

    /// <summary>Each byte as it is written in a URL.</summary>
    public static string Percent(string text) => string.Concat(Utf8(text).Select(value =>
        char.IsAsciiLetterOrDigit((char)value) || value is (byte)'-' or (byte)'~' or (byte)':' ? ((char)value).ToString() : $"%{value:X2}"));

    /// <summary>For people and for shells: ASCII as it is, everything else as \xNN.</summary>
    public static string Show(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var value in bytes)
        {
            text.Append(value is >= 0x20 and < 0x7F or (byte)'\n' ? ((char)value).ToString() : value == '\r' ? "" : $"\\x{value:x2}");
        }

        return text.ToString();
    }
}
