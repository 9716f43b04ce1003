using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gateway.Tests.Support;

/// <summary>An answer as it came over the wire.</summary>
internal sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>No more requests on this connection.</summary>
    public bool Closes => IsStream
        || (Headers.TryGetValue("Connection", out var value) && value.Contains("close", StringComparison.OrdinalIgnoreCase));

    /// <summary>Its body has no end, and is not read.</summary>
    public bool IsStream => Headers.GetValueOrDefault("Content-Type") == "text/event-stream";

    public string Text => Encoding.UTF8.GetString(Body);

    public override string ToString() => $"{Status} {string.Join("; ", Headers.Select(header => $"{header.Key}: {header.Value}"))}\n{Text}";
}

/// <summary>One TCP connection that speaks HTTP/1.1 byte by byte, so that a test can say what no client library would.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[16 * 1024];
    private int _filled;

    private RawConnection()
    {
    }

    /// <summary>Requests that were answered on this connection.</summary>
    public int Answered { get; private set; }

    /// <summary><paramref name="from"/>: the address of the client, one of this machine.</summary>
    public static async Task<RawConnection> OpenAsync(Uri server, string? from = null)
    {
        var connection = new RawConnection();
        if (from is not null)
        {
            connection._socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        }

        await connection._socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(server.Host), server.Port));
        return connection;
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await _socket.SendAsync(bytes, cancellationToken)..];
        }
    }

    public Task SendAsync(string text, CancellationToken cancellationToken = default) => SendAsync(Encoding.UTF8.GetBytes(text), cancellationToken);

    /// <summary>Says that nothing more comes; answers can still be read.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>The next answer; null when the server hung up before one was whole.</summary>
    public async Task<RawAnswer?> ReceiveAsync(bool hasBody = true, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var head = await ReceiveHeadAsync(cancellationToken);
            if (head is not { Status: >= 100 and < 200 })
            {
                Answered++;
                return head is null ? null : await ReceiveBodyAsync(head, hasBody, cancellationToken);
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task<RawAnswer?> ReceiveHeadAsync(CancellationToken cancellationToken)
    {
        int end;
        while ((end = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await FillAsync(cancellationToken))
            {
                return null;
            }
        }

        var lines = Encoding.Latin1.GetString(_buffer, 0, end).Split("\r\n");
        Drop(end + 4);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return new RawAnswer(int.Parse(lines[0].AsSpan(9, 3), CultureInfo.InvariantCulture), headers, []);
    }

    private async Task<RawAnswer?> ReceiveBodyAsync(RawAnswer head, bool hasBody, CancellationToken cancellationToken)
    {
        if (!hasBody || head.IsStream || head.Status is 204 or 304)
        {
            return head;
        }

        if (head.Headers.TryGetValue("Content-Length", out var length))
        {
            return await TakeAsync(int.Parse(length, CultureInfo.InvariantCulture), cancellationToken) is { } body ? head with { Body = body } : null;
        }

        return head.Headers.ContainsKey("Transfer-Encoding") ? await ReceiveChunksAsync(head, cancellationToken) : head with { Body = await RestAsync(cancellationToken) };
    }

    private async Task<RawAnswer?> ReceiveChunksAsync(RawAnswer head, CancellationToken cancellationToken)
    {
        var body = new MemoryStream();
        while (true)
        {
            int end;
            while ((end = _buffer.AsSpan(0, _filled).IndexOf("\r\n"u8)) < 0)
            {
                if (!await FillAsync(cancellationToken))
                {
                    return null;
                }
            }

            var size = int.Parse(Encoding.ASCII.GetString(_buffer, 0, end), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            Drop(end + 2);
            if (await TakeAsync(size + 2, cancellationToken) is not { } chunk)
            {
                return null;
            }

            await body.WriteAsync(chunk.AsMemory(0, size), cancellationToken);
            if (size == 0)
            {
                return head with { Body = body.ToArray() };
            }
        }
    }

    private async Task<byte[]?> TakeAsync(int length, CancellationToken cancellationToken)
    {
        while (_filled < length)
        {
            if (!await FillAsync(cancellationToken))
            {
                return null;
            }
        }

        var taken = _buffer[..length];
        Drop(length);
        return taken;
    }

    private async Task<byte[]> RestAsync(CancellationToken cancellationToken)
    {
        while (await FillAsync(cancellationToken))
        {
        }

        return _buffer[.._filled];
    }

    private void Drop(int length)
    {
        Buffer.BlockCopy(_buffer, length, _buffer, 0, _filled - length);
        _filled -= length;
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_filled == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var received = await _socket.ReceiveAsync(_buffer.AsMemory(_filled), cancellationToken);
        _filled += received;
        return received > 0;
    }
}
