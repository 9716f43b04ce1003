using System.Text;

namespace Gateway.Acceptance.Batches.Tables;

/// <summary>
/// CP949 as a stream. .NET's own decoder takes the byte behind a wrong one with it, and when that is a line end, the
/// next line too; here ASCII always stands for itself.
/// </summary>
internal sealed class Cp949Decoder : Decoder
{
    private const byte FirstLead = 0x81;
    private const byte LastLead = 0xFE;

    /// <summary>The letter of each pair of bytes; 0 where there is none.</summary>
    private static readonly char[] Letters = Load();

    private byte _lead;

    public override void Convert(
        ReadOnlySpan<byte> bytes, Span<char> chars, bool flush, out int bytesUsed, out int charsUsed, out bool completed)
    {
        var (read, made) = (0, 0);
        for (; made < chars.Length && read < bytes.Length; read++)
        {
            var letter = bytes[read];
            if (_lead == 0)
            {
                if (letter is >= FirstLead and <= LastLead)
                {
                    _lead = letter;
                }
                else
                {
                    chars[made++] = letter < FirstLead - 1 ? (char)letter : Charsets.Lost;
                }

                continue;
            }

            var pair = Letters[(_lead << 8) | letter];
            chars[made++] = pair == 0 ? Charsets.Lost : pair;
            read -= pair == 0 && letter < FirstLead - 1 ? 1 : 0; // ASCII stays for the next turn.
            _lead = 0;
        }

        if (flush && _lead != 0 && read == bytes.Length && made < chars.Length)
        {
            chars[made++] = Charsets.Lost;
            _lead = 0;
        }

        (bytesUsed, charsUsed, completed) = (read, made, read == bytes.Length && _lead == 0);
    }

    public override int GetCharCount(byte[] bytes, int index, int count) => throw OfStreams;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        throw OfStreams;

    private static NotSupportedException OfStreams => new("It converts streams alone.");

    private static char[] Load()
    {
        var letters = new char[0x10000];
        for (var lead = FirstLead; lead <= LastLead; lead++)
        {
            for (var trail = 0x41; trail <= LastLead; trail++)
            {
                // Letters of a user's own (U+E000 and on) mean nothing to anybody else.
                if (Charsets.Cp949.GetString([lead, (byte)trail]) is [var letter]
                    && letter is not (Charsets.Lost or >= '\ue000' and <= '\uf8ff'))
                {
                    letters[(lead << 8) | trail] = letter;
                }
            }
        }

        return letters;
    }
}
