using Gateway.Platform.Telemetry;
using Gateway.Platform.Vendors;
using Gateway.Vendors;
using Gateway.Vendors.ResultCodes;
using Microsoft.Extensions.Options;

namespace Gateway.Dispatch;

/// <summary>
/// Moves waiting messages of one vendor into its queue table: claim and commit, write ledger and rows in one vendor transaction, record. Killed between any two
/// of these, the next one to look finds the truth in the ledger (<see cref="ResolveHandOvers"/>).
/// </summary>
internal sealed partial class HandOver(
    ClaimMessages claim, FairTurns turns, StageMessages stage, RecordHandOver record, GatewayTelemetry telemetry, IOptions<DispatchOptions> options, TimeProvider time, ILogger<HandOver> logger)
{
    /// <summary>Recording must finish once the rows are in, even while the process stops.</summary>
    private static readonly TimeSpan RecordTimeout = TimeSpan.FromSeconds(10);

    /// <summary>A directory that cannot be used is tried again after this long.</summary>
    private static readonly TimeSpan FilesRetry = TimeSpan.FromSeconds(15);

    /// <summary>One hand-over. Answers how many messages it took from those that wait.</summary>
    public async Task<int> RunOnceAsync(Vendor vendor, CancellationToken cancellationToken)
    {
        // A vendor that cannot be reached fails here, before anything is claimed.
        var waiting = await vendor.Queue.CountWaitingAsync(vendor.Options.Budget, cancellationToken);
        var budget = LaneBudget.For(vendor.Options.Budget, waiting, options.Value.BatchSize);
        return budget.IsEmpty ? 0 : await WriteAsync(vendor, budget, cancellationToken);
    }

    private async Task<int> WriteAsync(Vendor vendor, LaneBudget budget, CancellationToken cancellationToken)
    {
        var started = time.GetUtcNow();
        var id = Guid.CreateVersion7(started);
        var claimed = await claim.ClaimAsync(id, vendor.Name, budget, cancellationToken);
        if (claimed.Count == 0)
        {
            return 0;
        }

        var messages = await LayFilesAsync(vendor, id, claimed, cancellationToken);
        if (messages.Count == 0)
        {
            await record.NeverWrittenAsync(id, cancellationToken);
            return claimed.Count;
        }

        var outcome = await vendor.Queue.HandOverAsync(id, messages, cancellationToken);
        using var recording = new CancellationTokenSource(RecordTimeout, time);
        switch (outcome.Kind)
        {
            case HandOverKind.Written:
                await record.WrittenAsync(id, recording.Token);
                Serve(vendor, claimed);
                Tell(vendor, claimed, messages, started);
                return messages.Count;

            case HandOverKind.BadRow when messages.Count == 1:
                Log.Unwritable(logger, vendor.Name, messages[0].Id, outcome.Fault!.Message);
                await record.FailedAsync(id, [messages[0].Id], ResultCatalogue.InvalidFormat, decided: true, recording.Token);
                return 1;

            case HandOverKind.BadRow:
                await record.NeverWrittenAsync(id, recording.Token);
                return await WriteHalvesAsync(vendor, messages.Count, cancellationToken);

            case HandOverKind.NotWritten:
                await record.NeverWrittenAsync(id, recording.Token);
                throw new VendorUnavailableException(vendor.Name, outcome.Fault!);

            case HandOverKind.AlreadyDecided or HandOverKind.InDoubt:
                await ResolveAsync(vendor, id, recording.Token);
                return messages.Count;

            default:
                throw new InvalidOperationException($"Unknown outcome {outcome.Kind}.");
        }
    }

    /// <summary>The next claim begins after the accounts that were served. Only now: what could not be written is claimed again in the same order.</summary>
    private void Serve(Vendor vendor, IReadOnlyList<ClaimedMessage> claimed)
    {
        foreach (var lane in claimed.Where(message => message.Turn > 0).GroupBy(message => message.Lane))
        {
            turns.Serve(vendor.Name, lane.Key, lane.MaxBy(message => message.Turn)!.AccountId); // A group has members.
        }
    }

    /// <summary>The messages whose files lie ready. Of the others, some have failed and some wait; none keeps the rest from going on.</summary>
    private async Task<IReadOnlyList<OutgoingMessage>> LayFilesAsync(Vendor vendor, Guid id, IReadOnlyList<ClaimedMessage> claimed, CancellationToken cancellationToken)
    {
        var staged = await stage.StageAsync(vendor, claimed, cancellationToken);
        if (staged.Hopeless.Count > 0)
        {
            await record.FailedAsync(id, staged.Hopeless, ResultCatalogue.AttachmentFault, decided: false, cancellationToken);
        }

        if (staged.Waiting.Count > 0)
        {
            await record.PostponedAsync(id, staged.Waiting, FilesRetry, cancellationToken);
        }

        if (staged.Later.Count > 0)
        {
            await record.PostponedAsync(id, staged.Later, null, cancellationToken);
        }

        return staged.Ready;
    }

    /// <summary>One bad row among good ones: smaller hand-overs until it stands alone. The messages keep their place, so the same ones are claimed again.</summary>
    private async Task<int> WriteHalvesAsync(Vendor vendor, int count, CancellationToken cancellationToken)
    {
        var written = 0;
        var half = Math.Max(1, count / 2);
        while (written < count)
        {
            var part = await WriteAsync(vendor, LaneBudget.Any(half), cancellationToken);
            if (part == 0)
            {
                break;
            }

            written += part;
        }

        return written;
    }

    private void Tell(Vendor vendor, IReadOnlyList<ClaimedMessage> claimed, IReadOnlyList<OutgoingMessage> written, DateTimeOffset started)
    {
        telemetry.Queued(vendor.Name, written.Count);
        if (telemetry.Traces)
        {
            var ids = written.Select(message => message.Id).ToHashSet();
            var ended = time.GetUtcNow();
            foreach (var message in claimed.Where(message => ids.Contains(message.Message.Id)))
            {
                telemetry.Step("hand over", message.Trace, message.Message.Id, vendor.Name, started, ended);
            }
        }
    }

    private async Task ResolveAsync(Vendor vendor, Guid id, CancellationToken cancellationToken)
    {
        switch (await vendor.Queue.ResolveAsync(id, cancellationToken))
        {
            case HandOverFate.Written:
                await record.WrittenAsync(id, cancellationToken);
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

/// <summary>A vendor's database cannot be reached. Messages wait; nothing was written.</summary>
internal sealed class VendorUnavailableException(string vendor, Exception inner) : Exception($"The database of {vendor} cannot be used: {inner.GetBaseException().Message}", inner);
