namespace Gateway.Platform.Jobs;

/// <summary>
/// This node's right to run jobs: it lives for a few seconds after each sign of life that the state database has taken.
/// A node that was stopped or cut off knows by its own clock that the right is over, before it could ask.
/// </summary>
internal sealed class NodeLease(TimeProvider time)
{
    /// <summary>Others may take a dead node's jobs after so long.</summary>
    public static readonly TimeSpan Lives = TimeSpan.FromSeconds(6);

    /// <summary>The pause between two signs of life.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(1.5);

    /// <summary>What a run may still do after it has looked.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(0.5);

    private long _renewedAt = long.MinValue;

    /// <summary>
    /// Of this start of this process. A name may come back: a container's processes often have the same.
    /// </summary>
    public Guid Id { get; } = Guid.NewGuid();

    public bool IsValid =>
        Interlocked.Read(ref _renewedAt) is var at && at != long.MinValue && time.GetElapsedTime(at) < Lives - Margin;

    /// <param name="sentAt">
    /// When the sign of life was sent, not when it arrived: the state database counts from a later moment.
    /// </param>
    public void Renew(long sentAt) => Interlocked.Exchange(ref _renewedAt, sentAt);
}
