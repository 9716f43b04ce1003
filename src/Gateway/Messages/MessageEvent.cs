using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Gateway.Messages;

/// <summary>What can happen, with the number that stands in the database. The number is also the bit in a webhook's mask: 0 to 62.</summary>
internal enum EventType : short
{
    MessageQueued = 0,
    MessageSending = 1,
    MessageDelivered = 2,
    MessageFailed = 3,
    MessageExpired = 4,
    MessageCanceled = 5,

    /// <summary>Another channel was tried after the message itself had failed.</summary>
    MessageFallback = 6,

    /// <summary>Every message of a batch has ended.</summary>
    BatchCompleted = 7,

    /// <summary>A fax came in.</summary>
    FaxReceived = 8,

    /// <summary>A vendor's agent no longer works.</summary>
    VendorDown = 9,

    /// <summary>A vendor's agent works again.</summary>
    VendorUp = 10,

    /// <summary>Somebody asked for a test of an endpoint.</summary>
    WebhookTest = 11,

    /// <summary>A vendor's result blocked a registered sender number.</summary>
    SenderBlocked = 12,

    /// <summary>An account has used a part of its quota: 70, 90 or 100 %.</summary>
    QuotaReached = 13,

    /// <summary>A short message came in; its <c>message_id</c> is that of the received one.</summary>
    MessageReceived = 14,

    /// <summary>A vendor's agent works, with signs of trouble.</summary>
    VendorDegraded = 15,

    /// <summary>An endpoint is not called any more, because it only failed, or refused for good.</summary>
    WebhookDisabled = 16,
}

/// <summary>One change that a client can see. Written in the transaction that makes the change, and only there, so that each change becomes exactly one event.</summary>
internal sealed class MessageEvent
{
    public Guid Id { get; private set; }

    /// <summary>Feed order.</summary>
    public long Seq { get; private set; }

    public Guid AccountId { get; private set; }

    public EventType Type { get; private set; }

    public Guid? MessageId { get; private set; }

    public DateTimeOffset OccurredAt { get; private set; }

    /// <summary>What clients see as <c>data</c>, as JSON; null for events of a message, which are rendered from its record.</summary>
    public string? Data { get; private set; }

    /// <summary>The transaction that made it; see the feed of events.</summary>
    public ulong? Tx { get; private set; }

    internal sealed class Table : IEntityTypeConfiguration<MessageEvent>
    {
        public void Configure(EntityTypeBuilder<MessageEvent> builder)
        {
            builder.ToTable("events");
            builder.HasKey(row => row.Id);
            builder.Property(row => row.Seq).UseIdentityAlwaysColumn();
            builder.Property(row => row.Type).HasConversion<short>();
            builder.Property(row => row.Data).HasColumnType("jsonb");
            builder.Property(row => row.Tx).HasColumnType("xid8");
        }
    }
}

/// <summary>Names of events as clients see them.</summary>
internal static class EventTypes
{
    public static IReadOnlyList<(EventType Type, string Name)> All { get; } =
    [
        (EventType.MessageQueued, "message.queued"),
        (EventType.MessageSending, "message.sending"),
        (EventType.MessageDelivered, "message.delivered"),
        (EventType.MessageFailed, "message.failed"),
        (EventType.MessageExpired, "message.expired"),
        (EventType.MessageCanceled, "message.canceled"),
        (EventType.MessageFallback, "message.fallback"),
        (EventType.BatchCompleted, "batch.completed"),
        (EventType.FaxReceived, "fax.received"),
        (EventType.VendorDown, "vendor.down"),
        (EventType.VendorUp, "vendor.up"),
        (EventType.WebhookTest, "webhook.test"),
        (EventType.SenderBlocked, "sender.blocked"),
        (EventType.QuotaReached, "quota.reached"),
        (EventType.MessageReceived, "message.received"),
        (EventType.VendorDegraded, "vendor.degraded"),
        (EventType.WebhookDisabled, "webhook.disabled"),
    ];

    /// <summary>A number that means nothing is <c>unknown</c>: a damaged row must not hide the others.</summary>
    public static string Name(this EventType type) => All.FirstOrDefault(known => known.Type == type).Name ?? "unknown";

    /// <summary>The status that a message reached with an event of its own.</summary>
    public static MessageStatus Status(this EventType type) => type switch
    {
        EventType.MessageQueued => MessageStatus.Queued,
        EventType.MessageSending => MessageStatus.Sending,
        EventType.MessageDelivered => MessageStatus.Delivered,
        EventType.MessageFailed or EventType.MessageFallback => MessageStatus.Failed,
        EventType.MessageExpired => MessageStatus.Expired,
        EventType.MessageCanceled => MessageStatus.Canceled,
        EventType.BatchCompleted or EventType.FaxReceived or EventType.VendorDown or EventType.VendorUp
            or EventType.WebhookTest or EventType.SenderBlocked or EventType.QuotaReached or EventType.MessageReceived
            or EventType.VendorDegraded or EventType.WebhookDisabled =>
            throw new InvalidOperationException($"{type} is not about one message; its data stands in the event."),
    };
}
