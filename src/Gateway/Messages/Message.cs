using Gateway.Vendors;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Gateway.Messages;

/// <summary>The record of a message: written once when it is accepted and once when it ends. Until then its status is overlaid by its <see cref="InflightMessage"/>.</summary>
internal sealed class Message
{
    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    public Guid BatchId { get; private set; }

    public Channel Channel { get; private set; }

    public string Vendor { get; private set; } = "";

    /// <summary>The gateway chose the vendor when it was accepted.</summary>
    public bool Routed { get; private set; }

    /// <summary>The trace of the request that it came with; null when nobody recorded it.</summary>
    public byte[]? Trace { get; private set; }

    public string Sender { get; private set; } = "";

    public string Recipient { get; private set; } = "";

    public string? RecipientName { get; private set; }

    public string? Subject { get; private set; }

    public string? Body { get; private set; }

    public Lane Priority { get; private set; }

    public string? Reference { get; private set; }

    public string? Metadata { get; private set; }

    public string? SubId { get; private set; }

    public string? BillingId { get; private set; }

    public string? Details { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? ScheduledAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public MessageStatus Status { get; private set; }

    public MessagePurpose Purpose { get; private set; }

    /// <summary>The end of the quiet hours that hold it or have held it; null: none did.</summary>
    public DateTimeOffset? HeldUntil { get; private set; }

    public DateTimeOffset? QueuedAt { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }

    public DateTimeOffset? CompletedAt { get; private set; }

    public short? ResultCode { get; private set; }

    /// <summary>
    /// What the code does not say, in words for the sender, such as the letter that a table cannot hold.
    /// </summary>
    public string? ResultReason { get; private set; }

    public string? VendorCode { get; private set; }

    public string? VendorGroup { get; private set; }

    public string? Telecom { get; private set; }

    public bool Late { get; private set; }

    public short? Pages { get; private set; }

    public int? Seconds { get; private set; }

    public string? Reply { get; private set; }

    public decimal? Fee { get; private set; }

    /// <summary>The channel of the vendor's fallback whose result this is, or of the gateway's fallback that followed it.</summary>
    public Channel? FallbackChannel { get; private set; }

    /// <summary>When contents and number were taken out of it; <see cref="Recipient"/> is a hash since then.</summary>
    public DateTimeOffset? ContentRemovedAt { get; private set; }

    /// <summary>The gateway sends a fallback when it fails.</summary>
    public bool FallsBack { get; private set; }

    /// <summary>The message that is the gateway's fallback of this one.</summary>
    public Guid? FallbackId { get; private set; }

    /// <summary>The message whose fallback this is.</summary>
    public Guid? FallbackOf { get; private set; }

    internal sealed class Table : IEntityTypeConfiguration<Message>
    {
        public void Configure(EntityTypeBuilder<Message> builder)
        {
            builder.ToTable("messages");
            builder.HasKey(message => message.Id);
            builder.Property(message => message.Channel).HasConversion<short>();
            builder.Property(message => message.Priority).HasConversion<short>();
            builder.Property(message => message.Status).HasConversion<short>();
            builder.Property(message => message.Purpose).HasConversion<short>();
            builder.Property(message => message.FallbackChannel).HasConversion<short?>();
            builder.Property(message => message.Details).HasColumnType("jsonb");
            builder.Property(message => message.Metadata).HasColumnType("jsonb");
        }
    }
}
