using Gateway.Platform;
using Gateway.Platform.Bodies;

namespace Gateway.Webhooks;

/// <summary>One event on its way to one endpoint.</summary>
internal sealed record DeliveryView
{
    public required Guid Id { get; init; }

    /// <summary>The event. It is the <c>webhook-id</c> too, unless the endpoint takes several events at once.</summary>
    public required string EventId { get; init; }

    /// <summary>The event's type; null when the event itself is no longer kept.</summary>
    [Words(typeof(EventPattern), nameof(EventPattern.Types), As = DescribeEvents.Types)]
    public required string? Type { get; init; }

    /// <summary>The message that it tells of, if it is about one.</summary>
    public required Guid? MessageId { get; init; }

    /// <summary><c>pending</c>, <c>succeeded</c>, or <c>failed</c> when all attempts were used up.</summary>
    [Words(typeof(DeliveryStatus))]
    public required string Status { get; init; }

    /// <summary>When the next attempt is due; null when there is none to come.</summary>
    public required DateTimeOffset? NextAttemptAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it succeeded or failed for good.</summary>
    public required DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Every request that was made, oldest first.</summary>
    public required IReadOnlyList<AttemptView> Attempts { get; init; }

    /// <summary>Endpoints like to answer with what they were told, in any form; so an answer is left out whole.</summary>
    public DeliveryView Masked() => this with
    {
        Attempts = [.. Attempts.Select(attempt => attempt with { Answer = null, ErrorDetail = attempt.ErrorDetail is null ? null : Mask.Text(attempt.ErrorDetail) })],
    };

    public static DeliveryView From(Delivery delivery, string? type, IEnumerable<DeliveryAttempt> failed)
    {
        var attempts = failed.Select(AttemptView.From).ToList();
        if (delivery is { Status: DeliveryStatus.Succeeded, AttemptedAt: { } at })
        {
            attempts.Add(new AttemptView { Number = delivery.Attempts, At = at, StatusCode = delivery.StatusCode, DurationMs = delivery.DurationMs ?? 0, Answer = delivery.Answer });
        }

        return new DeliveryView
        {
            Id = delivery.Id,
            EventId = EventName.Of(delivery.EventId),
            Type = type,
            MessageId = delivery.MessageId,
            Status = delivery.Status.Word(),
            NextAttemptAt = delivery.Status == DeliveryStatus.Pending ? delivery.NextAttemptAt : null,
            CreatedAt = delivery.CreatedAt,
            CompletedAt = delivery.CompletedAt,
            Attempts = [.. attempts.OrderBy(attempt => attempt.Number)],
        };
    }
}

/// <summary>One request and what came of it.</summary>
internal sealed record AttemptView
{
    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The HTTP status; null when no answer came.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Why no answer came: <c>timeout</c>, <c>dns</c>, <c>connection</c>, <c>tls</c>, <c>address</c> when it is one that may not be called, or <c>damaged</c> when the event is gone or cannot be read; nothing was sent then.</summary>
    public string? Error { get; init; }

    /// <summary>More about the error.</summary>
    public string? ErrorDetail { get; init; }

    public required int DurationMs { get; init; }

    /// <summary>The first 2 KB of the answer; null for keys without <c>messages:read-pii</c>, because it may repeat what the event said.</summary>
    public string? Answer { get; init; }

    public static AttemptView From(DeliveryAttempt attempt)
    {
        var error = AttemptError.Read(attempt.Error);
        return new AttemptView
        {
            Number = attempt.Number,
            At = attempt.At,
            StatusCode = attempt.StatusCode,
            Error = error?.Kind,
            ErrorDetail = error?.Detail,
            DurationMs = attempt.DurationMs,
            Answer = attempt.Answer,
        };
    }
}

/// <summary>A page of deliveries, newest first.</summary>
internal sealed record DeliveryList(IReadOnlyList<DeliveryView> Items, string? NextCursor);
