namespace Gateway.Messages.Intake;

/// <summary>Whether storing takes longer than its work explains, so that the rest must be waiting for the disk. Goes by the last few groups: one that met a checkpoint tells nothing.</summary>
internal sealed class SlowCommits
{
    /// <summary>From here on a second writer is worth smaller groups.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(2.5);

    /// <summary>Below it one is enough.</summary>
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(1.5);

    /// <summary>What a message costs gateway and database, with room for a slow machine.</summary>
    private static readonly TimeSpan PerMessage = TimeSpan.FromMicroseconds(50);

    /// <summary>How much the last group counts.</summary>
    private const double Newest = 0.1;

    private readonly Lock _lock = new();
    private TimeSpan _unexplained;
    private TaskCompletionSource _isSlow = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Note(TimeSpan took, int messages)
    {
        lock (_lock)
        {
            _unexplained += (TimeSpan.FromTicks(Math.Max(0, (took - (messages * PerMessage)).Ticks)) - _unexplained) * Newest;
            if (_unexplained > Slow)
            {
                _isSlow.TrySetResult();
            }
            else if (_unexplained < Fast && _isSlow.Task.IsCompleted)
            {
                _isSlow = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <summary>Waits until commits are slow.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _isSlow.Task.WaitAsync(cancellationToken);
        }
    }
}
