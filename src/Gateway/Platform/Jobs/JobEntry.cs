namespace Gateway.Platform.Jobs;

/// <summary>One job in this process: its instance, and the slice that runs here, if one does.</summary>
internal sealed class JobEntry(RecurringJob definition, Func<IRecurringJob> create)
{
    private readonly Lock _lock = new();
    private CancellationTokenSource? _slice;
    private long _begunAt;
    private DateTimeOffset? _asked;
    private DateTimeOffset? _answered;

    public RecurringJob Definition { get; } = definition;

    public Lazy<IRecurringJob> Job { get; private set; } = new(create);

    /// <summary>Beats when somebody asks for a run.</summary>
    public Pulse Wake { get; } = new();

    /// <summary>Runs that failed one after the other. Written by one run at a time.</summary>
    public int Failures { get; set; }

    /// <summary>What the last failure was.</summary>
    public string? LastError { get; set; }

    /// <summary>When a run on this node last succeeded; null when none did.</summary>
    public DateTimeOffset? SucceededAt { get; set; }

    /// <summary>When this node last wrote down a run.</summary>
    public DateTimeOffset RecordedAt { get; set; }

    /// <summary>A slice runs in this process.</summary>
    public bool RunsHere
    {
        get
        {
            lock (_lock)
            {
                return _slice is not null;
            }
        }
    }

    /// <summary>
    /// A token that is canceled when another node holds the job; null when a slice runs here already.
    /// </summary>
    public CancellationTokenSource? TryBegin(long now, CancellationToken stopping)
    {
        lock (_lock)
        {
            if (_slice is not null)
            {
                return null;
            }

            _begunAt = now;
            return _slice = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        }
    }

    public void End()
    {
        lock (_lock)
        {
            _slice?.Dispose();
            _slice = null;
        }
    }

    /// <summary>
    /// Another node holds the job, as a look says that began at <paramref name="lookedAt"/>. A slice that began later
    /// is not meant.
    /// </summary>
    /// <returns>True when a slice was ended.</returns>
    public bool Lose(long lookedAt)
    {
        lock (_lock)
        {
            if (_slice is not { IsCancellationRequested: false } || _begunAt > lookedAt)
            {
                return false;
            }

            _slice.Cancel();
            return true;
        }
    }

    /// <summary>There is work for it. A job that rests after a failure sleeps on.</summary>
    public void TellWork()
    {
        if (Failures == 0)
        {
            Wake.Beat();
        }
    }

    /// <summary>Somebody wants a run. The same wish is read again and again until its answer is written down.</summary>
    public void Ask(DateTimeOffset at)
    {
        lock (_lock)
        {
            if (at <= _answered || at <= _asked)
            {
                return;
            }

            _asked = at;
        }

        Wake.Beat();
    }

    /// <summary>The wish that the next run answers.</summary>
    public DateTimeOffset? TakeAsked()
    {
        lock (_lock)
        {
            var asked = _asked;
            (_asked, _answered) = (null, asked ?? _answered);
            return asked;
        }
    }

    /// <summary>A run of the old instance never came back. It may still hold whatever it waits for.</summary>
    public void Renew() => Job = new Lazy<IRecurringJob>(create);
}
