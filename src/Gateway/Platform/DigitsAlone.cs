using System.Text;
using Microsoft.Net.Http.Headers;

namespace Gateway.Platform;

/// <summary>
/// How the server reads the letters of <c>Content-Length</c>: digits as they are, everything else as a letter that is
/// no part of any number. Left to itself Kestrel reads <c>+2</c> as 2, a proxy before it perhaps as nothing, and what
/// lies between the two would be a request that nobody looked at. RFC 9112 knows digits alone.
/// </summary>
internal sealed class DigitsAlone : Encoding
{
    private const char NoNumber = 'x';

    private static readonly DigitsAlone Instance = new();

    /// <summary>
    /// For <c>KestrelServerOptions.RequestHeaderEncodingSelector</c>; null for all other headers: they are read as
    /// always.
    /// </summary>
    public static Encoding? Of(string header) => ReferenceEquals(header, HeaderNames.ContentLength) || header.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase) ? Instance : null;

    public override int GetMaxCharCount(int byteCount) => byteCount;

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        // Kestrel has room for the longest number that there is.
        if (bytes.IsEmpty || bytes.Length > chars.Length)
        {
            chars[0] = NoNumber;
            return 1;
        }

        for (var i = 0; i < bytes.Length; i++)
        {
            chars[i] = char.IsAsciiDigit((char)bytes[i]) ? (char)bytes[i] : NoNumber;
        }

        return bytes.Length;
    }

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        GetChars(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex));

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        throw new NotSupportedException("Only for reading.");
}
