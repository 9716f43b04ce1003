using System.Diagnostics;

namespace Gateway.Platform.Loops;

/// <summary>Whether work moves. The worker notes; the watchdog compares.</summary>
internal sealed class LoopProgress
{
    private long _notes;
    private long _notedAt = Stopwatch.GetTimestamp();
    private volatile bool _rests;

    /// <summary>Grows with each note.</summary>
    public long Notes => Interlocked.Read(ref _notes);

    /// <summary>It waits on purpose, for a beat or a pause: that may take any time.</summary>
    public bool Rests => _rests;

    /// <summary>How long nothing was noted. In real time: what hangs hangs there.</summary>
    public TimeSpan Still => Stopwatch.GetElapsedTime(Interlocked.Read(ref _notedAt));

    /// <summary>One more thing that was waited for has come.</summary>
    public void Note()
    {
        Interlocked.Increment(ref _notes);
        Interlocked.Exchange(ref _notedAt, Stopwatch.GetTimestamp());
    }

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
