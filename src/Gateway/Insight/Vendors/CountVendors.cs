using System.Collections.Frozen;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Insight.Vendors;

/// <summary>Messages of a vendor that have not ended.</summary>
/// <param name="Waiting">In the gateway, for a place in the queue or for their time.</param>
/// <param name="InFlight">In the queue table or in the agent's hands.</param>
internal readonly record struct OpenMessages(long Waiting, long InFlight);

/// <summary>
/// Counts what waits and what is in flight when somebody asks, so that nobody who does not ask pays for it: an idle gateway counts nothing. However many ask, it is counted once in
/// <see cref="Fresh"/>, for all vendors together.
/// </summary>
internal sealed class CountVendors(NpgsqlDataSource source, TimeProvider time) : IDisposable
{
    /// <summary>At most five seconds old are these numbers when they are read; this leaves two for the counting itself.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim _turn = new(1);
    private volatile Counted _last = new(FrozenDictionary<string, OpenMessages>.Empty, DateTimeOffset.MinValue);

    public async Task<IReadOnlyDictionary<string, OpenMessages>> OfAllAsync(CancellationToken cancellationToken)
    {
        if (IsFresh(_last))
        {
            return _last.Vendors;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            return (IsFresh(_last) ? _last : _last = await CountAsync(cancellationToken)).Vendors;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private bool IsFresh(Counted counted) => time.GetUtcNow() - counted.At < Fresh;

    private async Task<Counted> CountAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var command = source.Command("Insight.Vendors.Sql.count-vendors");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var vendors = new Dictionary<string, OpenMessages>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadAsync(cancellationToken))
        {
            vendors[reader.GetString(0)] = new OpenMessages(reader.GetInt64(1), reader.GetInt64(2));
        }

        return new Counted(vendors.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase), now);
    }

    private sealed record Counted(FrozenDictionary<string, OpenMessages> Vendors, DateTimeOffset At);
}
