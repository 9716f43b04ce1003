using Gateway.Platform.OpenApi;

namespace Gateway.Webhooks;

/// <summary>The <c>data</c> of <c>webhook.disabled</c>.</summary>
[SchemaName("WebhookDisabledData")]
internal sealed record DisabledData
{
    /// <summary>The endpoint.</summary>
    public required Guid Id { get; init; }

    public required string Url { get; init; }

    /// <summary>Why, for people.</summary>
    public required string Reason { get; init; }

    /// <summary>Since when every attempt had failed; null when it worked until it said that it wants no more.</summary>
    public required DateTimeOffset? FailingSince { get; init; }
}
