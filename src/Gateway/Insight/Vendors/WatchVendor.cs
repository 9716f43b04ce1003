using System.Data.Common;
using Gateway.Platform.Jobs;
using Gateway.Platform.Vendors;
using Gateway.Vendors;

namespace Gateway.Insight.Vendors;

/// <summary>Looks at one vendor's agent through its tables, judges what it sees, and writes down what all nodes then go by. Exactly one event tells each change.</summary>
internal sealed partial class WatchVendor(
    Vendor vendor,
    VendorReadiness readiness,
    JobTable jobs,
    SaveVendor save,
    AskAboutVendor state,
    TimeProvider time,
    ILogger<WatchVendor> logger) : IRecurringJob
{
    /// <summary>Enough to see that rows of others stand in the table; counting more helps nobody.</summary>
    private const int MostCounted = 10_000;

    /// <summary>A database that does not answer within this time counts as away: with the pause between two looks, that a database hangs is told within ten seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Before the tables were found fit: that may make tables and indexes.</summary>
    private static readonly TimeSpan PatienceBefore = TimeSpan.FromSeconds(10);

    private const string NoAnswer = "It does not answer. A lock on its tables (LOCK TABLES, a dump), a hung server or a lost network may be the cause.";

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var before = await state.RecordAsync(vendor, now, cancellationToken);
        var seen = await LookAsync(before, now, cancellationToken);
        if (seen.Fault is null)
        {
            await TryAgainAsync(cancellationToken);
        }

        await state.CountAsync(vendor, now, cancellationToken);
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
        try
        {
            if (!await InTimeAsync(PatienceBefore, token => readiness.IsUsableAsync(vendor, token), cancellationToken))
            {
                return Away(record, now, string.Join(" ", readiness.Problems.GetValueOrDefault(vendor.Name) ?? []));
            }

            return await InTimeAsync(Patience, token => AskAsync(record, now, token), cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested && fault is DbException or TimeoutException or IOException)
        {
            return Away(record, now, fault is TimeoutException ? NoAnswer : VendorQueues.Explain(fault));
        }
    }

    private async Task<Look> AskAsync(VendorRecord record, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var signs = await vendor.Queue.LookAsync(cancellationToken);
        var queued = await vendor.Queue.CountWaitingAsync(Math.Max(vendor.Options.Budget, MostCounted), cancellationToken);
        return new Look(record with
        {
            UnreachableSince = null,
            Queued = queued,
            OldestQueuedAt = await state.OldestAsync(vendor, signs.Heads, cancellationToken),
            Beats = [.. signs.Beats.Select(beat => Seen(record, beat, now))],
        });
    }

    /// <summary>What did not work may work again, and nobody else may be about to find out. The queue remembers what came of it.</summary>
    private async Task TryAgainAsync(CancellationToken cancellationToken)
    {
        if (vendor.Queue.Reading is not null)
        {
            // It rests longer and longer, and what it lacked may be there now.
            jobs.Find($"{VendorTable.CollectJob}/{vendor.Name}")?.Wake.Beat();
        }

        if (vendor.Queue.Writing is null)
        {
            return;
        }

        try
        {
            // Its messages may be elsewhere by now.
            await InTimeAsync(Patience, token => DoneAsync(vendor.Queue.TryWriteAsync(token)), cancellationToken);
        }
        catch (TimeoutException)
        {
            // As before.
        }
    }

    /// <summary>Throws <see cref="TimeoutException"/> as soon as the time is over. What was asked ends later, when its connection does.</summary>
    private async Task<T> InTimeAsync<T>(TimeSpan patience, Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asked = ask(stop.Token);
        try
        {
            return await asked.WaitAsync(patience, time, cancellationToken);
        }
        finally
        {
            if (asked.IsCompleted)
            {
                stop.Dispose();
            }
            else
            {
                // Cancelling may block, as long as a driver opens a connection for it.
                Forget(asked);
                Forget(stop.CancelAsync());
            }
        }
    }

    private static async Task<bool> DoneAsync(Task work)
    {
        await work;
        return true;
    }

    /// <summary>Its fault is looked at, so that it does not rise elsewhere.</summary>
    private static void Forget(Task task) => _ = task.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    private static Look Away(VendorRecord record, DateTimeOffset now, string fault) => new(record with { UnreachableSince = record.UnreachableSince ?? now }, fault);

    /// <summary>A beat is as old as our sight of its last change: the agent's clock and zone do not matter.</summary>
    private static SeenBeat Seen(VendorRecord record, AgentBeat beat, DateTimeOffset now)
    {
        var known = record.Beats.FirstOrDefault(seen => seen.Agent == beat.Agent);
        return new SeenBeat(beat.Agent, beat.OnDuty, beat.Written, known is not null && known.Written == beat.Written ? known.SeenAt : now);
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
            Unanswered = state.Unanswered,
            Silence = state.Silence(vendor),
            ManyUnanswered = vendor.Options.SilenceMessages,
            ClockSpread = state.ClockSpread,
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
