using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Gateway.Accounts.OptOuts;

/// <summary>A number that refuses an account's advertisements (수신거부).</summary>
internal sealed class OptOut
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>Digits only; of another country with + and its country code.</summary>
    public required string Number { get; init; }

    public string? Comment { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    internal sealed class Table : IEntityTypeConfiguration<OptOut>
    {
        public void Configure(EntityTypeBuilder<OptOut> builder)
        {
            builder.ToTable("optouts");
            builder.HasKey(optOut => optOut.Id);
        }
    }
}
