namespace Gateway.Webhooks.Sending;

/// <summary>One attempt, made and measured.</summary>
internal sealed record DeliveryOutcome
{
    public required DateTimeOffset At { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>The HTTP status; null when no answer came.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Why no answer came: its kind, and more after a colon.</summary>
    public string? Error { get; init; }

    /// <summary>The first bytes of the answer.</summary>
    public string? Answer { get; init; }

    /// <summary>What the receiver asked for with 429 or 503.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// Nothing can be sent, now or later: the event is gone, or cannot be read. It says nothing of the endpoint.
    /// </summary>
    public bool IsHopeless { get; init; }

    public bool Succeeded => StatusCode is >= 200 and < 300;

    /// <summary>410: the receiver wants no more.</summary>
    public bool IsGone => StatusCode == StatusCodes.Status410Gone;

    /// <summary>In a few words, for people.</summary>
    public string Summary => Error ?? (StatusCode is { } status ? $"HTTP {status.ToString(System.Globalization.CultureInfo.InvariantCulture)}." : "no answer.");
}
