using System.Data.Common;
using Gateway.Messages;
using Gateway.Platform.Jobs;
using Gateway.Platform.Vendors;
using Gateway.Vendors;

namespace Gateway.Dispatch.Reroute;

/// <summary>
/// Takes messages away from one vendor while it is down, and gives them to another that is healthy: what waits in the
/// gateway at once, what lies in the queue table only with the proof that its agent has not taken it. Messages whose
/// sender named the vendor stay. Killed between any two steps, the next run goes on: the wish is written down before,
/// the proof lies beside the rows.
/// </summary>
internal sealed partial class RerouteMessages(
    Vendor vendor,
    VendorHealth health,
    RecordReroute record,
    FindPlaces places,
    TimeProvider time,
    ILogger<RerouteMessages> logger) : IRecurringJob
{
    private const int Batch = 500;

    /// <summary>Whoever noted the wish has come to its end by then, or is dead.</summary>
    private static readonly TimeSpan Undecided = TimeSpan.FromSeconds(15);

    private ReroutePlace _after = ReroutePlace.Start;

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var finished = await FinishAsync(cancellationToken);
        return health.StatusOf(vendor.Name) == VendorStatus.Down && places.MayFind(vendor)
            ? finished + await MoveWaitingAsync(cancellationToken) + await MoveQueuedAsync(cancellationToken)
            : finished;
    }

    /// <summary>
    /// What somebody began and did not end. Without another place the message waits for its old vendor.
    /// </summary>
    private async Task<int> FinishAsync(CancellationToken cancellationToken)
    {
        var open = await record.OpenAsync(vendor.Name, time.GetUtcNow() - Undecided, Batch, cancellationToken);
        if (open.Count == 0)
        {
            return 0;
        }

        var found = (await places.FindAsync(open, cancellationToken)).ToDictionary(
            place => place.Message.MessageId, place => place.Vendor);
        return await TakeBackAsync(
            [.. open.Select(message => (message, found.GetValueOrDefault(message.MessageId, vendor.Name)))],
            cancellationToken);
    }

    /// <summary>Page by page; what has no place to go is passed over until the next round.</summary>
    private async Task<int> MoveWaitingAsync(CancellationToken cancellationToken)
    {
        var page = await record.FindAsync(vendor.Name, InflightState.Waiting, _after, Batch, cancellationToken);
        _after = page.Count == Batch ? page[^1].Place : ReroutePlace.Start;
        var moved = await record.MoveAsync(await places.FindAsync(page, cancellationToken), cancellationToken);
        if (moved > 0)
        {
            Log.Moved(logger, vendor.Name, moved, "wait in the gateway");
        }

        // A full page without a place is followed by the next one.
        return page.Count == Batch ? Batch : 0;
    }

    /// <summary>The queue table holds at most the vendor's budget, so one page at a time will do.</summary>
    private async Task<int> MoveQueuedAsync(CancellationToken cancellationToken)
    {
        var page = await record.FindAsync(
            vendor.Name,
            InflightState.Queued,
            ReroutePlace.Start,
            Batch,
            cancellationToken);
        var found = await places.FindAsync(page, cancellationToken);
        if (found.Count == 0)
        {
            return 0;
        }

        // Asked before a wish is noted for every row.
        if (await AskAsync(queue => queue.CountWaitingAsync(1, cancellationToken)) == default)
        {
            return 0;
        }

        var begun = await record.BeginAsync([.. found.Select(place => place.Message)], cancellationToken);
        return await TakeBackAsync(
            [.. found.Where(place => begun.Contains(place.Message.MessageId))], cancellationToken);
    }

    private async Task<int> TakeBackAsync(
        IReadOnlyList<(ReroutableMessage Message, string Vendor)> places, CancellationToken cancellationToken)
    {
        var rows = places.Select(place => new QueuedRow(place.Message.MessageId, place.Message.HandOverId!.Value)).ToList();
        if ((await AskAsync(queue => queue.WithdrawAsync(rows, cancellationToken)))?.ToHashSet() is not { } withdrawn)
        {
            return 0;
        }

        await record.TooLateAsync(
            [.. places.Select(place => place.Message).Where(message => !withdrawn.Contains(message.MessageId))],
            CancellationToken.None);
        var moved = await record.MoveAsync(
            [.. places.Where(place => withdrawn.Contains(place.Message.MessageId))], CancellationToken.None);
        if (moved > 0)
        {
            Log.Moved(logger, vendor.Name, moved, "lay untouched in its queue table");
        }

        return moved;
    }

    /// <summary>Null, or 0, when its database is away: its rows stay where they are.</summary>
    private async Task<T?> AskAsync<T>(Func<IVendorQueue, Task<T>> question)
    {
        try
        {
            return await question(vendor.Queue);
        }
        catch (DbException fault)
        {
            Log.Unreachable(logger, vendor.Name, fault.Message);
            return default;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3012, LogLevel.Warning, "{Vendor} is down: {Count} messages that {Where} go elsewhere.")]
        public static partial void Moved(ILogger logger, string vendor, int count, string where);

        [LoggerMessage(3013, LogLevel.Warning, "The rows in the queue of {Vendor} cannot be taken back: {Fault}")]
        public static partial void Unreachable(ILogger logger, string vendor, string fault);
    }
}
