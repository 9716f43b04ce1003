using Gateway.Platform.Bodies;

namespace Gateway.Messages;

/// <content>What is shown of messages whose rows cannot be read.</content>
internal sealed partial class RenderMessage
{
    /// <summary>Written as <c>unknown</c>.</summary>
    private const MessageStatus Unknown = (MessageStatus)(-1);

    private static bool IsKnown(MessageView view) =>
        view.Status.IsKnown() && view.Channel.IsKnown() && view.Priority.IsKnown() && view.Purpose.IsKnown() && (view.Fallback is not { } fallback || fallback.Channel.IsKnown());

    private MessageView Damaged(MessageView view, string fault)
    {
        damaged.Tell("message", view.Id.ToString(), fault);
        return view with { Damaged = true };
    }

    /// <summary>What needs no understanding. Its contents are left out: nobody knows which part of them is sound.</summary>
    private static MessageView Bare(Message message) => new()
    {
        Id = message.Id,
        BatchId = message.BatchId,
        Channel = message.Channel,
        Vendor = message.Vendor,
        From = message.Sender,
        To = new MessageRecipient(message.ContentRemovedAt is null ? message.Recipient : null, null),
        Subject = null,
        Text = null,
        Attachments = [],
        Kakao = null,
        Voice = null,
        Fax = null,
        Status = Unknown,
        Priority = message.Priority,
        Purpose = message.Purpose,
        Reference = message.Reference,
        Metadata = NoMetadata,
        SubId = message.SubId,
        BillingId = message.BillingId,
        CreatedAt = message.CreatedAt,
        ScheduledAt = message.ScheduledAt,
        HeldUntil = message.HeldUntil,
        QueuedAt = message.QueuedAt,
        SentAt = message.SentAt,
        CompletedAt = message.CompletedAt,
        ExpiresAt = message.ExpiresAt,
        ContentRemovedAt = message.ContentRemovedAt,
        Fallback = null,
        WillFallBack = false,
        FallbackOf = message.FallbackOf,
        Result = null,
        Timeline = [],
    };
}
