using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Vendors;

namespace Gateway.Messages;

/// <summary>What a message carries beside its text, in the form in which it is stored and handed over.</summary>
internal sealed record MessageDetails
{
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

    /// <summary>The stored form; null when there is nothing.</summary>
    public string? ToJson() => Kakao is null && Voice is null && Fax is null && Fallback is null && Attachments is null && Scenario is null ? null : JsonSerializer.Serialize(this, DetailsJson.Default.MessageDetails);

    public static MessageDetails? FromJson(string? json) => json is null ? null : JsonSerializer.Deserialize(json, DetailsJson.Default.MessageDetails);
}

[JsonSerializable(typeof(MessageDetails))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
internal sealed partial class DetailsJson : JsonSerializerContext;
