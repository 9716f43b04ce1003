using Gateway.Files.Types;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Gateway.Files;

/// <summary>An uploaded file. Its bytes lie in the <see cref="FileStore"/> under its id.</summary>
internal sealed class StoredFile
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>The client's name for it, cleaned; shown, never used as a path.</summary>
    public required string Name { get; init; }

    /// <summary>Read from the content.</summary>
    public required string ContentType { get; init; }

    public required long Size { get; init; }

    public required byte[] Sha256 { get; init; }

    public int? Width { get; init; }

    public int? Height { get; init; }

    /// <summary>Channels that at least one vendor's protocol can send it on.</summary>
    public required string[] UsableFor { get; init; }

    /// <summary>
    /// Why it is not usable on others, as JSON of <see cref="Reasons"/>; null when there is nothing to say.
    /// </summary>
    public string? UnusableFor { get; init; }

    /// <summary>
    /// What <c>?convert=true</c> did to it, as JSON of <see cref="Pictures.Converted"/>; null when nothing.
    /// </summary>
    public string? Converted { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Until when a message may need it: it cannot be deleted before.</summary>
    public DateTimeOffset? LastNeededAt { get; private set; }

    public DateTimeOffset? DeletedAt { get; private set; }

    /// <summary>Why it is not usable on the channels that one might have meant.</summary>
    public IReadOnlyList<UnusableReason> Reasons() =>
        Notes.Read(UnusableFor, FileJson.Readable.IReadOnlyListUnusableReason) ?? [];

    internal sealed class Table : IEntityTypeConfiguration<StoredFile>
    {
        public void Configure(EntityTypeBuilder<StoredFile> builder)
        {
            builder.ToTable("files");
            builder.HasKey(file => file.Id);
        }
    }
}
