using System.Text.Json.Serialization;
using Gateway.Accounts;
using Gateway.Platform;
using Gateway.Platform.Bodies;

namespace Gateway.Webhooks;

/// <summary>An endpoint as its owner sees it.</summary>
internal sealed record WebhookView
{
    public required Guid Id { get; init; }

    public required string Url { get; init; }

    public required string? Description { get; init; }

    [Words(typeof(EventPattern), nameof(EventPattern.Words), As = "EventPattern")]
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>True: one request carries an array of up to 100 events.</summary>
    public required bool Batch { get; init; }

    /// <summary>True: numbers and names of recipients are masked in its events, because the key that gave the address lacks <c>messages:read-pii</c>.</summary>
    public required bool Masked { get; init; }

    /// <summary><c>enabled</c>, or <c>disabled</c>: then events are kept, not sent.</summary>
    [Words(typeof(WebhookStatus))]
    public required string Status { get; init; }

    /// <summary>Why it is disabled.</summary>
    public required string? DisabledReason { get; init; }

    /// <summary>Since when every attempt has failed; null when the latest one succeeded. After five days of nothing but failures the endpoint is disabled.</summary>
    public required DateTimeOffset? FailingSince { get; init; }

    /// <summary>Until then requests are signed with the secret before this one as well; null when there is only one.</summary>
    public required DateTimeOffset? PreviousSecretUntil { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The signing secret, shown only in the answer that makes it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Secret { get; init; }

    /// <summary>As this key may see it: people's numbers stand in descriptions, and in paths and queries of addresses.</summary>
    public WebhookView For(KnownKey key) =>
        key.ReadsPii
            ? this
            : this with { Url = Mask.Url(Url), Description = Description is null ? null : Mask.Text(Description) };

    public static WebhookView From(Webhook webhook, DateTimeOffset now) => new()
    {
        Id = webhook.Id,
        Url = webhook.Url,
        Description = webhook.Description,
        Events = webhook.Events,
        Status = webhook.Status.Word(),
        DisabledReason = webhook.DisabledReason,
        Batch = webhook.Batch,
        Masked = webhook.Masked,
        FailingSince = webhook.FailingSince,
        PreviousSecretUntil = webhook.PreviousSecretUntil > now ? webhook.PreviousSecretUntil : null,
        CreatedAt = webhook.CreatedAt,
        UpdatedAt = webhook.UpdatedAt,
    };
}

/// <summary>A page of endpoints, newest first.</summary>
internal sealed record WebhookList(IReadOnlyList<WebhookView> Items, string? NextCursor);
