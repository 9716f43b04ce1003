using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Gateway.Accounts;

/// <summary>A number that an account may send from. Korean law wants sender numbers (발신번호) registered before they are used.</summary>
internal sealed class Sender
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>Digits only.</summary>
    public required string Number { get; init; }

    public string? Comment { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    internal sealed class Table : IEntityTypeConfiguration<Sender>
    {
        public void Configure(EntityTypeBuilder<Sender> builder)
        {
            builder.ToTable("senders");
            builder.HasKey(sender => sender.Id);
        }
    }
}
