using Gateway.Acceptance.Batches.Holds;
using Gateway.Platform.Jobs;

namespace Gateway.Dispatch.Cancel;

/// <summary>Held batches that nobody has released in time are canceled, and releases that broke off go on.</summary>
internal sealed partial class EndHolds(
    FindHolds find, MoveHeld move, CloseBatch close, CancelPages pages, ILogger<EndHolds> logger) : IRecurringJob
{
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var done = 0;
        foreach (var hold in await find.FindAsync(cancellationToken))
        {
            if (hold.IsReleased)
            {
                done += await move.MoveAsync(hold.Id, cancellationToken);
                continue;
            }

            // Canceled first, so that nobody releases what is half canceled; a run that breaks off is repeated.
            await close.CancelAsync(hold.Id, hold.AccountId, cancellationToken);
            var counts = await pages.BatchAsync(hold.Id, hold.AccountId, onlyVendor: null, cancellationToken);
            done += counts.Canceled;
            if (counts.Canceled > 0)
            {
                Log.Ended(logger, hold.Id, counts.Canceled);
            }
        }

        return done;
    }

    private static partial class Log
    {
        [LoggerMessage(
            3090, LogLevel.Information, "The batch {Id} was held for too long: {Count} messages are canceled.")]
        public static partial void Ended(ILogger logger, Guid id, int count);
    }
}
