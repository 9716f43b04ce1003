using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Accounts;
using Gateway.Files.Pictures;
using Gateway.Files.Types;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.OpenApi;

namespace Gateway.Files;

/// <summary>An uploaded file as its owner sees it.</summary>
[SchemaName("UploadedFile")]
internal sealed record FileView
{
    public required Guid Id { get; init; }

    /// <summary>Your name for it, without folders and control characters.</summary>
    public required string Name { get; init; }

    /// <summary>Read from the content, whatever the name or the request said.</summary>
    public required string ContentType { get; init; }

    /// <summary>In bytes.</summary>
    public required long Size { get; init; }

    /// <summary>SHA-256 of the bytes, in hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Pixels; null for what is no JPEG, PNG, GIF or BMP.</summary>
    public required int? Width { get; init; }

    /// <summary>Pixels; null for what is no JPEG, PNG, GIF or BMP.</summary>
    public required int? Height { get; init; }

    /// <summary>
    /// Channels on which at least one vendor's protocol can send it: <c>mms</c>, <c>fax</c>, <c>voice</c>.
    /// </summary>
    [Words(typeof(Usability), nameof(Usability.Words), As = "FileUse")]
    public required IReadOnlyList<string> UsableFor { get; init; }

    /// <summary>Why not on others: of a picture always for <c>mms</c>. Empty when there is nothing to say.</summary>
    public required IReadOnlyList<UnusableReason> UnusableFor { get; init; }

    /// <summary>What <c>?convert=true</c> changed; null when nothing was.</summary>
    public required Converted? Converted { get; init; }

    /// <summary>Until when new messages may use it.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>As this key may see it: people name files after people.</summary>
    public FileView For(KnownKey key) => key.ReadsPii ? this : this with { Name = Mask.Text(Name) };

    public static FileView From(StoredFile file) => new()
    {
        Id = file.Id,
        Name = file.Name,
        ContentType = file.ContentType,
        Size = file.Size,
        Sha256 = Convert.ToHexStringLower(file.Sha256),
        Width = file.Width,
        Height = file.Height,
        UsableFor = file.UsableFor,
        UnusableFor = file.Reasons(),
        Converted = Notes.Read(file.Converted, FileJson.Readable.Converted),
        ExpiresAt = file.ExpiresAt,
    };
}

[JsonSerializable(typeof(FileView))]
[JsonSerializable(typeof(IReadOnlyList<UnusableReason>))]
[JsonSerializable(typeof(Converted))]
internal sealed partial class FileJson : JsonSerializerContext
{
    /// <summary>Hangul stands as it is, not as \u escapes.</summary>
    public static FileJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = ReadableJson.Encoder,
        TypeInfoResolver = Default,
        Converters = { new UtcTime() },
    });
}
