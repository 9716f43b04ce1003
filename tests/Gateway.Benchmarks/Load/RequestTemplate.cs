using System.Globalization;
using System.Text;

namespace Gateway.Benchmarks.Load;

/// <summary>
/// A request as bytes, made once; only the digits that make it unique are written anew. <c>{n}</c> in its path, headers or body stands for them, eight digits.
/// </summary>
internal sealed class RequestTemplate
{
    private const string Mark = "{n}";
    private const int Digits = 8;

    private readonly byte[] _bytes;
    private readonly int[] _places;
    private int _number;

    private RequestTemplate(string request)
    {
        var parts = request.Split(Mark).Select(Encoding.UTF8.GetBytes).ToArray();
        _bytes = new byte[parts.Sum(part => part.Length) + (Digits * (parts.Length - 1))];
        _places = new int[parts.Length - 1];
        var end = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i].CopyTo(_bytes, end);
            end += parts[i].Length;
            if (i < _places.Length)
            {
                _places[i] = end;
                end += Digits;
            }
        }
    }

    public static RequestTemplate Post(string path, IReadOnlyList<string> headers, string body)
    {
        var numbered = body.Replace(Mark, new string('0', Digits), StringComparison.Ordinal);
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

        foreach (var place in _places)
        {
            digits.CopyTo(_bytes.AsSpan(place));
        }

        return _bytes;
    }
}
