namespace Gateway.Webhooks;

/// <summary>One attempt, made and measured.</summary>
internal sealed record DeliveryOutcome
{
    public required Guid DeliveryId { get; init; }

    public required Guid WebhookId { get; init; }

    /// <summary>From 1.</summary>
    public required short Attempt { get; init; }

    public required DateTimeOffset At { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>The HTTP status; null when no answer came.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Why no answer came.</summary>
    public string? Error { get; init; }

    /// <summary>The first bytes of the answer.</summary>
    public string? Answer { get; init; }

    /// <summary>What the receiver asked for with 429 or 503.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public bool Succeeded => StatusCode is >= 200 and < 300;

    /// <summary>410: the receiver wants no more.</summary>
    public bool IsGone => StatusCode == StatusCodes.Status410Gone;
}
