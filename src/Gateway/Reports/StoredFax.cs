using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Gateway.Reports;

/// <summary>A fax that came in. Its bytes lie where the agent put them.</summary>
internal sealed class StoredFax
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required string Vendor { get; init; }

    /// <summary>The vendor's own key: one row for each, however often it is read.</summary>
    public required string VendorKey { get; init; }

    public string? Sender { get; init; }

    public string? Recipient { get; init; }

    /// <summary>As the agent wrote it; not to be trusted as a path.</summary>
    public required string FileName { get; init; }

    /// <summary>Bytes of the file; null when it was not there.</summary>
    public long? Size { get; init; }

    public int? Pages { get; init; }

    public int? Seconds { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    internal sealed class Table : IEntityTypeConfiguration<StoredFax>
    {
        public void Configure(EntityTypeBuilder<StoredFax> builder)
        {
            builder.ToTable("received_faxes");
            builder.HasKey(fax => fax.Id);
        }
    }
}
