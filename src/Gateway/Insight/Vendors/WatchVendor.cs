using System.Data.Common;
using Gateway.Platform;
using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Gateway.Vendors;
using Npgsql;

namespace Gateway.Insight.Vendors;

/// <summary>Looks at one vendor's agent through its tables, judges what it sees, and writes down what all nodes then go by. Exactly one event tells each change.</summary>
internal sealed partial class WatchVendor(
    Vendor vendor, VendorReadiness readiness, SaveVendor save, NpgsqlDataSource source, TimeProvider time, ILogger<WatchVendor> logger) : IRecurringJob
{
    /// <summary>Enough to see that rows of others stand in the table; counting more helps nobody.</summary>
    private const int MostCounted = 10_000;

    /// <summary>A database that does not answer within this time counts as away; a connection's own patience may be longer than the pause between two looks.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(15);

    /// <summary>From the last count; only compared with a bound.</summary>
    private int _unanswered;

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var before = (await VendorRecord.ReadAsync(source, vendor.Name, now, cancellationToken)).GetValueOrDefault(vendor.Name) ?? VendorRecord.Fresh(now);
        var seen = await CountAsync(await LookAsync(before, now, cancellationToken), now, cancellationToken);
        var after = seen.Record with { Condition = before.Condition.Next(VendorVerdict.Of(Signs(seen, now)), now) };
        if (await save.SaveAsync(vendor, before, after, now, cancellationToken) && after.Condition.Status != before.Condition.Status)
        {
            Log.Changed(logger, vendor.Name, before.Condition.Status, after.Condition.Status, after.Condition.Reason ?? "all is well");
        }

        // One look is all there is to do.
        return 0;
    }

    private async Task<Look> LookAsync(VendorRecord record, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var timer = time.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), patience, Patience, Timeout.InfiniteTimeSpan);
        try
        {
            if (!await readiness.IsUsableAsync(vendor, patience.Token))
            {
                return Away(record, now, string.Join(" ", readiness.Problems.GetValueOrDefault(vendor.Name) ?? []));
            }

            var signs = await vendor.Queue.LookAsync(patience.Token);
            var queued = await vendor.Queue.CountWaitingAsync(Math.Max(vendor.Options.Budget, MostCounted), patience.Token);
            if (vendor.Queue.Writing is not null)
            {
                // Its messages may be elsewhere by now, so that nobody else would find out that it works again.
                await vendor.Queue.TryWriteAsync(patience.Token);
            }

            return new Look(record with
            {
                UnreachableSince = null,
                Queued = queued,
                OldestQueuedAt = await OldestAsync(signs.Heads, cancellationToken),
                Beats = [.. signs.Beats.Select(beat => Seen(record, beat, now))],
            });
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested && fault is DbException or OperationCanceledException or TimeoutException or IOException)
        {
            return Away(record, now, fault is OperationCanceledException ? "it does not answer." : fault.GetBaseException().Message);
        }
    }

    private static Look Away(VendorRecord record, DateTimeOffset now, string fault) => new(record with { UnreachableSince = record.UnreachableSince ?? now }, fault);

    /// <summary>A beat is as old as our sight of its last change: the agent's clock and zone do not matter.</summary>
    private static SeenBeat Seen(VendorRecord record, AgentBeat beat, DateTimeOffset now)
    {
        var known = record.Beats.FirstOrDefault(seen => seen.Agent == beat.Agent);
        return new SeenBeat(beat.Agent, beat.OnDuty, beat.Written, known is not null && known.Written == beat.Written ? known.SeenAt : now);
    }

    /// <summary>When the first row of the queue was written: the hand-over's id, a UUIDv7, says so by our own clock.</summary>
    private async Task<DateTimeOffset?> OldestAsync(IReadOnlyList<Guid> heads, CancellationToken cancellationToken)
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

    private async Task<Look> CountAsync(Look look, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (now - look.Record.CountedAt < CountEvery)
        {
            return look;
        }

        await using var command = source.Command("Insight.Vendors.Sql.count-vendor");
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor.Name));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("before", now - VendorVerdict.Silence));
        command.Parameters.Add(new NpgsqlParameter<int>("many", VendorVerdict.ManyUnanswered));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        _unanswered = (int)reader.GetInt64(2);
        return look with { Record = look.Record with { Waiting = reader.GetInt64(0), InFlight = reader.GetInt64(1), CountedAt = now } };
    }

    private VendorSigns Signs(Look look, DateTimeOffset now)
    {
        var record = look.Record;
        var moved = record.TakenAt > record.ReportedAt ? record.TakenAt : record.ReportedAt ?? record.TakenAt;
        return new VendorSigns
        {
            Unreachable = now - record.UnreachableSince,
            Fault = look.Fault,
            Unwritable = now - vendor.Queue.Writing?.Since,
            WriteFault = vendor.Queue.Writing?.Fault,
            Unreadable = now - vendor.Queue.Reading?.Since,
            ReadFault = vendor.Queue.Reading?.Fault,
            Beats = record.Beats.Count == 0 ? null : [.. record.Beats.Select(beat => (beat.OnDuty, now - beat.SeenAt))],
            HeadWaits = now - record.OldestQueuedAt,
            Idle = now - moved,
            Silent = now - record.ReportedAt,
            Unanswered = _unanswered,
            FullQueue = TimeSpan.FromSeconds((double)vendor.Options.Budget / vendor.Options.Tps),
        };
    }

    private sealed record Look(VendorRecord Record, string? Fault = null);

    private static partial class Log
    {
        [LoggerMessage(6011, LogLevel.Warning, "{Vendor} was {Before} and is {After}: {Reason}")]
        public static partial void Changed(ILogger logger, string vendor, VendorStatus before, VendorStatus after, string reason);
    }
}
