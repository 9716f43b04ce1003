using Gateway.Acceptance.Batches.Holds;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Gateway.Acceptance.Batches;

/// <summary>Many messages sent as one.</summary>
internal sealed class Batch
{
    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    public string? Name { get; private set; }

    /// <summary>Of an upload, to go on with it. Which request has the key is decided where all keys are.</summary>
    public string? IdempotencyKey { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When the last chunk came.</summary>
    public DateTimeOffset TouchedAt { get; private set; }

    /// <summary>When the upload ended; null while more may come.</summary>
    public DateTimeOffset? UploadedAt { get; private set; }

    /// <summary>One of its messages that had not ended at the last look: while it waits, nobody needs to look at the others.</summary>
    public Guid? WaitsFor { get; private set; }

    /// <summary>Lines of the upload that are done with. An upload that is repeated with its key goes on behind them.</summary>
    public int Lines { get; private set; }

    /// <summary>A hash over those lines, to know that the repeated upload is the same.</summary>
    public byte[] LinesHash { get; private set; } = [];

    public int Accepted { get; private set; }

    public int Rejected { get; private set; }

    /// <summary>Accepted lines whose number had lost its 0.</summary>
    public int Repaired { get; private set; }

    /// <summary>The first faults, as clients see them.</summary>
    public string Errors { get; private set; } = "[]";

    /// <summary>Letters that were replaced in its messages, summed up; null: none.</summary>
    public string? Replacements { get; private set; }

    /// <summary>Messages by status when the batch had ended; null before.</summary>
    public string? Counts { get; private set; }

    public DateTimeOffset? CompletedAt { get; private set; }

    /// <summary>The batch whose messages it sends again.</summary>
    public Guid? ResendOf { get; private set; }

    /// <summary>How far that has come, as JSON; null for others.</summary>
    public string? Resend { get; private set; }

    /// <summary>Held, at most until then; null: never held.</summary>
    public DateTimeOffset? HeldUntil { get; private set; }

    /// <summary>The key that sent it, of a held batch; null for <c>Gateway:AdminKey</c>.</summary>
    public Guid? MadeBy { get; private set; }

    public DateTimeOffset? ReleasedAt { get; private set; }

    /// <summary>When somebody canceled it as a whole: nothing is added to it any more.</summary>
    public DateTimeOffset? CanceledAt { get; private set; }

    /// <summary>It is released, and some of its messages have no time yet.</summary>
    public bool Releasing { get; private set; }

    /// <summary>The last message that the release has given its time.</summary>
    public Guid? ReleaseAfter { get; private set; }

    /// <summary>How many messages it has given their time.</summary>
    public int ReleaseCount { get; private set; }

    /// <summary>How many messages leave at once; null: all.</summary>
    public int? PaceMessages { get; private set; }

    /// <summary>After how many seconds the next ones follow.</summary>
    public int? PaceSeconds { get; private set; }

    internal BatchTiming Timing => new(
        HeldUntil, PaceMessages is { } messages && PaceSeconds is { } seconds ? new Pace(messages, seconds) : null);

    /// <summary>One that nobody stores.</summary>
    public static Batch OfDryRun(Guid id, NewBatch batch, DateTimeOffset now) => new()
    {
        Id = id,
        AccountId = batch.Caller.AccountId,
        Name = batch.Name,
        CreatedAt = now,
        TouchedAt = now,
        LinesHash = batch.Hash,
        ResendOf = batch.ResendOf,
        HeldUntil = BatchTiming.Of(batch.Hold, batch.Pace, now).HeldUntil,
        PaceMessages = batch.Pace?.Messages,
        PaceSeconds = batch.Pace?.EverySeconds,
    };

    internal sealed class Table : IEntityTypeConfiguration<Batch>
    {
        public void Configure(EntityTypeBuilder<Batch> builder)
        {
            builder.ToTable("batches");
            builder.HasKey(batch => batch.Id);
            builder.Ignore(batch => batch.Timing);
            builder.Property(batch => batch.Errors).HasColumnType("jsonb");
            builder.Property(batch => batch.Replacements).HasColumnType("jsonb");
            builder.Property(batch => batch.Counts).HasColumnType("jsonb");
            builder.Property(batch => batch.Resend).HasColumnType("jsonb");
        }
    }
}
