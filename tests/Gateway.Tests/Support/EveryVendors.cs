using Gateway.Vendors;

namespace Gateway.Tests.Support;

/// <summary>One <see cref="EveryVendor"/> for each kind of database, started when a test first asks and shared by the tests of a class, which run one after the other.</summary>
public sealed class EveryVendors : IAsyncDisposable
{
    private readonly Dictionary<DatabaseKind, EveryVendor> _worlds = [];

    internal async Task<EveryVendor> GetAsync(DatabaseKind kind)
    {
        if (!_worlds.TryGetValue(kind, out var world))
        {
            _worlds[kind] = world = await EveryVendor.StartAsync(kind);
        }

        return world;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var world in _worlds.Values)
        {
            await world.DisposeAsync();
        }
    }
}
