namespace Gateway.Vendors.Databases;

/// <summary>
/// What is read of a row of a queue from which an agent takes what is due, or of a log of that queue.
/// </summary>
internal abstract class DueRow
{
    /// <summary>The row's own number, the same in the log.</summary>
    public long Number { get; init; }

    /// <summary>Our key, in the queue's free column.</summary>
    public string? Key { get; init; }

    public string? Status { get; init; }

    public string? Code { get; init; }

    /// <summary>When the row is due.</summary>
    public DateTime? Due { get; init; }

    public DateTime? SentAt { get; init; }

    /// <summary>When the phone got it.</summary>
    public DateTime? ArrivedAt { get; init; }

    /// <summary>The time of the result.</summary>
    public DateTime? ReportedAt { get; init; }

    public string? Carrier { get; init; }
}
