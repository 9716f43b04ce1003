using System.Net;
using System.Net.Sockets;
using System.Text;
using Gateway.Vendors.Tests.Databases;
using MySqlConnector;
using Npgsql;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>
/// Stands between the adapter and its database and cuts the connection: before the rows, before the COMMIT, or after the server has done it but before
/// its answer comes back. The last two look the same to the adapter; what is true differs.
/// </summary>
internal sealed class BreakableProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _host;
    private readonly int _port;
    private readonly Task _accepting;

    public BreakableProxy(string host, int port)
    {
        _host = host;
        _port = port;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public enum Cut
    {
        Never,
        BeforeRows,
        BeforeCommit,
        AfterCommit,
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Cut At { get; set; }

    /// <summary>Runs before a statement that reads goes on to the server: what happens there happened between two looks.</summary>
    public Func<Task>? BeforeSelect { get; set; }

    /// <summary>A proxy to the test's database, and the connection string that leads through it.</summary>
    public static BreakableProxy To(TestDatabase database, out string connectionString)
    {
        if (database.Kind == DatabaseKind.MySql)
        {
            var mysql = new MySqlConnectionStringBuilder(database.ConnectionString) { SslMode = MySqlSslMode.Disabled };
            var proxy = new BreakableProxy(mysql.Server, (int)mysql.Port);
            (mysql.Server, mysql.Port) = ("127.0.0.1", (uint)proxy.Port);
            connectionString = mysql.ConnectionString;
            return proxy;
        }

        var postgres = new NpgsqlConnectionStringBuilder(database.ConnectionString) { SslMode = SslMode.Disable };
        var between = new BreakableProxy(postgres.Host ?? "127.0.0.1", postgres.Port);
        (postgres.Host, postgres.Port) = ("127.0.0.1", between.Port);
        connectionString = postgres.ConnectionString;
        return between;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var inner = client;
        using var server = new TcpClient();
        try
        {
            await server.ConnectAsync(_host, _port, _stop.Token);
            var committed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var answers = AnswersAsync(server, client, committed.Task);
            await RequestsAsync(client, server, committed);
            await answers;
        }
        catch (Exception fault) when (fault is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side hung up: so does this one.
        }
    }

    private async Task RequestsAsync(TcpClient client, TcpClient server, TaskCompletionSource committed)
    {
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await client.GetStream().ReadAsync(buffer, _stop.Token)) > 0)
        {
            var text = Encoding.ASCII.GetString(buffer, 0, count);
            var commits = At is Cut.BeforeCommit or Cut.AfterCommit && IsCommit(text);
            if ((commits && At == Cut.BeforeCommit) || (At == Cut.BeforeRows && text.Contains("INSERT INTO", StringComparison.Ordinal) && !text.Contains("gateway_handover", StringComparison.Ordinal)))
            {
                client.Close();
                server.Close();
                return;
            }

            if (commits)
            {
                committed.SetResult();
            }

            if (BeforeSelect is { } before && text.Contains("SELECT", StringComparison.Ordinal))
            {
                await before();
            }

            await server.GetStream().WriteAsync(buffer.AsMemory(0, count), _stop.Token);
        }

        server.Close();
    }

    /// <summary>"READ COMMITTED" is no COMMIT.</summary>
    private static bool IsCommit(string bytes) => bytes.Replace("COMMITTED", "", StringComparison.OrdinalIgnoreCase).Contains("COMMIT", StringComparison.OrdinalIgnoreCase);

    private async Task AnswersAsync(TcpClient server, TcpClient client, Task committed)
    {
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await server.GetStream().ReadAsync(buffer, _stop.Token)) > 0)
        {
            if (committed.IsCompleted)
            {
                // The server has answered the COMMIT, so it is done; nobody will hear of it.
                break;
            }

            await client.GetStream().WriteAsync(buffer.AsMemory(0, count), _stop.Token);
        }

        client.Close();
    }
}
