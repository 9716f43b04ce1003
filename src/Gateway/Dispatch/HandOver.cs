using System.Collections.Concurrent;
using Gateway.Platform;
using Gateway.Platform.Loops;
using Gateway.Platform.Telemetry;
using Gateway.Platform.Vendors;
using Gateway.Vendors;
using Gateway.Vendors.ResultCodes;
using Microsoft.Extensions.Options;

namespace Gateway.Dispatch;

/// <summary>
/// Moves waiting messages of one vendor into its queue table: claim and commit, write ledger and rows in one vendor transaction, record. Killed between any two
/// of these, the next one to look finds the truth in the ledger (<see cref="ResolveHandOvers"/>). While many wait, one batch is claimed, one is written and one is recorded at the same time.
/// </summary>
internal sealed partial class HandOver(
    CountQueue count, ClaimMessages claim, FairTurns turns, ReadyMessages ready, RecordHandOver record, VendorHealth health, GatewayTelemetry telemetry, IOptions<DispatchOptions> options, TimeProvider time, ILogger<HandOver> logger)
{
    /// <summary>Recording must finish once the rows are in, even while the process stops.</summary>
    private static readonly TimeSpan RecordTimeout = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Task> _recordings = new(StringComparer.Ordinal);

    /// <summary>
    /// Hand-overs, one after the other, for as long as whole batches flow. Answers how many messages they took from those that wait, null when the queue has no room for any.
    /// </summary>
    public async Task<int?> RunOnceAsync(Vendor vendor, LoopProgress progress, CancellationToken cancellationToken)
    {
        if (_recordings.TryGetValue(vendor.Name, out var before) && before.IsFaulted)
        {
            _recordings.TryRemove(vendor.Name, out _);
            await before;
        }

        // A vendor that cannot be reached fails here, before anything is claimed.
        var queue = await count.CountAsync(vendor, cancellationToken);
        progress.Note();
        var budget = BudgetOf(vendor, queue);
        if (budget.Bulk == 0)
        {
            // Others may have filled it: what is freed next is to be shared.
            turns.Crowd(vendor.Name);
        }

        if (budget.IsEmpty)
        {
            return null;
        }

        var touched = 0;
        for (var claimed = await ClaimAsync(vendor, budget, queue, cancellationToken); claimed is not null;)
        {
            progress.Note();
            (var written, claimed) = await WriteAsync(vendor, claimed, progress, cancellationToken);
            touched += written;
        }

        return touched;
    }

    /// <summary>True when what was written last could not be recorded; the next hand-over tells it.</summary>
    public bool HasFailed(string vendor) => _recordings.GetValueOrDefault(vendor) is { IsFaulted: true };

    /// <summary>Waits until what was written is recorded too.</summary>
    public Task FinishAsync(string vendor) => Task.WhenAny(_recordings.GetValueOrDefault(vendor, Task.CompletedTask));

    /// <summary>Nobody waits for what is being recorded: <see cref="ResolveHandOvers"/> finds in the ledger what became of it.</summary>
    public void Forget(string vendor) => _recordings.TryRemove(vendor, out _);

    /// <summary>Null when nothing may enter the queue now.</summary>
    private async Task<Claim?> ClaimAsync(Vendor vendor, LaneBudget budget, CountedQueue queue, CancellationToken cancellationToken)
    {
        var started = time.GetUtcNow();
        var id = NewId.At(started);
        var before = turns.LastServed(vendor.Name);
        var messages = await claim.ClaimAsync(id, vendor.Name, budget, queue.At, cancellationToken);
        if (messages.Count == 0)
        {
            return null;
        }

        return new Claim(id, started, queue, messages, before);
    }

    /// <summary>
    /// The next claim runs while a whole batch is written: they use different databases. Only where certainly both fit, because the one that is claimed cannot know yet what becomes of the one before it.
    /// </summary>
    private Task<Claim?> ClaimAheadAsync(Vendor vendor, CountedQueue queue, int rows, CancellationToken cancellationToken) =>
        !health.IsPaused(vendor.Name) && count.Beside(vendor, queue, rows) is { } beside
            ? ClaimAsync(vendor, BudgetOf(vendor, beside), beside, cancellationToken)
            : Task.FromResult<Claim?>(null);

    private LaneBudget BudgetOf(Vendor vendor, CountedQueue queue) => LaneBudget.For(vendor.Options.Budget, queue.Waiting, options.Value.BatchSize);

    /// <summary>How many messages this took from those that wait, and what was claimed meanwhile.</summary>
    private async Task<(int Touched, Claim? Next)> WriteAsync(Vendor vendor, Claim claimed, LoopProgress progress, CancellationToken cancellationToken)
    {
        var id = claimed.Id;
        var messages = await ready.OfAsync(vendor, claimed, cancellationToken);
        progress.Note();
        if (messages.Count == 0)
        {
            await record.NeverWrittenAsync(id, cancellationToken);
            return (claimed.Messages.Count, null);
        }

        var next = ClaimAheadAsync(vendor, claimed.Queue, messages.Count, cancellationToken);
        var outcome = await WriteRowsAsync(vendor, id, messages, next, cancellationToken);
        progress.Note();
        count.Add(vendor.Name, messages.Count);
        if (outcome.Kind == HandOverKind.Written)
        {
            // Recorded while the next ones are written and those behind them are claimed. One at a time; the fault of the one before is told when this one is on its way.
            var before = _recordings.GetValueOrDefault(vendor.Name, Task.CompletedTask);
            await Task.WhenAny(before);
            _recordings[vendor.Name] = RecordAsync(vendor, claimed, messages);
            if (before.IsFaulted)
            {
                await GiveBackAsync(vendor, next);
                await before;
            }

            return (messages.Count, await next);
        }

        await GiveBackAsync(vendor, next);
        turns.TakeBack(vendor.Name, claimed.TurnsBefore);
        count.Forget(vendor.Name);
        using var recording = new CancellationTokenSource(RecordTimeout, time);
        switch (outcome.Kind)
        {
            case HandOverKind.BadRow when messages.Count == 1:
                Log.Unwritable(logger, vendor.Name, messages[0].Id, VendorQueues.Explain(outcome.Fault!));
                Guid[] alone = [messages[0].Id];
                await record.FailedAsync(
                    id, alone, ResultCatalogue.InvalidFormat, decided: true, outcome.Reason, recording.Token);
                return (1, null);

            case HandOverKind.BadRow:
                await record.NeverWrittenAsync(id, recording.Token);
                return (await WriteHalvesAsync(vendor, messages.Count, claimed.Queue.Waiting, progress, cancellationToken), null);

            case HandOverKind.NotWritten:
                await record.NeverWrittenAsync(id, recording.Token);
                throw new VendorUnavailableException(vendor.Name, outcome.Fault!);

            case HandOverKind.AlreadyDecided or HandOverKind.InDoubt:
                await ResolveAsync(vendor, id, recording.Token);
                return (messages.Count, null);

            default:
                throw new InvalidOperationException($"Unknown outcome {outcome.Kind}.");
        }
    }

    private async Task<HandOverOutcome> WriteRowsAsync(Vendor vendor, Guid id, IReadOnlyList<OutgoingMessage> messages, Task<Claim?> next, CancellationToken cancellationToken)
    {
        try
        {
            return await vendor.Queue.HandOverAsync(id, messages, cancellationToken);
        }
        catch (Exception fault) when (BadRows.IsOne(fault) && !cancellationToken.IsCancellationRequested)
        {
            // A row that breaks the code that writes it is a bad row; but only the ledger knows that nothing of it was written.
            return await vendor.Queue.ResolveAsync(id, cancellationToken) == HandOverFate.NeverWritten
                ? new HandOverOutcome { Kind = HandOverKind.BadRow, Fault = fault }
                : new HandOverOutcome { Kind = HandOverKind.Written };
        }
        catch
        {
            await GiveBackAsync(vendor, next);
            throw;
        }
    }

    /// <summary>What was claimed ahead waits again.</summary>
    private async Task GiveBackAsync(Vendor vendor, Task<Claim?> ahead)
    {
        try
        {
            if (await ahead is { } claimed)
            {
                turns.TakeBack(vendor.Name, claimed.TurnsBefore);
                using var recording = new CancellationTokenSource(RecordTimeout, time);
                await record.NeverWrittenAsync(claimed.Id, recording.Token);
            }
        }
        catch (Exception fault)
        {
            // The fault that came first is the one to be told. Who looks for undecided hand-overs finds this one.
            Log.NotGivenBack(logger, vendor.Name, fault.GetBaseException().Message);
        }
    }

    private async Task RecordAsync(Vendor vendor, Claim claimed, IReadOnlyList<OutgoingMessage> messages)
    {
        using var recording = new CancellationTokenSource(RecordTimeout, time);
        await record.WrittenAsync(claimed.Id, claimed.Messages.Count, recording.Token);
        telemetry.Tell(vendor, claimed, messages, time.GetUtcNow());
    }

    /// <summary>
    /// One bad row among good ones: smaller hand-overs until it stands alone. The messages keep their place, so the same ones are claimed again; behind less than a whole batch nothing is claimed ahead.
    /// </summary>
    private async Task<int> WriteHalvesAsync(Vendor vendor, int count, int waiting, LoopProgress progress, CancellationToken cancellationToken)
    {
        var written = 0;
        var half = Math.Max(1, count / 2);
        while (written < count)
        {
            var claimed = await ClaimAsync(vendor, LaneBudget.Any(half), new CountedQueue(waiting + written, time.GetUtcNow()), cancellationToken);
            if (claimed is null)
            {
                break;
            }

            var (part, _) = await WriteAsync(vendor, claimed, progress, cancellationToken);
            written += part;
        }

        return written;
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

        [LoggerMessage(3008, LogLevel.Warning, "Messages that were claimed for {Vendor} could not be given back at once: {Fault}")]
        public static partial void NotGivenBack(ILogger logger, string vendor, string fault);
    }
}
