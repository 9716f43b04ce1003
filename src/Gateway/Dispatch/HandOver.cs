using Gateway.Platform.Loops;
using Gateway.Platform.Telemetry;
using Gateway.Platform.Vendors;
using Gateway.Vendors;
using Gateway.Vendors.ResultCodes;

namespace Gateway.Dispatch;

/// <summary>
/// Moves waiting messages of one vendor into its queue table in three stages: claim and commit
/// (<see cref="ClaimBatch"/>), write ledger and rows in one vendor transaction (<see cref="WriteRows"/>), record
/// (<see cref="RecordWritten"/>). Killed between any two of these, the next one to look finds the truth in the ledger
/// (<see cref="ResolveHandOvers"/>). While many wait, one batch is claimed, one is written and one is recorded at the same
/// time; what is claimed ahead belongs to <see cref="ClaimAhead"/>, which gives it back unless it is written next.
/// </summary>
internal sealed partial class HandOver(
    ClaimBatch claim,
    ReadyMessages ready,
    RecordWritten written,
    RecordHandOver record,
    GiveBackClaims give,
    GatewayTelemetry telemetry,
    TimeProvider time,
    ILogger<HandOver> logger)
{
    /// <summary>
    /// Hand-overs, one after the other, for as long as whole batches flow. Answers how many messages they took from those
    /// that wait, null when the queue has no room for any.
    /// </summary>
    public async Task<int?> RunOnceAsync(Vendor vendor, LoopProgress progress, CancellationToken cancellationToken)
    {
        await written.TellAsync(vendor.Name);
        var (queue, budget) = await claim.LookAsync(vendor, cancellationToken);
        progress.Note();
        if (budget.IsEmpty)
        {
            return null;
        }

        var touched = 0;
        for (var claimed = await claim.TakeAsync(vendor, budget, queue, cancellationToken); claimed is not null;)
        {
            progress.Note();
            (var taken, claimed) = await StepAsync(vendor, claimed, progress, cancellationToken);
            touched += taken;
        }

        return touched;
    }

    /// <summary>There may be more than the last hand-over took.</summary>
    public bool MayLeaveSome(string vendor) => claim.MayLeaveSome(vendor);

    /// <summary>True when what was written last could not be recorded; the next hand-over tells it.</summary>
    public bool HasFailed(string vendor) => written.HasFailed(vendor);

    /// <summary>Waits until what was written is recorded too.</summary>
    public Task FinishAsync(string vendor) => written.FinishAsync(vendor);

    /// <summary>A step was given up: nothing of what it knew is believed any more.</summary>
    public void Forget(string vendor)
    {
        written.Forget(vendor);
        claim.Forget(vendor);
    }

    /// <summary>One claim becomes rows. Answers how many messages that took from those that wait, and what was claimed meanwhile.</summary>
    private async Task<(int Touched, Claim? Next)> StepAsync(
        Vendor vendor, Claim claimed, LoopProgress progress, CancellationToken cancellationToken)
    {
        var messages = await ready.OfAsync(vendor, claimed, cancellationToken);
        progress.Note();
        if (messages.Count == 0)
        {
            await record.NeverWrittenAsync(claimed.Id, cancellationToken);
            return (claimed.Messages.Count, null);
        }

        await using var ahead = claim.TakeAhead(vendor, claimed.Queue, messages.Count, cancellationToken);
        var outcome = await WriteRows.WriteAsync(vendor, claimed.Id, messages, cancellationToken);
        progress.Note();
        telemetry.Tell(vendor, outcome);
        claim.Wrote(vendor, messages.Count);
        if (outcome.Kind == HandOverKind.Written)
        {
            await written.BeginAsync(vendor, claimed, messages);
            return (messages.Count, await ahead.TakeAsync());
        }

        // In this order: the turns become those before the older claim.
        await ahead.DisposeAsync();
        give.Unwritten(vendor, claimed);
        return (await EndAsync(vendor, claimed, messages, outcome, progress, cancellationToken), null);
    }

    /// <summary>Ends a claim whose rows were not written, or nobody knows. Answers how many messages that took from those that wait.</summary>
    private async Task<int> EndAsync(
        Vendor vendor,
        Claim claimed,
        IReadOnlyList<OutgoingMessage> messages,
        HandOverOutcome outcome,
        LoopProgress progress,
        CancellationToken cancellationToken)
    {
        using var recording = new CancellationTokenSource(RecordHandOver.Patience, time);
        switch (outcome.Kind)
        {
            case HandOverKind.BadRow when messages.Count == 1:
                Log.Unwritable(logger, vendor.Name, messages[0].Id, VendorQueues.Explain(outcome.Fault!));
                Guid[] alone = [messages[0].Id];
                await record.FailedAsync(
                    claimed.Id, alone, ResultCatalogue.InvalidFormat, decided: true, outcome.Reason, recording.Token);
                return 1;

            case HandOverKind.BadRow:
                await record.NeverWrittenAsync(claimed.Id, recording.Token);
                return await WriteHalvesAsync(vendor, messages.Count, claimed.Queue.Waiting, progress, cancellationToken);

            case HandOverKind.Held:
                await record.NeverWrittenAsync(claimed.Id, recording.Token);
                return 0;

            case HandOverKind.NotWritten:
                await record.NeverWrittenAsync(claimed.Id, recording.Token);
                throw new VendorUnavailableException(vendor.Name, outcome.Fault!);

            case HandOverKind.AlreadyDecided or HandOverKind.InDoubt:
                await ResolveAsync(vendor, claimed.Id, recording.Token);
                return messages.Count;

            default:
                throw new InvalidOperationException($"Unknown outcome {outcome.Kind}.");
        }
    }

    /// <summary>
    /// One bad row among good ones: smaller hand-overs until it stands alone. The messages keep their place, so the same
    /// ones are claimed again; behind less than a whole batch nothing is claimed ahead.
    /// </summary>
    private async Task<int> WriteHalvesAsync(
        Vendor vendor, int count, int waiting, LoopProgress progress, CancellationToken cancellationToken)
    {
        var taken = 0;
        var half = LaneBudget.Any(Math.Max(1, count / 2));
        while (taken < count)
        {
            var queue = new CountedQueue(waiting + taken, time.GetUtcNow());
            if (await claim.TakeAsync(vendor, half, queue, cancellationToken) is not { } claimed)
            {
                break;
            }

            var (part, _) = await StepAsync(vendor, claimed, progress, cancellationToken);
            taken += part;
        }

        return taken;
    }

    private async Task ResolveAsync(Vendor vendor, Guid id, CancellationToken cancellationToken)
    {
        switch (await vendor.Queue.ResolveAsync(id, cancellationToken))
        {
            case HandOverFate.Written:
                await record.WrittenAsync(id, 0, cancellationToken);
                break;
            case HandOverFate.NeverWritten:
                await record.NeverWrittenAsync(id, cancellationToken);
                break;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Error, "{Vendor} cannot take the row of message {MessageId}; it has failed: {Fault}")]
        public static partial void Unwritable(ILogger logger, string vendor, Guid messageId, string fault);
    }
}
