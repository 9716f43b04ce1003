namespace Gateway.Vendors;

/// <summary>
/// The faxes that an agent received. Only read: neither rows nor files are ever changed. All members may be called at
/// once from many processes.
/// </summary>
public interface IReceivedFaxes
{
    /// <summary>
    /// Looks at the table and makes it when the settings allow it. Idempotent; call it again after a failure.
    /// </summary>
    Task<QueueInspection> PrepareAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Reads the faxes whose time of arrival is not before a moment, oldest first, in pages. At least once; a row that
    /// got its time long after it came in is found only by a look that goes back far enough. Rows without a file name
    /// or a time are not there yet and are left out.
    /// </summary>
    IAsyncEnumerable<IReadOnlyList<ReceivedFax>> ReadAsync(
        DateTimeOffset since, int pageSize, CancellationToken cancellationToken);
}

/// <summary>A fax that came in.</summary>
public sealed record ReceivedFax
{
    /// <summary>Tells it from every other fax of the vendor; always the same for one row.</summary>
    public required string Key { get; init; }

    /// <summary>The number that sent it, as the vendor wrote it; null when the line hid it.</summary>
    public string? From { get; init; }

    /// <summary>The number that it was sent to.</summary>
    public string? To { get; init; }

    /// <summary>
    /// The file as the agent named it, below its directory of received faxes. It may not be there yet, and is not to be
    /// trusted as a path.
    /// </summary>
    public required string FileName { get; init; }

    /// <summary>How many pages came, if the vendor says so.</summary>
    public int? Pages { get; init; }

    /// <summary>How long the call took, if the vendor says so.</summary>
    public int? Seconds { get; init; }

    /// <summary>When it came in, by the agent's clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }
}
