namespace Gateway.Acceptance.Compose;

/// <summary>
/// The work that one request may ask for: characters of texts with placeholders, counted once for each recipient. A small body can ask for a thousand times its size; without a budget it would keep
/// a processor busy for minutes. The work ends with the client.
/// </summary>
internal sealed class WorkBudget(long most, CancellationToken gone)
{
    /// <summary>1,000 recipients with 10,000 characters of text, subject and fallback together.</summary>
    public const long OfRequest = 10_000_000;

    /// <summary>10,000 recipients with 5,000 characters.</summary>
    public const long OfBatch = 50_000_000;

    /// <summary>A line is for one recipient; a thousand with 1,000 characters still pass.</summary>
    public const long OfLine = 1_000_000;

    private long _left = most;

    public long Most { get; } = most;

    public bool TryTake(long characters) => (_left -= characters) >= 0;

    /// <summary>Throws when nobody waits for the answer any more.</summary>
    public void ThrowIfGone() => gone.ThrowIfCancellationRequested();
}
