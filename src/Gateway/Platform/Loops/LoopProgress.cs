namespace Gateway.Platform.Loops;

/// <summary>Whether work moves. The worker notes; the watchdog compares.</summary>
internal sealed class LoopProgress
{
    private long _notes;
    private volatile bool _rests;

    /// <summary>Grows with each note.</summary>
    public long Notes => Interlocked.Read(ref _notes);

    /// <summary>It waits on purpose, for a beat or a pause: that may take any time.</summary>
    public bool Rests => _rests;

    /// <summary>One more thing that was waited for has come.</summary>
    public void Note() => Interlocked.Increment(ref _notes);

    public void BeginStep()
    {
        _rests = false;
        Note();
    }

    public void BeginRest()
    {
        _rests = true;
        Note();
    }
}
