namespace Gateway.Files.Types;

/// <summary>
/// Is it text? Read as a stream: no control characters, and what is above ASCII is UTF-8 or CP949 throughout.
/// </summary>
internal static class TextScan
{
    private const int BufferBytes = 16 * 1024;

    /// <summary>True for text; <paramref name="ascii"/> when it needs nothing else.</summary>
    public static bool IsText(Stream stream, out bool ascii)
    {
        var (utf8, cp949) = (true, true);
        var (following, second) = (0, false);
        ascii = true;
        var buffer = new byte[BufferBytes];
        stream.Position = 0;
        for (var read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            foreach (var letter in buffer.AsSpan(0, read))
            {
                if (letter is 0x7F or (< 0x20 and not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f')))
                {
                    return false;
                }

                ascii &= letter < 0x80;
                utf8 = utf8 && Utf8(letter, ref following);
                cp949 = cp949 && Cp949(letter, ref second);
            }

            if (!utf8 && !cp949)
            {
                return false;
            }
        }

        return (utf8 && following == 0) || (cp949 && !second);
    }

    private static bool Utf8(byte letter, ref int following)
    {
        if (following > 0)
        {
            following--;
            return letter is >= 0x80 and <= 0xBF;
        }

        following = letter switch { < 0x80 => 0, >= 0xC2 and <= 0xDF => 1, >= 0xE0 and <= 0xEF => 2, >= 0xF0 and <= 0xF4 => 3, _ => -1 };
        return following >= 0;
    }

    private static bool Cp949(byte letter, ref bool second)
    {
        if (second)
        {
            second = false;
            return letter is >= 0x41 and <= 0xFE;
        }

        second = letter is >= 0x81 and <= 0xFE;
        return second || letter < 0x80;
    }
}
