using System.Collections.Frozen;
using Gateway.Messages;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Insight.Vendors;

/// <summary>Messages of a vendor that have not ended.</summary>
/// <param name="Waiting">In the gateway, for a place in the queue or for their time.</param>
/// <param name="InFlight">In the queue table or in the agent's hands.</param>
internal readonly record struct OpenMessages(long Waiting, long InFlight);

/// <summary>Those of one lane.</summary>
/// <param name="Vendor">The vendor's name.</param>
/// <param name="Lane">Which lane.</param>
/// <param name="Open">How many.</param>
internal readonly record struct OpenLane(string Vendor, Lane Lane, OpenMessages Open);

/// <summary>
/// Counts what waits and what is in flight when somebody asks, so that nobody who does not ask pays for it: an idle
/// gateway counts nothing. However many ask, it is counted once in <see cref="Fresh"/>, for all vendors together.
/// </summary>
internal sealed class CountVendors(NpgsqlDataSource source, TimeProvider time) : IDisposable
{
    /// <summary>
    /// At most five seconds old are these numbers when they are read; this leaves two for the counting itself.
    /// </summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim _turn = new(1);
    private volatile Counted _last =
        new([], FrozenDictionary<string, OpenMessages>.Empty, DateTimeOffset.MinValue);

    public async Task<IReadOnlyDictionary<string, OpenMessages>> OfAllAsync(CancellationToken cancellationToken) =>
        (await CountedAsync(cancellationToken)).Vendors;

    /// <summary>By lane; those without a message are left out.</summary>
    public async Task<IReadOnlyList<OpenLane>> OfLanesAsync(CancellationToken cancellationToken) =>
        (await CountedAsync(cancellationToken)).Lanes;

    public void Dispose() => _turn.Dispose();

    private bool IsFresh(Counted counted) => time.GetUtcNow() - counted.At < Fresh;

    private async Task<Counted> CountedAsync(CancellationToken cancellationToken)
    {
        if (_last is var last && IsFresh(last))
        {
            return last;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            return IsFresh(_last) ? _last : _last = await CountAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<Counted> CountAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var command = source.Command("Insight.Vendors.Sql.count-lanes");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var lanes = new List<OpenLane>();
        while (await reader.ReadAsync(cancellationToken))
        {
            lanes.Add(new OpenLane(
                reader.Get<string>("vendor"),
                (Lane)reader.Get<short>("lane"),
                new OpenMessages(reader.Get<long>("waiting"), reader.Get<long>("in_flight"))));
        }

        var vendors = lanes.GroupBy(static lane => lane.Vendor, StringComparer.OrdinalIgnoreCase).ToFrozenDictionary(
            static lanes => lanes.Key,
            static lanes => new OpenMessages(
                lanes.Sum(lane => lane.Open.Waiting), lanes.Sum(lane => lane.Open.InFlight)),
            StringComparer.OrdinalIgnoreCase);
        return new Counted(lanes, vendors, now);
    }

    private sealed record Counted(
        IReadOnlyList<OpenLane> Lanes, FrozenDictionary<string, OpenMessages> Vendors, DateTimeOffset At);
}
