using System.Collections.Frozen;
using System.Text.Json;
using Gateway.Platform;
using Gateway.Vendors;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Gateway.Acceptance.Templates;

/// <summary>What many messages of an account share.</summary>
internal sealed class MessageTemplate
{
    private static readonly FrozenSet<Channel> Channels = Enum.GetValues<Channel>().ToFrozenSet();

    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>Unique in the account, letter by letter.</summary>
    public required string Name { get; set; }

    public required Channel Channel { get; set; }

    /// <summary>Of an alimtalk, with its code unique in the account; null for all others.</summary>
    public string? SenderKey { get; set; }

    /// <summary>The same.</summary>
    public string? TemplateCode { get; set; }

    /// <summary>A <see cref="TemplateContent"/> as JSON.</summary>
    public required string Content { get; set; }

    /// <summary>The number of the account's change that made it what it is.</summary>
    public long Revision { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>One that is made now.</summary>
    public static MessageTemplate New(Guid accountId, TemplateFields fields, long revision, DateTimeOffset now)
    {
        var template = new MessageTemplate
        {
            Id = NewId.At(now),
            AccountId = accountId,
            Name = "",
            Channel = default,
            Content = "",
            CreatedAt = now,
            UpdatedAt = now,
        };
        template.Set(fields, revision, now);
        return template;
    }

    /// <summary>Null when what is stored cannot be read.</summary>
    public TemplateContent? Read()
    {
        try
        {
            return Channels.Contains(Channel)
                ? JsonSerializer.Deserialize(Content, TemplateJson.Strict.TemplateContent)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Takes what is checked.</summary>
    public void Set(TemplateFields fields, long revision, DateTimeOffset now)
    {
        (Name, Channel) = (fields.Name!, fields.Channel!.Value); // Checked.
        var isAlimTalk = Channel == Channel.AlimTalk;
        SenderKey = isAlimTalk ? fields.Content.Kakao?.SenderKey : null;
        TemplateCode = isAlimTalk ? fields.Content.Kakao?.TemplateCode : null;
        Content = fields.Content.ToJson();
        (Revision, UpdatedAt) = (revision, now);
    }

    internal sealed class Table : IEntityTypeConfiguration<MessageTemplate>
    {
        public void Configure(EntityTypeBuilder<MessageTemplate> builder)
        {
            builder.ToTable("templates");
            builder.HasKey(template => template.Id);
            builder.Property(template => template.Channel).HasConversion<short>();
            builder.Property(template => template.Content).HasColumnType("jsonb");
        }
    }
}
