using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Gateway.Tests.Hostile;

/// <summary>How the length of a body is told.</summary>
internal enum Framing
{
    /// <summary>By Content-Length, rightly.</summary>
    Length,

    /// <summary>In chunks.</summary>
    Chunked,

    /// <summary>By Content-Length, but the connection ends before all has come.</summary>
    Short,
}

/// <summary>A request to send; <c>~kind:number~</c> in it stands for the id of something that exists.</summary>
internal sealed partial record FuzzRequest
{
    /// <summary>Chunks are small, so that what belongs together is torn apart.</summary>
    private const int ChunkBytes = 700;

    public required ApiRoute? Route { get; init; }

    public required string Method { get; init; }

    /// <summary>As it stands in the request line.</summary>
    public required string Target { get; init; }

    /// <summary>Whole header lines.</summary>
    public required IReadOnlyList<string> Headers { get; init; }

    public byte[]? Body { get; init; }

    public Framing Framing { get; init; }

    /// <summary>The bytes to send.</summary>
    public byte[] Render(FuzzPool pool)
    {
        var head = new StringBuilder($"{Method} {Fill(Target, pool)} HTTP/1.1\r\nHost: gateway\r\n");
        foreach (var header in Headers)
        {
            head.Append(Fill(header, pool)).Append("\r\n");
        }

        if (Body is null)
        {
            return HostileBytes.Utf8(head.Append("\r\n").ToString());
        }

        var body = Encoding.Latin1.GetBytes(Fill(Encoding.Latin1.GetString(Body), pool));
        if (Framing == Framing.Chunked)
        {
            return [.. HostileBytes.Utf8(head.Append("Transfer-Encoding: chunked\r\n\r\n").ToString()), .. Chunks(body)];
        }

        var told = body.Length + (Framing == Framing.Short ? 10 : 0);
        return [.. HostileBytes.Utf8(head.Append(CultureInfo.InvariantCulture, $"Content-Length: {told}\r\n\r\n").ToString()), .. body];
    }

    private static string Fill(string text, FuzzPool pool) =>
        text.Contains('~', StringComparison.Ordinal) ? Token().Replace(text, token => pool.Find(token.Groups[1].Value, int.Parse(token.Groups[2].ValueSpan, CultureInfo.InvariantCulture))) : text;

    private static IEnumerable<byte> Chunks(byte[] body) =>
        [.. body.Chunk(ChunkBytes).SelectMany(chunk => (byte[])[.. Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"), .. chunk, .. "\r\n"u8]), .. "0\r\n\r\n"u8];

    [GeneratedRegex("~([a-zA-Z-]{1,20}):([0-9]{1,4})~")]
    private static partial Regex Token();
}
