using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MySqlConnector;
using Npgsql;

namespace Gateway.Tests.Support;

/// <summary>Stands between the gateway and a database, so that a test can take the database away and bring it back.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> _clients = new();
    private readonly Task _accepting;
    private readonly string _host;
    private readonly int _port;
    private volatile bool _down;
    private volatile TaskCompletionSource _flows = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TcpRelay(string host, int port)
    {
        _host = host;
        _port = port;
        _listener.Start();
        _flows.SetResult();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>A relay before a database, with the connection string that leads through it.</summary>
    public static TcpRelay Before(Rows database, out string connectionString)
    {
        if (database.IsMySql)
        {
            var mySql = new MySqlConnectionStringBuilder(database.ConnectionString);
            var relay = new TcpRelay(mySql.Server, (int)mySql.Port);
            mySql.Server = "127.0.0.1";
            mySql.Port = (uint)relay.Port;
            mySql.ConnectionTimeout = 2;
            connectionString = mySql.ConnectionString;
            return relay;
        }

        var postgres = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var relayed = new TcpRelay(postgres.Host!, postgres.Port);
        postgres.Host = "127.0.0.1";
        postgres.Port = relayed.Port;
        postgres.Timeout = 2;
        connectionString = postgres.ConnectionString;
        return relayed;
    }

    /// <summary>Cuts all connections and refuses new ones.</summary>
    public void TakeDown()
    {
        _down = true;
        foreach (var client in _clients.Keys)
        {
            client.Client?.Close(0);
        }
    }

    public void BringBack()
    {
        _down = false;
        _flows.TrySetResult();
    }

    /// <summary>Nothing comes through any more and nothing is refused, as behind a broken network or a stopped process.</summary>
    public void Freeze() => _flows = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async ValueTask DisposeAsync()
    {
        TakeDown();
        _listener.Stop();
        await _accepting;
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = RelayAsync(client);
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[16 * 1024];
        for (var length = await from.ReadAsync(buffer); length > 0; length = await from.ReadAsync(buffer))
        {
            await _flows.Task;
            await to.WriteAsync(buffer.AsMemory(0, length));
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                if (_down)
                {
                    return;
                }

                _clients[client] = _clients[server] = true;
                await server.ConnectAsync(_host, _port);
                await Task.WhenAny(CopyAsync(client.GetStream(), server.GetStream()), CopyAsync(server.GetStream(), client.GetStream()));
            }
            catch (Exception fault) when (fault is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
            {
                // One side hung up; so does the other.
            }
            finally
            {
                _clients.TryRemove(client, out _);
                _clients.TryRemove(server, out _);
            }
        }
    }
}
