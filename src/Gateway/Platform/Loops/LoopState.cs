namespace Gateway.Platform.Loops;

/// <summary>A fault that has not gone yet.</summary>
/// <param name="Text">What went wrong the last time.</param>
/// <param name="Since">The first time in a row.</param>
/// <param name="LastAt">The last time.</param>
/// <param name="Count">How often in a row.</param>
internal sealed record StandingFault(string Text, DateTimeOffset Since, DateTimeOffset LastAt, int Count)
{
    /// <summary>The fault after one more failure.</summary>
    public static StandingFault After(StandingFault? before, string text, DateTimeOffset now) =>
        new(text, before?.Since ?? now, now, (before?.Count ?? 0) + 1);
}

/// <summary>How a loop of this node is. Written by its runner, read by who asks.</summary>
internal sealed class LoopState(ILoop loop)
{
    private volatile StandingFault? _fault;
    private volatile StandingFault? _lastFault;
    private volatile LoopProgress? _progress;
    private int _restarts;
    private long _failures;
    private long _stateFaults;

    public string Name => loop.Name;

    /// <summary>Null while its steps succeed.</summary>
    public StandingFault? Fault => _fault;

    /// <summary>The last one, gone or not.</summary>
    public StandingFault? LastFault => _lastFault;

    /// <summary>How often a step stood still and was given up.</summary>
    public int Restarts => Volatile.Read(ref _restarts);

    /// <summary>Steps that failed or stood still, since the process started.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Those of them that failed because the state database could not be used.</summary>
    public long StateFaults => Interlocked.Read(ref _stateFaults);

    public IReadOnlyList<ItemFault> FailingItems => loop.FailingItems;

    /// <summary>
    /// How long it has failed, or its step has made no progress; none while it rests after a step that succeeded.
    /// </summary>
    public TimeSpan Age(DateTimeOffset now) =>
        _fault is { } fault ? now - fault.Since
        : _progress is { Rests: false } progress ? progress.Still
        : TimeSpan.Zero;

    /// <summary>A run of steps begins.</summary>
    public void Began(LoopProgress progress) => _progress = progress;

    /// <summary>How often in a row it has failed now.</summary>
    public int Failed(string text, DateTimeOffset now, bool ofState = false)
    {
        Interlocked.Increment(ref _failures);
        Interlocked.Add(ref _stateFaults, ofState ? 1 : 0);
        var fault = StandingFault.After(_fault, text, now);
        (_fault, _lastFault) = (fault, fault);
        return fault.Count;
    }

    public void StoodStill(string text, DateTimeOffset now)
    {
        Interlocked.Increment(ref _restarts);
        Failed(text, now);
    }

    /// <summary>True when a fault has gone.</summary>
    public bool Succeeded()
    {
        var failed = _fault is not null;
        _fault = null;
        return failed;
    }
}
