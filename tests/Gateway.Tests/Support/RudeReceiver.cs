using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gateway.Tests.Support;

/// <summary>An endpoint that behaves badly: it does with each connection, once a request has come, what the test says.</summary>
internal sealed class RudeReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Socket, CancellationToken, Task> _answer;
    private readonly Task _loop;
    private int _requests;
    private long _bytes;

    public RudeReceiver(Func<Socket, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _loop = Task.Run(ListenAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"http://127.0.0.1:{Port}/";

    public int Requests => _requests;

    /// <summary>Sent by <see cref="Endless"/>.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public static RudeReceiver Hanging() => new((_, stop) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop));

    public static RudeReceiver Resetting() => new((socket, _) =>
    {
        socket.LingerState = new LingerOption(true, 0);
        return Task.CompletedTask;
    });

    public static RudeReceiver Saying(string head) => new(async (socket, stop) => await socket.SendAsync(Encoding.ASCII.GetBytes(head), stop));

    /// <summary>200, and then bytes for as long as somebody takes them.</summary>
    public static RudeReceiver Endless()
    {
        RudeReceiver? self = null;
        self = new RudeReceiver(async (socket, stop) =>
        {
            await socket.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n"u8.ToArray(), stop);
            var chunk = new byte[8192];
            while (true)
            {
                Interlocked.Add(ref self!._bytes, await socket.SendAsync(chunk, stop));
            }
        });
        return self;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                await socket.ReceiveAsync(new byte[65536], _stop.Token);
                Interlocked.Increment(ref _requests);
                await _answer(socket, _stop.Token);
            }
            catch (Exception fault) when (fault is OperationCanceledException or SocketException)
            {
                // The gateway has had enough of it, or the test.
            }
        }
    }
}
