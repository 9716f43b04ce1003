using Gateway.Platform;
using Gateway.Platform.Vendors;
using Microsoft.Extensions.Options;

namespace Gateway.Dispatch;

/// <summary>The first stage of a hand-over: takes as many waiting messages as there is room for in the vendor's queue.</summary>
internal sealed class ClaimBatch(
    CountQueue count,
    TakeMessages take,
    FairTurns turns,
    GiveBackClaims give,
    VendorHealth health,
    IOptions<DispatchOptions> options,
    TimeProvider time)
{
    /// <summary>
    /// What stands in the queue, and what fits beside it. A vendor that cannot be reached fails here, before anything is
    /// claimed.
    /// </summary>
    public async Task<(CountedQueue Queue, LaneBudget Budget)> LookAsync(Vendor vendor, CancellationToken cancellationToken)
    {
        var queue = await count.CountAsync(vendor, cancellationToken);
        var budget = BudgetOf(vendor, queue);
        if (budget.Bulk == 0)
        {
            // Others may have filled it: what is freed next is to be shared.
            turns.Crowd(vendor.Name);
        }

        return (queue, budget);
    }

    /// <summary>
    /// Null when nothing may enter the queue now. A vendor may have been paused since the loop last asked: to make its
    /// tables, or to count its queue, takes as long as its database wants.
    /// </summary>
    public async Task<Claim?> TakeAsync(
        Vendor vendor, LaneBudget budget, CountedQueue queue, CancellationToken cancellationToken)
    {
        if (health.IsPaused(vendor.Name))
        {
            return null;
        }

        var started = time.GetUtcNow();
        var id = NewId.At(started);
        var before = turns.LastServed(vendor.Name);
        var messages = await take.TakeAsync(id, vendor, budget, queue, before, cancellationToken);
        return messages.Count == 0 ? null : new Claim(id, started, queue, messages, before);
    }

    /// <summary>
    /// The next claim runs while a whole batch is written: they use different databases. Only where certainly both fit,
    /// because the one that is claimed cannot know yet what becomes of the one before it.
    /// </summary>
    public ClaimAhead TakeAhead(Vendor vendor, CountedQueue queue, int rows, CancellationToken cancellationToken)
    {
        var next = count.Beside(vendor, queue, rows) is { } beside
            ? TakeAsync(vendor, BudgetOf(vendor, beside), beside, cancellationToken)
            : Task.FromResult<Claim?>(null);
        return new ClaimAhead(vendor, next, give);
    }

    /// <summary>Where accounts take turns, what one of them leaves of its part is for the next claim.</summary>
    public bool MayLeaveSome(string vendor) => turns.IsCrowded(vendor);

    /// <summary>So many rows more stand in the queue, as far as is known.</summary>
    public void Wrote(Vendor vendor, int rows) => count.Add(vendor.Name, rows);

    /// <summary>The queue is counted anew.</summary>
    public void Forget(string vendor) => count.Forget(vendor);

    private LaneBudget BudgetOf(Vendor vendor, CountedQueue queue) =>
        LaneBudget.For(vendor.Options.Budget, queue.Waiting, options.Value.BatchSize);
}
