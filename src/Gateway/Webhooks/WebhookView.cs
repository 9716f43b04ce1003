using System.Text.Json.Serialization;

namespace Gateway.Webhooks;

/// <summary>An endpoint as its owner sees it.</summary>
internal sealed record WebhookView
{
    public required Guid Id { get; init; }

    public required string Url { get; init; }

    public required string? Description { get; init; }

    public required IReadOnlyList<string> Events { get; init; }

    /// <summary><c>enabled</c>, or <c>disabled</c>: then events are kept, not sent.</summary>
    public required string Status { get; init; }

    /// <summary>Why it is disabled.</summary>
    public required string? DisabledReason { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The signing secret, shown only in the answer that creates it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Secret { get; init; }

    public static WebhookView From(Webhook webhook) => new()
    {
        Id = webhook.Id,
        Url = webhook.Url,
        Description = webhook.Description,
        Events = webhook.Events,
        Status = webhook.Status.ToString().ToLowerInvariant(),
        DisabledReason = webhook.DisabledReason,
        CreatedAt = webhook.CreatedAt,
    };
}

/// <summary>A page of endpoints, newest first.</summary>
internal sealed record WebhookList(IReadOnlyList<WebhookView> Items, string? NextCursor);
