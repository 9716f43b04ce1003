using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Gateway.Accounts;

/// <summary>Whether a number may be sent from.</summary>
internal enum SenderState : short
{
    /// <summary>It may.</summary>
    Approved = 0,

    /// <summary>The account registered it itself, and the operator has not approved it yet.</summary>
    Pending = 1,
}

/// <summary>A number that an account may send from. Korean law wants sender numbers (발신번호) registered before they are used.</summary>
internal sealed class Sender
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>Digits only.</summary>
    public required string Number { get; init; }

    public string? Comment { get; init; }

    public SenderState State { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    internal sealed class Table : IEntityTypeConfiguration<Sender>
    {
        public void Configure(EntityTypeBuilder<Sender> builder)
        {
            builder.ToTable("senders");
            builder.HasKey(sender => sender.Id);
            builder.Property(sender => sender.State).HasConversion<short>();
        }
    }
}
