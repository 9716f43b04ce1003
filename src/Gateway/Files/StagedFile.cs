using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Gateway.Files;

/// <summary>A file that lies in an agent's directory for one message.</summary>
internal sealed class StagedFile
{
    public required string Vendor { get; init; }

    public required Guid MessageId { get; init; }

    /// <summary>The whole path as the gateway sees it.</summary>
    public required string Path { get; init; }

    public required DateTimeOffset StagedAt { get; init; }

    internal sealed class Table : IEntityTypeConfiguration<StagedFile>
    {
        public void Configure(EntityTypeBuilder<StagedFile> builder)
        {
            builder.ToTable("staged_files");
            builder.HasKey(file => new { file.Vendor, file.MessageId, file.Path });
        }
    }
}
