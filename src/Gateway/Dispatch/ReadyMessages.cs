using Gateway.Messages;
using Gateway.Platform.Vendors;
using Gateway.Vendors;
using Gateway.Vendors.ResultCodes;

namespace Gateway.Dispatch;

/// <summary>Which of the messages that a hand-over has taken can become rows now. Of the others, some have failed and some wait; none keeps the rest from going on.</summary>
internal sealed class ReadyMessages(
    AddOriginCodes origins,
    StageMessages stage,
    RecordHandOver record,
    QuietHours quiet,
    TimeProvider time)
{
    /// <summary>A directory that cannot be used is tried again after this long.</summary>
    private static readonly TimeSpan FilesRetry = TimeSpan.FromSeconds(15);

    /// <summary>What cannot be decrypted is tried again after this long: its key may come back, and until its end it is not given up.</summary>
    private static readonly TimeSpan KeyRetry = TimeSpan.FromMinutes(1);

    public async Task<IReadOnlyList<OutgoingMessage>> OfAsync(Vendor vendor, Claim claimed, CancellationToken cancellationToken)
    {
        var wanted = await RefuseAsync(claimed.Id, claimed.Messages, cancellationToken);
        var coded = await origins.AddAsync(vendor, wanted, cancellationToken);
        var messages = await LayFilesAsync(vendor, claimed.Id, coded, cancellationToken);
        return await HoldAsync(vendor, claimed, messages, cancellationToken);
    }

    /// <summary>The messages that can be read, and whose recipients want them. A number that opted out since its advertisement was accepted ends it.</summary>
    private async Task<IReadOnlyList<ClaimedMessage>> RefuseAsync(Guid id, IReadOnlyList<ClaimedMessage> claimed, CancellationToken cancellationToken)
    {
        List<Guid> damaged = [.. claimed.Where(message => message.Damaged).Select(message => message.Message.Id)];
        if (damaged.Count > 0)
        {
            await record.FailedAsync(
                id, damaged, ResultCatalogue.Other, decided: false, reason: null, cancellationToken);
            claimed = [.. claimed.Where(message => !message.Damaged)];
        }

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

        await record.FailedAsync(id, refused, ResultCatalogue.Refused, decided: false, reason: null, cancellationToken);
        return [.. claimed.Where(message => !message.OptedOut)];
    }

    /// <summary>The messages whose files lie ready.</summary>
    private async Task<IReadOnlyList<OutgoingMessage>> LayFilesAsync(Vendor vendor, Guid id, IReadOnlyList<ClaimedMessage> claimed, CancellationToken cancellationToken)
    {
        var staged = await stage.StageAsync(vendor, claimed, cancellationToken);
        if (staged.Hopeless.Count > 0)
        {
            await record.FailedAsync(
                id, staged.Hopeless, ResultCatalogue.AttachmentFault, decided: false, reason: null, cancellationToken);
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
    private async Task<IReadOnlyList<OutgoingMessage>> HoldAsync(Vendor vendor, Claim claimed, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        var advertisements = claimed.Messages.Where(message => message.Purpose == MessagePurpose.Advertisement).Select(message => message.Message.Id).ToHashSet();
        if (advertisements.Count == 0)
        {
            return messages;
        }

        var now = time.GetUtcNow();
        var sent = now + TimeSpan.FromSeconds((claimed.Queue.Waiting + messages.Count) / (double)vendor.Options.Tps);
        var held = messages.Where(message => advertisements.Contains(message.Id))
            .Select(message => (message.Id, Until: HeldUntil(now, message) ?? HeldUntil(sent, message)))
            .Where(hold => hold.Until is not null).ToList();
        foreach (var hold in held.GroupBy(hold => hold.Until!.Value, hold => hold.Id)) // Filtered above.
        {
            await record.HeldAsync(claimed.Id, [.. hold], hold.Key, cancellationToken);
        }

        var heldIds = held.Select(hold => hold.Id).ToHashSet();
        return heldIds.Count == 0 ? messages : [.. messages.Where(message => !heldIds.Contains(message.Id))];

        DateTimeOffset? HeldUntil(DateTimeOffset at, OutgoingMessage message) =>
            quiet.HeldUntil(at, MessagePurpose.Advertisement, message.Channel);
    }
}
