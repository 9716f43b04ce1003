using System.Text.Json;
using Gateway.Acceptance.Requests;
using Gateway.Messages.Contents;
using Gateway.Vendors;

namespace Gateway.Acceptance.Templates;

/// <summary>The fields that a template gives to a message, as they are stored.</summary>
internal sealed record TemplateContent
{
    public string? Text { get; init; }

    public string? Subject { get; init; }

    public KakaoRequest? Kakao { get; init; }

    public FallbackRequest? Fallback { get; init; }

    public List<Guid>? Attachments { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, TemplateJson.Strict.TemplateContent);

    /// <summary>A message that says nothing else.</summary>
    public SendMessageRequest ToRequest(Channel? channel) => new()
    {
        Channel = channel,
        Text = Text,
        Subject = Subject,
        Kakao = Kakao,
        Fallback = Fallback,
        Attachments = Attachments,
    };
}

/// <summary>A template before it is stored.</summary>
internal sealed record TemplateFields(string? Name, Channel? Channel, TemplateContent Content);
