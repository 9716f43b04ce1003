using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Gateway.Webhooks;

/// <summary>Whether an endpoint is called.</summary>
internal enum WebhookStatus : short
{
    /// <summary>Events are delivered.</summary>
    Enabled = 0,

    /// <summary>Events are kept, not delivered.</summary>
    Disabled = 1,
}

/// <summary>An endpoint of a client that wants events.</summary>
internal sealed class Webhook
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required string Url { get; init; }

    public string? Description { get; init; }

    /// <summary>Patterns as the client gave them.</summary>
    public required string[] Events { get; init; }

    /// <summary>The same as bits, one for each event type, for the database to match.</summary>
    public required long EventMask { get; init; }

    /// <summary>The signing secret, encrypted.</summary>
    public required string Secret { get; init; }

    /// <summary>The secret before this one, encrypted; signed with as well until <see cref="PreviousSecretUntil"/>.</summary>
    public string? PreviousSecret { get; private set; }

    public DateTimeOffset? PreviousSecretUntil { get; private set; }

    /// <summary>One request carries an array of events.</summary>
    public required bool Batch { get; init; }

    /// <summary>Numbers and names are masked, because the key that gave the address may not see them.</summary>
    public required bool Masked { get; init; }

    public WebhookStatus Status { get; private set; }

    public string? DisabledReason { get; private set; }

    public DateTimeOffset? FailingSince { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? DeletedAt { get; private set; }

    internal sealed class Table : IEntityTypeConfiguration<Webhook>
    {
        public void Configure(EntityTypeBuilder<Webhook> builder)
        {
            builder.ToTable("webhooks");
            builder.HasKey(webhook => webhook.Id);
            builder.Property(webhook => webhook.Status).HasConversion<short>();
        }
    }
}
