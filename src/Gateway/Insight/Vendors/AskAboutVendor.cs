using Gateway.Insight.Nodes;
using Gateway.Platform;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Npgsql;

namespace Gateway.Insight.Vendors;

/// <summary>
/// What the state database knows of one vendor: its record, the age of its queue, and what waits for results.
/// </summary>
internal sealed class AskAboutVendor(NpgsqlDataSource source, CompareNodes nodes)
{
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(15);

    private DateTimeOffset _countedAt;

    /// <summary>From the last count; only compared with a bound.</summary>
    public int Unanswered { get; private set; }

    /// <summary>How far the clocks of nodes are apart.</summary>
    public TimeSpan ClockSpread => nodes.ClockSpread;

    /// <summary>How long results of many messages may stay away.</summary>
    public TimeSpan Silence(Vendor vendor) =>
        TimeSpan.FromSeconds(vendor.Options.SilenceSeconds) + nodes.ClockSpread;

    public async Task<VendorRecord> RecordAsync(
        Vendor vendor, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await VendorRecord.ReadAsync(source, vendor.Name, now, cancellationToken)).GetValueOrDefault(vendor.Name)
        ?? VendorRecord.Fresh(now);

    /// <summary>
    /// When the first row of the queue was written: the hand-over's id, a UUIDv7, says so by our own clock.
    /// </summary>
    public async Task<DateTimeOffset?> OldestAsync(
        Vendor vendor, IReadOnlyList<Guid> heads, CancellationToken cancellationToken)
    {
        if (heads.Count == 0)
        {
            return null;
        }

        await using var command = source.Command("Insight.Vendors.Sql.heads");
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. heads]));
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor.Name));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        DateTimeOffset? oldest = null;
        while (await reader.ReadAsync(cancellationToken))
        {
            var written = IdTime.Of(reader.GetGuid(0));
            oldest = written < oldest ? written : oldest ?? written;
        }

        return oldest;
    }

    /// <summary>Counts now and then what waits for a result longer than it should.</summary>
    public async Task CountAsync(Vendor vendor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (now - _countedAt < CountEvery)
        {
            return;
        }

        await using var command = source.Command("Insight.Vendors.Sql.count-unanswered");
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor.Name));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("before", now - Silence(vendor)));
        command.Parameters.Add(new NpgsqlParameter<int>("many", vendor.Options.SilenceMessages));
        Unanswered = (int)(await command.ExecuteScalarAsync(cancellationToken) as long? ?? 0);
        _countedAt = now;
    }
}
