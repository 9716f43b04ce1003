using Gateway.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Gateway.Accounts;

/// <summary>One administrative change: who, what, when. Added in the transaction of the change.</summary>
internal sealed class AuditEntry
{
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The account of the key that was used.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The key that was used; null for <c>Gateway:AdminKey</c>.</summary>
    public required Guid? KeyId { get; init; }

    /// <summary>Such as <c>account.created</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The id of what was changed.</summary>
    public required string Target { get; init; }

    /// <summary>What it was changed to, as JSON, without secrets.</summary>
    public string? Detail { get; init; }

    public static AuditEntry Of(KnownKey caller, string action, object target, string? detail, DateTimeOffset now) => new()
    {
        Id = NewId.At(now),
        At = now,
        AccountId = caller.AccountId,
        KeyId = caller.KeyId,
        Action = action,
        Target = target.ToString() ?? "",
        Detail = detail,
    };

    internal sealed class Table : IEntityTypeConfiguration<AuditEntry>
    {
        public void Configure(EntityTypeBuilder<AuditEntry> builder)
        {
            builder.ToTable("audit_log");
            builder.HasKey(entry => entry.Id);
            builder.Property(entry => entry.Detail).HasColumnType("jsonb");
        }
    }
}
