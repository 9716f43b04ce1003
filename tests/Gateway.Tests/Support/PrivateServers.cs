using Gateway.Vendors;

namespace Gateway.Tests.Support;

/// <summary>One <see cref="PrivateServer"/> of each kind, started when a test first asks and shared by the tests of a class, which run one after the other.</summary>
public sealed class PrivateServers : IAsyncDisposable
{
    /// <summary>All tables in one file that cannot grow: it can be filled.</summary>
    private static readonly string[] Small = ["--innodb-file-per-table=0", "--innodb-data-file-path=ibdata1:12M:autoextend:max:40M"];

    private readonly Dictionary<(DatabaseKind Kind, bool Small), PrivateServer> _servers = [];

    /// <param name="kind">Of the server.</param>
    /// <param name="small">A server that a test fills up; of MariaDB one of its own, as the others need their room.</param>
    internal async Task<PrivateServer> GetAsync(DatabaseKind kind, bool small)
    {
        var own = (kind, small && kind == DatabaseKind.MySql);
        if (!_servers.TryGetValue(own, out var server))
        {
            _servers[own] = server = await PrivateServer.StartAsync(kind, own.Item2 ? Small : []);
        }

        return server;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values)
        {
            await server.DisposeAsync();
        }
    }
}
