using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Benchmarks.Load;

/// <summary>One keep-alive connection with one request on its way.</summary>
internal sealed class LoadConnection(IPEndPoint server, RequestTemplate request) : IDisposable
{
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _filled;
    private long _sentAt;

    public Socket Socket { get; private set; } = Connect(server);

    public void Send()
    {
        _sentAt = Stopwatch.GetTimestamp();
        Socket.Send(request.Next());
    }

    /// <summary>Takes what has come. True when the answer is whole, with its status (0: the connection broke) and its latency.</summary>
    public bool TryReceive(out int status, out TimeSpan latency)
    {
        var received = Socket.Receive(_buffer.AsSpan(_filled), SocketFlags.None, out var fault);
        _filled += received;
        latency = Stopwatch.GetElapsedTime(_sentAt);
        if (received == 0 || fault != SocketError.Success)
        {
            status = 0;
            return true;
        }

        return TryRead(_buffer.AsSpan(0, _filled), out status);
    }

    /// <summary>Makes the connection ready for the next request.</summary>
    public void Reset(bool reconnect)
    {
        _filled = 0;
        if (reconnect)
        {
            Socket.Dispose();
            Socket = Connect(server);
        }
    }

    public void Dispose() => Socket.Dispose();

    /// <summary>Reads only what our servers write: a status line, then headers with a length. Anything else counts as an error, after which the connection is made anew.</summary>
    private static bool TryRead(ReadOnlySpan<byte> answer, out int status)
    {
        const int StatusAt = 9;
        status = 0;
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        Utf8Parser.TryParse(answer.Slice(StatusAt, 3), out status, out _);
        var header = "\r\nContent-Length: "u8;
        var place = answer[..end].IndexOf(header);
        return place < 0 || !Utf8Parser.TryParse(answer[(place + header.Length)..end], out int length, out _) || answer.Length >= end + 4 + length;
    }

    private static Socket Connect(IPEndPoint server)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(server);
        return socket;
    }
}
