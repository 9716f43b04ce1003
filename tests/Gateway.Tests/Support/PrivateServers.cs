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
            _servers[kind] = server = await PrivateServer.StartAsync(kind);
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
