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

    /// <summary>A vendor's result said that it may not be used (<see cref="Sender.BlockedCode"/>).</summary>
    Blocked = 2,

    /// <summary>
    /// It was approved until a time that has passed. Never stored: <see cref="Sender.StateAt"/> says it.
    /// </summary>
    Expired = 3,
}

/// <summary>A number that an account may send from. Korean law wants sender numbers (발신번호) registered before they are used.</summary>
internal sealed class Sender
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>Digits only.</summary>
    public required string Number { get; init; }

    public string? Comment { get; set; }

    /// <summary>As it is stored; whoever asks means <see cref="StateAt"/>.</summary>
    public SenderState State { get; set; }

    /// <summary>Until when it may be used, such as the end of its certificate (통신서비스 이용증명원); null: for ever.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>The result code that blocked it last.</summary>
    public int? BlockedCode { get; set; }

    public DateTimeOffset? BlockedAt { get; set; }

    /// <summary>
    /// When an admin unblocked it last: results of messages that had been handed over before that do not block it
    /// again.
    /// </summary>
    public DateTimeOffset? UnblockedAt { get; set; }

    public SenderState StateAt(DateTimeOffset now) =>
        State == SenderState.Approved && ExpiresAt <= now ? SenderState.Expired : State;

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
