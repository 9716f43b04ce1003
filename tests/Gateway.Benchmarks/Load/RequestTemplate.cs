using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Gateway.Benchmarks.Load;

/// <summary>
/// A request as bytes, made once; only the digits that make it unique are written anew. <c>{n}</c> in its path, headers
/// or body stands for all eight of them, <c>{5}</c> for the last five.
/// </summary>
internal sealed partial class RequestTemplate
{
    private const int Digits = 8;
    private const int Last = 5;

    private readonly byte[] _bytes;
    private readonly (int Start, int Length)[] _places;
    private int _number;

    private RequestTemplate(string request)
    {
        var places = new List<(int Start, int Length)>();
        using var bytes = new MemoryStream();
        var end = 0;
        foreach (Match mark in Mark().Matches(request))
        {
            bytes.Write(Encoding.UTF8.GetBytes(request[end..mark.Index]));
            var length = DigitsOf(mark);
            places.Add(((int)bytes.Length, length));
            bytes.Write(new byte[length]);
            end = mark.Index + mark.Length;
        }

        bytes.Write(Encoding.UTF8.GetBytes(request[end..]));
        (_bytes, _places) = (bytes.ToArray(), [.. places]);
    }

    public static RequestTemplate Post(string path, IReadOnlyList<string> headers, string body)
    {
        var numbered = Mark().Replace(body, static mark => new string('0', DigitsOf(mark)));
        var length = Encoding.UTF8.GetByteCount(numbered).ToString(CultureInfo.InvariantCulture);
        return new RequestTemplate($"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n{body}");
    }

    public static RequestTemplate Get(string path) => new($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");

    /// <summary>The next request. The bytes hold until the next call.</summary>
    public ReadOnlySpan<byte> Next()
    {
        var number = ++_number;
        Span<byte> digits = stackalloc byte[Digits];
        for (var i = Digits - 1; i >= 0; i--)
        {
            digits[i] = (byte)('0' + (number % 10));
            number /= 10;
        }

        foreach (var (start, length) in _places)
        {
            digits[^length..].CopyTo(_bytes.AsSpan(start));
        }

        return _bytes;
    }

    private static int DigitsOf(Match mark) => mark.Value == "{n}" ? Digits : Last;

    [GeneratedRegex(@"\{[n5]\}")]
    private static partial Regex Mark();
}
