namespace Gateway.Vendors;

/// <summary>
/// The short messages that an agent received (MO). Only read: rows are never changed. All members may be called at once
/// from many processes.
/// </summary>
public interface IReceivedMessages
{
    /// <summary>
    /// Looks at the table and makes it when the settings allow it. Idempotent; call it again after a failure.
    /// </summary>
    Task<QueueInspection> PrepareAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Reads the messages whose time of arrival is not before a moment, oldest first, in pages. At least once; a row
    /// that got its time long after it came in is found only by a look that goes back far enough. Rows without a time
    /// that can be read are left out.
    /// </summary>
    IAsyncEnumerable<IReadOnlyList<ReceivedText>> ReadAsync(
        DateTimeOffset since, int pageSize, CancellationToken cancellationToken);
}

/// <summary>A short message that came in.</summary>
public sealed record ReceivedText
{
    /// <summary>Tells it from every other one of the vendor; always the same for one row.</summary>
    public required string Key { get; init; }

    /// <summary>The number that sent it, as the vendor wrote it; null when there is none.</summary>
    public string? From { get; init; }

    /// <summary>The number that it was sent to.</summary>
    public string? To { get; init; }

    /// <summary>What it says; empty when it says nothing.</summary>
    public required string Text { get; init; }

    /// <summary>When it came in, by the agent's clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }
}
