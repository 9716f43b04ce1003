using Gateway.Messages;
using Gateway.Platform.Loops;
using Gateway.Platform.Vendors;
using Microsoft.Extensions.Options;

namespace Gateway.Dispatch;

/// <summary>
/// One loop for each vendor, so that a vendor whose database is away delays nobody else. Any number of processes may run it: claims skip what others hold. So a step that was given up and ends after all
/// harms nothing either: what it claimed is its own, what it wrote stands in the vendor's ledger in the same transaction, and <see cref="ResolveHandOvers"/> decides by the ledger what it left open.
/// </summary>
internal sealed class HandOverLoop(
    Vendor vendor,
    TakingVendors taking,
    HandOverPace pace,
    HandOver handOver,
    NextDue nextDue,
    MessageSignals signals,
    IOptions<DispatchOptions> options) : ILoop
{
    /// <summary>
    /// What this process or another one accepts wakes the loop, and a reservation is claimed at its time. What a node has
    /// left behind, or another one has moved, is seen by <see cref="LookForWork"/>.
    /// </summary>
    private static readonly TimeSpan IdlePoll = LookForWork.OwnLook;

    private readonly TimeSpan _poll = TimeSpan.FromMilliseconds(options.Value.PollMilliseconds);

    /// <summary>What the last rest waited for; null when there was something to do, so that there may be more.</summary>
    private Task? _beat;

    private TimeSpan Poll => signals.HearsOthers && _poll < IdlePoll ? IdlePoll : _poll;

    public string Name => $"hand-over/{vendor.Name}";

    /// <summary>A vendor's database that comes back is used again within this time, and told as healthy within five seconds.</summary>
    public TimeSpan LongestPause => TimeSpan.FromSeconds(3);

    public async Task<Rest> StepAsync(LoopProgress progress, CancellationToken cancellationToken)
    {
        var woken = _beat is null or { IsCompleted: true };
        var beat = _beat = signals.Accepted.Next(vendor.Name);
        if (!await taking.TakesAsync(vendor, cancellationToken))
        {
            return Rest.Till(beat, _poll);
        }

        progress.Note();
        if (!woken && !handOver.HasFailed(vendor.Name) && await nextDue.UntilAsync(vendor.Name, cancellationToken) is var wait && wait > TimeSpan.Zero)
        {
            return Rest.Till(beat, wait < Poll ? wait : Poll);
        }

        await pace.WaitAsync(vendor.Name, cancellationToken);
        progress.Note();

        // What came meanwhile is taken as well.
        beat = _beat = signals.Accepted.Next(vendor.Name);
        var taken = await handOver.RunOnceAsync(vendor, progress, cancellationToken);
        pace.Took(vendor.Name, taken ?? 0);
        switch (taken)
        {
            case null:
                // Only the agent makes room, and it does not tell us.
                _beat = null;
                return Rest.For(_poll);
            case > 0 when handOver.MayLeaveSome(vendor.Name):
                _beat = null;
                return Rest.None;
            default:
                // All that was there when the beat was taken has gone, and what came since has beaten.
                return Rest.Till(beat, _poll);
        }
    }

    public void GiveUp() => handOver.Forget(vendor.Name);

    public Task EndAsync() => handOver.FinishAsync(vendor.Name);
}
