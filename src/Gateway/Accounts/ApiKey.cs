using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Gateway.Accounts;

/// <summary>A key of an account. The key itself is shown once and not kept.</summary>
internal sealed class ApiKey
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required string Name { get; set; }

    /// <summary>SHA-256 of the key.</summary>
    public required byte[] Hash { get; init; }

    public required string[] Scopes { get; init; }

    /// <summary>True when its messages never reach a vendor.</summary>
    public required bool Test { get; init; }

    /// <summary>Addresses and networks from which it may be used; null: all.</summary>
    public string[]? AllowedAddresses { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>Accurate to a minute.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    internal sealed class Table : IEntityTypeConfiguration<ApiKey>
    {
        public void Configure(EntityTypeBuilder<ApiKey> builder)
        {
            builder.ToTable("api_keys");
            builder.HasKey(key => key.Id);
        }
    }
}
