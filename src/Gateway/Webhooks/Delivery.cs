using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Gateway.Webhooks;

/// <summary>The state of a delivery.</summary>
internal enum DeliveryStatus : short
{
    /// <summary>To be attempted, for the first time or again.</summary>
    Pending = 0,

    /// <summary>The endpoint answered with 2xx.</summary>
    Succeeded = 1,

    /// <summary>All attempts failed. Can be redelivered.</summary>
    Failed = 2,
}

/// <summary>One event on its way to one endpoint.</summary>
internal sealed class Delivery
{
    public Guid Id { get; private set; }

    public Guid WebhookId { get; private set; }

    public Guid EventId { get; private set; }

    public long EventSeq { get; private set; }

    public Guid? MessageId { get; private set; }

    public DeliveryStatus Status { get; private set; }

    /// <summary>Attempts made and stored.</summary>
    public short Attempts { get; private set; }

    /// <summary>Of them, those before it was last redelivered: the schedule begins anew then.</summary>
    public short AttemptsBefore { get; private set; }

    /// <summary>The request that it shares with others; null for a request of its own.</summary>
    public Guid? GroupId { get; private set; }

    public DateTimeOffset NextAttemptAt { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? CompletedAt { get; private set; }

    /// <summary>The attempt that succeeded. Those that failed are <see cref="DeliveryAttempt"/>s.</summary>
    public DateTimeOffset? AttemptedAt { get; private set; }

    public short? StatusCode { get; private set; }

    public int? DurationMs { get; private set; }

    public string? Answer { get; private set; }

    internal sealed class Table : IEntityTypeConfiguration<Delivery>
    {
        public void Configure(EntityTypeBuilder<Delivery> builder)
        {
            builder.ToTable("deliveries");
            builder.HasKey(delivery => new { delivery.WebhookId, delivery.Id });
            builder.Property(delivery => delivery.Status).HasConversion<short>();
        }
    }
}

/// <summary>One request to an endpoint that did not succeed, or did before its delivery was asked for again.</summary>
internal sealed class DeliveryAttempt
{
    public Guid DeliveryId { get; private set; }

    public short Number { get; private set; }

    public DateTimeOffset At { get; private set; }

    public short? StatusCode { get; private set; }

    /// <summary>Why there was no answer: timeout, dns, connection, address, tls.</summary>
    public string? Error { get; private set; }

    public int DurationMs { get; private set; }

    /// <summary>The first bytes of the answer.</summary>
    public string? Answer { get; private set; }

    internal sealed class Table : IEntityTypeConfiguration<DeliveryAttempt>
    {
        public void Configure(EntityTypeBuilder<DeliveryAttempt> builder)
        {
            builder.ToTable("delivery_attempts");
            builder.HasKey(attempt => new { attempt.DeliveryId, attempt.Number });
        }
    }
}
