using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Vendors;

namespace Gateway.Messages;

/// <summary>What a message carries beside its text, in the form in which it is stored and handed over.</summary>
internal sealed record MessageDetails
{
    /// <summary>Of a message that carries nothing but its text.</summary>
    public static MessageDetails None { get; } = new();

    public KakaoContent? Kakao { get; init; }

    public VoiceContent? Voice { get; init; }

    public FaxContent? Fax { get; init; }

    public FallbackContent? Fallback { get; init; }

    /// <summary>Uploaded files, in the order given.</summary>
    public Guid[]? Attachments { get; init; }

    /// <summary>Uploaded pictures of an MMS fallback.</summary>
    public Guid[]? FallbackAttachments { get; init; }

    /// <summary>An uploaded voice scenario.</summary>
    public Guid? Scenario { get; init; }

    /// <summary>The fallback of the gateway, ready to become a message.</summary>
    public NextLeg? Next { get; init; }

    /// <summary>Letters that were replaced before it was stored; null: none.</summary>
    public IReadOnlyList<Replacement>? Replacements { get; init; }

    /// <summary>Everything that people wrote in the message, encrypted, its details among it: then nothing else stands here. See <see cref="Sealing.SealContent"/>.</summary>
    public byte[]? Sealed { get; init; }

    /// <summary>The uploaded files that the message needs, in a fixed order; those of a fallback that the gateway sends are its own.</summary>
    [JsonIgnore]
    public IReadOnlyList<Guid> Files => [.. Attachments ?? [], .. FallbackAttachments ?? [], .. Scenario is { } scenario ? new[] { scenario } : []];

    /// <summary>The stored form; null when there is nothing.</summary>
    public string? ToJson() => Sealed is null && Kakao is null && Voice is null && Fax is null && Fallback is null && Attachments is null && Scenario is null && Next is null && Replacements is null ? null : JsonSerializer.Serialize(this, DetailsJson.Default.MessageDetails);

    public static MessageDetails? FromJson(string? json) => json is null ? null : JsonSerializer.Deserialize(json, DetailsJson.Default.MessageDetails);
}

/// <summary>A fallback of the gateway as it was checked when its message was accepted.</summary>
internal sealed record NextLeg
{
    /// <summary>Not marked required: SMS is the default, which is not written.</summary>
    public Channel Channel { get; init; }

    public required string Vendor { get; init; }

    /// <summary>True when the routing rules chose the vendor.</summary>
    public bool Routed { get; init; }

    /// <summary>Null: the message's own.</summary>
    public string? Text { get; init; }

    public string? Subject { get; init; }

    public Guid[]? Attachments { get; init; }

    public bool WhenUncertain { get; init; }

    public required int ExpireHours { get; init; }

    /// <summary>Letters that were replaced in its texts; null: none.</summary>
    public IReadOnlyList<Replacement>? Replacements { get; init; }

    /// <summary>True when sub-account and billing id mean something to its vendor: it is the message's own.</summary>
    public bool SameVendor { get; init; }
}

[JsonSerializable(typeof(MessageDetails))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
internal sealed partial class DetailsJson : JsonSerializerContext;
