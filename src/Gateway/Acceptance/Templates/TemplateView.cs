using System.Text.Json.Serialization;
using Gateway.Acceptance.Requests;
using Gateway.Accounts;
using Gateway.Messages.Contents;
using Gateway.Platform;
using Gateway.Vendors;

namespace Gateway.Acceptance.Templates;

/// <summary>A template; fields that it does not have are left out.</summary>
internal sealed record TemplateView
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required Channel Channel { get; init; }

    /// <summary>The text with its variables.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Text { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Subject { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public KakaoRequest? Kakao { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FallbackRequest? Fallback { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Guid>? Attachments { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>
    /// Only there when true: what is stored of it cannot be read. Nothing is sent from it; change it whole, or remove
    /// it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Damaged { get; init; }

    public static TemplateView From(MessageTemplate template)
    {
        var content = template.Read();
        return new()
        {
            Id = template.Id,
            Name = template.Name,
            Channel = template.Channel,
            Text = content?.Text,
            Subject = content?.Subject,
            Kakao = content?.Kakao,
            Fallback = content?.Fallback,
            Attachments = content?.Attachments,
            CreatedAt = template.CreatedAt,
            UpdatedAt = template.UpdatedAt,
            Damaged = content is null,
        };
    }

    /// <summary>As this key may see it: people write numbers into texts and links.</summary>
    public TemplateView For(KnownKey key) => key.ReadsPii ? this : this with
    {
        Name = Mask.Text(Name),
        Text = Text is null ? null : Mask.Url(Text),
        Subject = Subject is null ? null : Mask.Url(Subject),
        Kakao = Kakao?.Masked(),
        Fallback = Fallback?.Masked(),
    };
}

/// <summary>A page of templates, newest first.</summary>
internal sealed record TemplateList(
    IReadOnlyList<TemplateView> Items,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? NextCursor);

[JsonSerializable(typeof(TemplateRequest))]
[JsonSerializable(typeof(ChangeTemplateRequest))]
[JsonSerializable(typeof(TemplateContent))]
[JsonSerializable(typeof(TemplateView))]
[JsonSerializable(typeof(TemplateList))]
internal sealed partial class TemplateJson : JsonSerializerContext
{
    /// <summary>As other requests; what is absent is left out.</summary>
    public static TemplateJson Strict { get; } = new(
        new System.Text.Json.JsonSerializerOptions(RequestJson.Strict.Options)
        {
            TypeInfoResolver = Default,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        });
}
