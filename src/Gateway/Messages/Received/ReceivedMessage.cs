using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Gateway.Messages.Received;

/// <summary>A short message that came in.</summary>
internal sealed class ReceivedMessage
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required string Vendor { get; init; }

    /// <summary>The vendor's own key: one row for each, however often it is read.</summary>
    public required string VendorKey { get; init; }

    public string? Sender { get; init; }

    public string? Recipient { get; init; }

    /// <summary>Null when it is encrypted, or was removed.</summary>
    public string? Body { get; init; }

    /// <summary>The text, encrypted.</summary>
    public byte[]? Sealed { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When retention emptied it.</summary>
    public DateTimeOffset? ContentRemovedAt { get; init; }

    internal sealed class Table : IEntityTypeConfiguration<ReceivedMessage>
    {
        public void Configure(EntityTypeBuilder<ReceivedMessage> builder)
        {
            builder.ToTable("received_messages");
            builder.HasKey(message => message.Id);
        }
    }
}
