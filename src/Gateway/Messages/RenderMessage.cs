using System.Text.Json;
using Gateway.Messages.Contents;
using Gateway.Messages.Sealing;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Gateway.Vendors.ResultCodes;

namespace Gateway.Messages;

/// <summary>Turns a record, and what is still in flight of it, into what clients see: now, or as it was when an event happened.</summary>
internal sealed partial class RenderMessage(VendorTable vendors, SealContent seal, DamagedRows damaged, TimeProvider time)
{
    private static readonly Dictionary<string, string> NoMetadata = [];

    /// <summary>The message as it is now.</summary>
    public MessageView Now(Message message, InflightMessage? inflight) => Safely(message, () => NowOf(message, inflight));

    /// <summary>The message as it was when an event happened: later changes are left out, so that an event always says the same.</summary>
    public MessageView AsOf(Message message, EventType type, DateTimeOffset at, InflightMessage? inflight) => Safely(message, () => AsOf(message, type, StatusAt(type, message), at, inflight));

    /// <summary>The border around each message: one that cannot be read must not hide the others.</summary>
    private MessageView Safely(Message message, Func<MessageView> view)
    {
        try
        {
            var seen = view();
            return seen.Damaged || IsKnown(seen) ? seen : Damaged(seen, "a number in it means nothing.");
        }
        catch (Exception fault) when (!UnhandledExceptionHandler.IsStorageFault(fault))
        {
            return Damaged(Bare(message), $"{fault.GetType().Name}.");
        }
    }

    private MessageView NowOf(Message message, InflightMessage? inflight)
    {
        var status = inflight is null ? message.Status : StatusOf(inflight, message.ScheduledAt);
        var (queued, sent) = inflight is null ? (message.QueuedAt, message.SentAt) : (inflight.QueuedAt, inflight.SentAt);
        var view = View(message, status, queued, sent, message.CompletedAt);

        // A release gives another one to the work alone.
        return inflight is null || inflight.DueAt == InflightMessage.HeldDue
            ? view
            : view with { ExpiresAt = inflight.ExpiresAt };
    }

    private MessageView AsOf(
        Message message, EventType type, MessageStatus status, DateTimeOffset at, InflightMessage? inflight) => status switch
        {
            MessageStatus.Queued => View(message, status, at, null, null),
            MessageStatus.Sending => View(message, status, inflight?.QueuedAt ?? message.QueuedAt, inflight?.SentAt ?? message.SentAt ?? at, null),
            MessageStatus.Scheduled or MessageStatus.Accepted => View(message, status, null, null, null),
            MessageStatus.Delivered or MessageStatus.Failed or MessageStatus.Expired or MessageStatus.Canceled =>
                View(message, status, message.QueuedAt, message.SentAt, WasCorrected(message, status) ? at : message.CompletedAt, type),
        };

    /// <summary>The status that a message had when an event of its own happened. A fallback follows a message that has failed or expired; what was corrected later had expired.</summary>
    private static MessageStatus StatusAt(EventType type, Message message) =>
        type != EventType.MessageFallback ? type.Status() : message.Late ? MessageStatus.Expired : message.Status;

    private MessageStatus StatusOf(InflightMessage inflight, DateTimeOffset? scheduledAt) => inflight.State switch
    {
        // On its way from one vendor's queue to another's.
        InflightState.Waiting or InflightState.Claimed when inflight.QueuedAt is not null => MessageStatus.Queued,
        InflightState.Waiting => scheduledAt > time.GetUtcNow() ? MessageStatus.Scheduled : MessageStatus.Accepted,
        InflightState.Claimed => MessageStatus.Accepted,
        InflightState.Queued => MessageStatus.Queued,
        InflightState.Sending => MessageStatus.Sending,
    };

    private MessageView View(
        Message message,
        MessageStatus status,
        DateTimeOffset? queuedAt,
        DateTimeOffset? sentAt,
        DateTimeOffset? completedAt,
        EventType? told = null)
    {
        var ended = status >= MessageStatus.Delivered;
        var content = seal.Open(message);
        var isUsed = ended && message.FallbackChannel is not null && !IsBeforeFallback(message, told);
        var follows = !isUsed && Follows(message, status, content.Details?.Next, told);
        return new MessageView
        {
            Id = message.Id,
            BatchId = message.BatchId,
            Channel = message.Channel,
            Vendor = message.Vendor,
            From = message.Sender,
            To = new MessageRecipient(message.ContentRemovedAt is null ? message.Recipient : null, content.RecipientName),
            Subject = content.Subject,
            Text = content.Text,
            Attachments = content.Details?.Attachments ?? [],
            Kakao = content.Details?.Kakao is { } kakao ? RequestOfDetails.Kakao(kakao) : null,
            Voice = content.Details is { } called ? RequestOfDetails.Voice(called) : null,
            Fax = content.Details?.Fax is { } fax ? RequestOfDetails.Fax(fax) : null,
            Status = status,
            Priority = message.Priority,
            Purpose = message.Purpose,
            Reference = message.Reference,
            Metadata = content.Metadata is null ? NoMetadata : JsonSerializer.Deserialize(content.Metadata, MessageJson.Strict.DictionaryStringString) ?? NoMetadata,
            SubId = message.SubId,
            BillingId = message.BillingId,
            CreatedAt = message.CreatedAt,
            ScheduledAt = message.ScheduledAt,
            HeldUntil = message.HeldUntil,
            QueuedAt = queuedAt,
            SentAt = sentAt,
            CompletedAt = ended ? completedAt : null,
            ExpiresAt = message.ExpiresAt,
            ContentRemovedAt = message.ContentRemovedAt,
            Fallback = FallbackView.Of(
                content.Details is { } details ? RequestOfDetails.Fallback(details) : null,
                isUsed ? message.FallbackChannel : null,
                isUsed ? message.FallbackId : null,
                ended,
                follows),
            WillFallBack = follows || (isUsed && message.FallbackId is not null),
            FallbackOf = message.FallbackOf,
            Result = ended ? Result(message, status) : null,
            Timeline = Timeline(message, status, queuedAt, sentAt, completedAt),
            Replacements = content.Details?.Replacements,
            Damaged = content.Unreadable,
        };
    }

    /// <summary>The end of a message is told before its fallback is.</summary>
    private static bool IsBeforeFallback(Message message, EventType? told) =>
        message.FallbackId is not null && told is (EventType.MessageFailed or EventType.MessageExpired);

    /// <summary>
    /// True when the gateway is about to send the fallback. An event says what was known when it happened; later the
    /// record says whether that is still so.
    /// </summary>
    private bool Follows(Message message, MessageStatus status, NextLeg? next, EventType? told)
    {
        if (next is null
            || status is not (MessageStatus.Failed or MessageStatus.Expired)
            || !(message.FallsBack || told is not null))
        {
            return false;
        }

        var end = WasCorrected(message, status)
            ? new LegEnd(message.Vendor, ResultCatalogue.ReportExpired, null, null)
            : new LegEnd(message.Vendor, message.ResultCode, message.VendorCode, message.VendorGroup);
        return FallbackRules.MayFollow(end, next, vendors);
    }

    private ResultView? Result(Message message, MessageStatus status)
    {
        var corrected = WasCorrected(message, status);
        if (message.ResultCode is not { } number)
        {
            return null;
        }

        // A code that a later version dropped must not hide the message.
        var code = ResultCatalogue.Find(corrected ? ResultCatalogue.ReportExpired : number) ?? ResultCatalogue.Get(ResultCatalogue.Other);
        var vendorCode = corrected ? null : message.VendorCode;
        var known = vendorCode is not null && message.VendorGroup is not null && vendors.Find(message.Vendor) is { } vendor
            ? ResultCatalogue.Find(vendor.Protocol.Name, message.VendorGroup, vendorCode)
            : null;
        return new ResultView
        {
            Code = code.Code,
            Name = code.Name,
            Outcome = code.Outcome,
            Retryable = known?.Retryable ?? false,
            Description = message.ResultReason is { } reason && !corrected
                ? $"{code.Description.TrimEnd('.')}. {reason}"
                : code.Description,
            DescriptionKo = code.DescriptionKo,
            VendorCode = vendorCode,
            VendorDescriptionKo = known?.DescriptionKo,
            Uncertain = known?.Uncertain ?? false,
            Late = message.Late && !corrected,
            Telecom = corrected ? null : message.Telecom,
            Pages = corrected ? null : message.Pages,
            Seconds = corrected ? null : message.Seconds,
            Reply = corrected ? null : message.Reply,
            Fee = corrected ? null : message.Fee,
        };
    }

    /// <summary>An event of a message that had expired before a late report came tells the expiry, not the report.</summary>
    private static bool WasCorrected(Message message, MessageStatus status) => status == MessageStatus.Expired && message.Late;

    /// <summary>Agents write whole seconds of their own clock, so a step may carry an earlier time than the one before it; here it never does.</summary>
    private static List<TimelineEntry> Timeline(Message message, MessageStatus status, DateTimeOffset? queuedAt, DateTimeOffset? sentAt, DateTimeOffset? completedAt)
    {
        var steps = new List<TimelineEntry> { new(message.CreatedAt, message.ScheduledAt is null ? MessageStatus.Accepted : MessageStatus.Scheduled) };
        Add(message.ScheduledAt, MessageStatus.Accepted, status is not (MessageStatus.Scheduled or MessageStatus.Canceled));
        Add(queuedAt, MessageStatus.Queued, true);
        Add(sentAt, MessageStatus.Sending, true);
        Add(completedAt, status, status >= MessageStatus.Delivered);
        return steps;

        void Add(DateTimeOffset? at, MessageStatus reached, bool happened)
        {
            if (at is { } time && happened)
            {
                steps.Add(new TimelineEntry(time > steps[^1].At ? time : steps[^1].At, reached));
            }
        }
    }
}
