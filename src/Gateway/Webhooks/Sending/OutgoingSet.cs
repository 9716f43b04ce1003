namespace Gateway.Webhooks.Sending;

/// <summary>An endpoint as it was when deliveries were claimed for it.</summary>
/// <param name="Keys">What to sign with: the secret, and the one before it while clients move to the new one.</param>
/// <param name="IsFailing">Its latest attempts have failed.</param>
/// <param name="Masked">It is told no whole numbers and names of people.</param>
internal sealed record Endpoint(
    Guid Id,
    string Url,
    IReadOnlyList<byte[]> Keys,
    bool Batch,
    bool IsFailing,
    bool Masked);

/// <summary>One delivery that is due.</summary>
internal sealed record DueDelivery(
    Guid Id,
    Guid EventId,
    long EventSeq,
    Guid? MessageId,
    short Attempts,
    short AttemptsBefore,
    Guid? GroupId);

/// <summary>
/// What one request carries: one event, or the events of a group, which stay together over retries because the
/// <c>webhook-id</c> stands for exactly them.
/// </summary>
internal sealed class OutgoingSet(
    Endpoint endpoint, Guid? groupId, IReadOnlyList<DueDelivery> deliveries, IReadOnlyList<Task<bool>> after)
{
    private readonly TaskCompletionSource<bool> _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Endpoint Endpoint => endpoint;

    public IReadOnlyList<DueDelivery> Deliveries => deliveries;

    /// <summary>What must have arrived before: earlier events of the same message.</summary>
    public IReadOnlyList<Task<bool>> After => after;

    /// <summary>Whether it arrived.</summary>
    public Task<bool> Sent => _sent.Task;

    /// <summary>The traces of its messages, known when its body is.</summary>
    public IReadOnlyList<byte[]?> Traces { get; private set; } = [];

    public string WebhookId =>
        groupId is { } group ? "grp_" + group.ToString("N") : EventName.Of(deliveries[0].EventId);

    /// <summary>True once it has arrived.</summary>
    public bool Arrived { get; private set; }

    /// <summary>What was said first holds.</summary>
    public void SetSent(bool arrived)
    {
        if (_sent.TrySetResult(arrived))
        {
            Arrived = arrived;
        }
    }

    /// <summary>
    /// The bytes to send, from the bodies of its events; null when there is none that can be read. A damaged event of a
    /// group goes along and says so, because the group's id stands for exactly its events.
    /// </summary>
    public byte[]? Body(IReadOnlyDictionary<Guid, RenderedEvent> events)
    {
        var found = deliveries.Select(delivery => events.GetValueOrDefault(delivery.EventId)).OfType<RenderedEvent>().ToList();
        if (found.TrueForAll(static rendered => rendered.IsDamaged))
        {
            return null;
        }

        var parts = found.ConvertAll(static rendered => rendered.Body);
        Traces = found.ConvertAll(static rendered => rendered.Trace);
        if (groupId is null || parts.Count == 0)
        {
            return parts.FirstOrDefault();
        }

        var body = new byte[1 + parts.Sum(part => part.Length + 1)];
        var end = 0;
        foreach (var part in parts)
        {
            body[end++] = end == 1 ? (byte)'[' : (byte)',';
            part.CopyTo(body, end);
            end += part.Length;
        }

        body[end] = (byte)']';
        return body;
    }
}
