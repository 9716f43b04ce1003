using System.Collections.Concurrent;
using Gateway.Messages;
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
    CountQueue count, ClaimMessages claim, FairTurns turns, StageMessages stage, RecordHandOver record, GatewayTelemetry telemetry, IOptions<DispatchOptions> options, TimeProvider time, ILogger<HandOver> logger)
{
    /// <summary>Recording must finish once the rows are in, even while the process stops.</summary>
    private static readonly TimeSpan RecordTimeout = TimeSpan.FromSeconds(10);

    /// <summary>A directory that cannot be used is tried again after this long.</summary>
    private static readonly TimeSpan FilesRetry = TimeSpan.FromSeconds(15);

    /// <summary>What cannot be decrypted is tried again after this long: its key may come back, and until its end it is not given up.</summary>
    private static readonly TimeSpan KeyRetry = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Task> _recordings = new(StringComparer.Ordinal);

    /// <summary>One hand-over. Answers how many messages it took from those that wait, null when the queue has no room for any.</summary>
    public async Task<int?> RunOnceAsync(Vendor vendor, CancellationToken cancellationToken)
    {
        if (_recordings.TryGetValue(vendor.Name, out var before) && before.IsFaulted)
        {
            _recordings.TryRemove(vendor.Name, out _);
            await before;
        }

        // A vendor that cannot be reached fails here, before anything is claimed.
        var queue = await count.CountAsync(vendor, cancellationToken);
        var budget = LaneBudget.For(vendor.Options.Budget, queue.Waiting, options.Value.BatchSize);
        if (budget.Bulk == 0)
        {
            // Others may have filled it: what is freed next is to be shared.
            turns.Crowd(vendor.Name);
        }

        return budget.IsEmpty ? null : await WriteAsync(vendor, budget, queue, cancellationToken);
    }

    /// <summary>Waits until what was written is recorded too.</summary>
    public async Task FinishAsync()
    {
        foreach (var recording in _recordings.Values)
        {
            await Task.WhenAny(recording);
        }
    }

    private async Task<int> WriteAsync(Vendor vendor, LaneBudget budget, CountedQueue queue, CancellationToken cancellationToken)
    {
        var started = time.GetUtcNow();
        var id = Guid.CreateVersion7(started);
        var claimed = await claim.ClaimAsync(id, vendor.Name, budget, queue.At, cancellationToken);
        if (claimed.Count == 0)
        {
            return 0;
        }

        if (_recordings.TryGetValue(vendor.Name, out var before))
        {
            // One at a time. Its fault is told when this one is written.
            await Task.WhenAny(before);
        }

        var wanted = await RefuseAsync(id, claimed, cancellationToken);
        var messages = await LayFilesAsync(vendor, id, wanted, cancellationToken);
        messages = await HoldAsync(vendor, id, claimed, messages, queue.Waiting, cancellationToken);
        if (messages.Count == 0)
        {
            await record.NeverWrittenAsync(id, cancellationToken);
            return claimed.Count;
        }

        var outcome = await vendor.Queue.HandOverAsync(id, messages, cancellationToken);
        count.Add(vendor.Name, messages.Count);
        if (outcome.Kind == HandOverKind.Written)
        {
            // Recorded while the next ones are claimed: these two wait for the same database, but not for each other.
            Serve(vendor, claimed);
            _recordings[vendor.Name] = RecordAsync(vendor, id, claimed, messages, started);
            return messages.Count;
        }

        count.Forget(vendor.Name);
        using var recording = new CancellationTokenSource(RecordTimeout, time);
        switch (outcome.Kind)
        {
            case HandOverKind.BadRow when messages.Count == 1:
                Log.Unwritable(logger, vendor.Name, messages[0].Id, outcome.Fault!.Message);
                await record.FailedAsync(id, [messages[0].Id], ResultCatalogue.InvalidFormat, decided: true, recording.Token);
                return 1;

            case HandOverKind.BadRow:
                await record.NeverWrittenAsync(id, recording.Token);
                return await WriteHalvesAsync(vendor, messages.Count, queue.Waiting, cancellationToken);

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

    private async Task RecordAsync(Vendor vendor, Guid id, IReadOnlyList<ClaimedMessage> claimed, IReadOnlyList<OutgoingMessage> messages, DateTimeOffset started)
    {
        using var recording = new CancellationTokenSource(RecordTimeout, time);
        await record.WrittenAsync(id, recording.Token);
        Tell(vendor, claimed, messages, started);
    }

    /// <summary>The next claim begins after the accounts that were served. Only now: what could not be written is claimed again in the same order.</summary>
    private void Serve(Vendor vendor, IReadOnlyList<ClaimedMessage> claimed)
    {
        foreach (var lane in claimed.Where(message => message.Turn > 0).GroupBy(message => message.Lane))
        {
            turns.Serve(vendor.Name, lane.Key, lane.MaxBy(message => message.Turn)!.AccountId); // A group has members.
        }
    }

    /// <summary>The messages that can be read, and whose recipients want them. A number that opted out since its advertisement was accepted ends it.</summary>
    private async Task<IReadOnlyList<ClaimedMessage>> RefuseAsync(Guid id, IReadOnlyList<ClaimedMessage> claimed, CancellationToken cancellationToken)
    {
        List<Guid> unreadable = [.. claimed.Where(message => message.Unreadable).Select(message => message.Message.Id)];
        if (unreadable.Count > 0)
        {
            await record.PostponedAsync(id, unreadable, KeyRetry, cancellationToken);
            claimed = [.. claimed.Where(message => !message.Unreadable)];
        }

        List<Guid> refused = [.. claimed.Where(message => message.OptedOut).Select(message => message.Message.Id)];
        if (refused.Count == 0)
        {
            return claimed;
        }

        await record.FailedAsync(id, refused, ResultCatalogue.Refused, decided: false, cancellationToken);
        return [.. claimed.Where(message => !message.OptedOut)];
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

    /// <summary>
    /// The messages that may be sent at this hour; advertisements that came into quiet hours wait for their end. Asked as the last thing before the rows are written, and for the moment at
    /// which the agent will have sent them, behind what stands in the queue already.
    /// </summary>
    private async Task<IReadOnlyList<OutgoingMessage>> HoldAsync(
        Vendor vendor, Guid id, IReadOnlyList<ClaimedMessage> claimed, IReadOnlyList<OutgoingMessage> messages, int waiting, CancellationToken cancellationToken)
    {
        var advertisements = claimed.Where(message => message.Purpose == MessagePurpose.Advertisement).Select(message => message.Message.Id).ToHashSet();
        if (advertisements.Count == 0)
        {
            return messages;
        }

        var now = time.GetUtcNow();
        var sent = now + TimeSpan.FromSeconds((waiting + messages.Count) / (double)vendor.Options.Tps);
        var held = messages.Where(message => advertisements.Contains(message.Id))
            .Select(message => (message.Id, Until: QuietHours.HeldUntil(now, MessagePurpose.Advertisement, message.Channel) ?? QuietHours.HeldUntil(sent, MessagePurpose.Advertisement, message.Channel)))
            .Where(hold => hold.Until is not null).ToList();
        foreach (var hold in held.GroupBy(hold => hold.Until!.Value, hold => hold.Id)) // Filtered above.
        {
            await record.HeldAsync(id, [.. hold], hold.Key, cancellationToken);
        }

        var heldIds = held.Select(hold => hold.Id).ToHashSet();
        return heldIds.Count == 0 ? messages : [.. messages.Where(message => !heldIds.Contains(message.Id))];
    }

    /// <summary>One bad row among good ones: smaller hand-overs until it stands alone. The messages keep their place, so the same ones are claimed again.</summary>
    private async Task<int> WriteHalvesAsync(Vendor vendor, int count, int waiting, CancellationToken cancellationToken)
    {
        var written = 0;
        var half = Math.Max(1, count / 2);
        while (written < count)
        {
            var part = await WriteAsync(vendor, LaneBudget.Any(half), new CountedQueue(waiting + written, time.GetUtcNow()), cancellationToken);
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
