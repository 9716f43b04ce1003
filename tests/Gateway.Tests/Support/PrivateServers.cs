using Gateway.Vendors;

namespace Gateway.Tests.Support;

/// <summary>One <see cref="PrivateServer"/> of each kind, started when a test first asks and shared by the tests of a class, which run one after the other.</summary>
public sealed class PrivateServers : IAsyncDisposable
{
    private readonly Dictionary<DatabaseKind, PrivateServer> _servers = [];

    internal async Task<PrivateServer> GetAsync(DatabaseKind kind)
    {
        if (!_servers.TryGetValue(kind, out var server))
        {
            // All tables in one file that cannot grow: it can be filled.
            string[] options = kind == DatabaseKind.MySql ? ["--innodb-file-per-table=0", "--innodb-data-file-path=ibdata1:12M"] : [];
            _servers[kind] = server = await PrivateServer.StartAsync(kind, options);
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
