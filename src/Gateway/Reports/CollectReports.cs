using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Gateway.Vendors;
using Npgsql;

namespace Gateway.Reports;

/// <summary>
/// Collects one vendor's results. A scan reads what changed lately, for freshness; a probe looks up every open message
/// by its key at growing ages, for certainty: a row may carry an old time, or have moved between two looks.
/// </summary>
internal sealed class CollectReports(
    Vendor vendor,
    VendorReadiness readiness,
    OpenVendors openVendors,
    ApplyReports apply,
    NpgsqlDataSource source,
    TimeProvider time) : IRecurringJob
{
    private const int PageSize = 2000;
    private const int ProbeBatch = 500;

    /// <summary>
    /// How far a scan looks back behind the newest result it has seen: transactions of an agent commit out of order,
    /// and its clock is not ours. What comes later still is the probe's.
    /// </summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan ShortestProbe = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestProbe = TimeSpan.FromHours(1);

    /// <summary>
    /// While no message is open: a result may come after its message has expired. As soon as one is open,
    /// <see cref="OpenVendors"/> says so.
    /// </summary>
    private static readonly TimeSpan LookWhenIdle = TimeSpan.FromSeconds(5);

    private readonly SeenReports _seen = new();
    private DateTimeOffset _lookAt;

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now < _lookAt && !openVendors.Take(vendor.Name))
        {
            return 0;
        }

        if (!await readiness.IsUsableAsync(vendor, cancellationToken))
        {
            return 0;
        }

        var (cursor, open) = await ReadCursorAsync(cancellationToken);
        await ScanAsync(cursor, now, cancellationToken);
        _lookAt = open ? now : now + LookWhenIdle;
        if (!open)
        {
            return 0;
        }

        var probed = await ProbeAsync(cancellationToken);

        // A short batch means that nothing more is due.
        return probed == ProbeBatch ? probed : 0;
    }

    private async Task ScanAsync(DateTimeOffset? known, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var cursor = known ?? now;
        var since = cursor - Overlap;
        var highWater = cursor;
        var (taken, reported) = (false, false);
        await foreach (var page in vendor.Queue.ScanAsync(since, PageSize, cancellationToken))
        {
            JobProgress.Note();
            var fresh = page.Reports.Where(_seen.IsNew).ToList();
            await apply.ApplyAsync(vendor.Name, fresh, cancellationToken);
            _seen.Add(fresh, now);
            taken |= fresh.Count > 0;
            reported |= fresh.Exists(report => report.Progress == RowProgress.Final);
            highWater = page.HighWater > highWater ? page.HighWater.Value : highWater;
        }

        // An agent whose clock runs ahead must not make us skip what it writes next.
        var position = highWater < now ? highWater : now;
        if (known is null || position > known || taken || reported)
        {
            await MoveCursorAsync(position, taken, reported, now, cancellationToken);
        }

        _seen.Forget(now - (Overlap * 4));
    }

    private async Task<int> ProbeAsync(CancellationToken cancellationToken)
    {
        var targets = await DueAsync(cancellationToken);
        if (targets.Count == 0)
        {
            return 0;
        }

        await apply.ApplyAsync(
            vendor.Name, await vendor.Queue.ProbeAsync(targets, cancellationToken), cancellationToken);
        await using var command = source.Command("Reports.Sql.postpone-probes");
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. targets.Select(target => target.MessageId)]));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
        command.Parameters.Add(new NpgsqlParameter<TimeSpan>("shortest", ShortestProbe));
        command.Parameters.Add(new NpgsqlParameter<TimeSpan>("longest", LongestProbe));
        await command.ExecuteNonQueryAsync(cancellationToken);
        return targets.Count;
    }

    private async Task<List<ProbeTarget>> DueAsync(CancellationToken cancellationToken)
    {
        await using var command = source.Command("Reports.Sql.due-probes");
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor.Name));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", ProbeBatch));
        var targets = new List<ProbeTarget>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            targets.Add(new ProbeTarget(reader.GetGuid(0), await reader.GetFieldValueAsync<DateTimeOffset>(1, cancellationToken)));
        }

        return targets;
    }

    private async Task<(DateTimeOffset? Position, bool Open)> ReadCursorAsync(CancellationToken cancellationToken)
    {
        await using var command = source.Command("Reports.Sql.read-cursor");
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor.Name));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (await reader.GetFieldValueAsync<DateTimeOffset?>(0, cancellationToken), reader.GetBoolean(1));
    }

    private async Task MoveCursorAsync(
        DateTimeOffset position,
        bool taken,
        bool reported,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        await using var command = source.Command("Reports.Sql.move-cursor");
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor.Name));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("position", position));
        command.Parameters.Add(new NpgsqlParameter<bool>("taken", taken));
        command.Parameters.Add(new NpgsqlParameter<bool>("reported", reported));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
