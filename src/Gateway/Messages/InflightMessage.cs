using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Gateway.Messages;

/// <summary>How far the work on a message that has not ended is.</summary>
internal enum InflightState : short
{
    /// <summary>Waits for its due time or for a place in the vendor's queue.</summary>
    Waiting = 0,

    /// <summary>Belongs to a hand-over that is being written.</summary>
    Claimed = 1,

    /// <summary>In the vendor's queue table.</summary>
    Queued = 2,

    /// <summary>Taken by the agent.</summary>
    Sending = 3,
}

/// <summary>The work on a message: one slim row that lives until the message ends, so that every job works on a small table.</summary>
internal sealed class InflightMessage
{
    /// <summary>
    /// When messages of a held batch are due; <c>gateway.held_due()</c> in SQL. A release gives them another time.
    /// </summary>
    public static readonly DateTimeOffset HeldDue = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public Guid MessageId { get; private set; }

    public Guid AccountId { get; private set; }

    public string Vendor { get; private set; } = "";

    public Lane Lane { get; private set; }

    public InflightState State { get; private set; }

    public DateTimeOffset DueAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public Guid? HandoverId { get; private set; }

    public int? Position { get; private set; }

    public DateTimeOffset? QueuedAt { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }

    public DateTimeOffset? NextProbeAt { get; private set; }

    /// <summary>When somebody asked to withdraw its row; null when nobody did, or when it was too late.</summary>
    public DateTimeOffset? CancelRequestedAt { get; private set; }

    /// <summary>The gateway chose its vendor, and may choose another one.</summary>
    public bool Routed { get; private set; }

    /// <summary>Since when its row is being taken back to go to another vendor; null when it is not.</summary>
    public DateTimeOffset? RerouteRequestedAt { get; private set; }

    internal sealed class Table : IEntityTypeConfiguration<InflightMessage>
    {
        public void Configure(EntityTypeBuilder<InflightMessage> builder)
        {
            builder.ToTable("inflight");
            builder.HasKey(row => row.MessageId);
            builder.Property(row => row.Lane).HasConversion<short>();
            builder.Property(row => row.State).HasConversion<short>();
        }
    }
}
