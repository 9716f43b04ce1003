namespace Gateway.Acceptance.Store;

/// <summary>
/// Whether storing takes longer than its work explains, so that the rest must be waiting for the disk. Goes by the luckiest of the last groups: on a machine that is short of processors most wait too, but
/// not all, and there smaller groups would only cost more.
/// </summary>
internal sealed class SlowCommits
{
    /// <summary>From here on a second writer is worth smaller groups.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(2.5);

    /// <summary>Below it one is enough.</summary>
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(1.5);

    /// <summary>What a message costs gateway and database at least.</summary>
    private static readonly TimeSpan PerMessage = TimeSpan.FromMicroseconds(40);

    /// <summary>Groups of a span; the last two spans are looked at.</summary>
    private const int Span = 50;

    private readonly Lock _lock = new();
    private TimeSpan _before = TimeSpan.Zero;
    private TimeSpan _now = TimeSpan.MaxValue;
    private int _groups;
    private TaskCompletionSource _isSlow = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Note(TimeSpan took, int messages)
    {
        lock (_lock)
        {
            var unexplained = took - (messages * PerMessage);
            _now = unexplained < _now ? unexplained : _now;
            if (++_groups == Span)
            {
                Decide(_now < _before ? _now : _before);
                (_before, _now, _groups) = (_now, TimeSpan.MaxValue, 0);
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

    private void Decide(TimeSpan least)
    {
        if (least > Slow)
        {
            _isSlow.TrySetResult();
        }
        else if (least < Fast && _isSlow.Task.IsCompleted)
        {
            _isSlow = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
