using Gateway.Platform;
using Gateway.Platform.Bodies;

namespace Gateway.Webhooks.Overview;

/// <summary>An endpoint of any account that only fails, or is disabled.</summary>
internal sealed record FailingWebhook
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>The account's name.</summary>
    public required string Account { get; init; }

    public required string Url { get; init; }

    /// <summary><c>enabled</c>: it is tried again and again. <c>disabled</c>: events are kept, not sent.</summary>
    [Words(typeof(WebhookStatus))]
    public required string Status { get; init; }

    /// <summary>Why it is disabled.</summary>
    public required string? DisabledReason { get; init; }

    /// <summary>Since when every attempt has failed; null when it was disabled without a failure.</summary>
    public required DateTimeOffset? FailingSince { get; init; }

    /// <summary>What came of the last attempt; null when none is kept.</summary>
    public required FailureView? LastFailure { get; init; }

    /// <summary>Deliveries that wait for it; counted up to 10,000.</summary>
    public required long Waiting { get; init; }

    /// <summary>Without numbers of people.</summary>
    public FailingWebhook Masked() => this with
    {
        Url = Mask.Url(Url),
        DisabledReason = DisabledReason is null ? null : Mask.Text(DisabledReason),
        LastFailure = LastFailure is { Detail: { } detail } failure
            ? failure with { Detail = Mask.Text(detail) }
            : LastFailure,
    };
}

/// <summary>What came of an attempt that failed.</summary>
internal sealed record FailureView
{
    private const string OfStatus = "status";

    /// <summary>Every kind of a failure.</summary>
    public static ClosedSet<string> Kinds { get; } =
        ClosedSet.Of(OfStatus, "timeout", "dns", "connection", "tls", "address", "damaged");

    /// <summary>
    /// <c>status</c>: it answered, and not with 2xx. Else why there was no answer: <c>timeout</c>, <c>dns</c>,
    /// <c>connection</c>, <c>tls</c>, <c>address</c> when it is one that may not be called.
    /// </summary>
    [Words(typeof(FailureView), nameof(Kinds))]
    public required string Kind { get; init; }

    /// <summary>The HTTP status; null when no answer came.</summary>
    public required int? StatusCode { get; init; }

    /// <summary>The same in more words.</summary>
    public required string? Detail { get; init; }

    public required DateTimeOffset At { get; init; }

    public static FailureView Of(DateTimeOffset at, int? statusCode, string? error)
    {
        var read = AttemptError.Read(error) ?? new AttemptError(OfStatus, null);
        return new FailureView
        {
            Kind = read.Kind,
            StatusCode = statusCode,
            Detail = read.Detail,
            At = at,
        };
    }
}

/// <summary>A page of endpoints that fail, newest first.</summary>
internal sealed record FailingWebhookList(IReadOnlyList<FailingWebhook> Items, string? NextCursor);
