namespace Gateway.Platform.Jobs;

/// <summary>
/// What a long run says while it works, so that it is not taken for one that hangs. It goes with the run's calls.
/// </summary>
internal sealed class JobProgress
{
    private static readonly AsyncLocal<JobProgress?> Current = new();

    private readonly TimeProvider _time;
    private long _notedAt;

    private JobProgress(TimeProvider time)
    {
        _time = time;
        _notedAt = time.GetTimestamp();
    }

    /// <summary>How long nothing was noted.</summary>
    public TimeSpan Still => _time.GetElapsedTime(Interlocked.Read(ref _notedAt));

    /// <summary>Something was done: a page was read, a batch was written. Outside of a job it does nothing.</summary>
    public static void Note()
    {
        if (Current.Value is { } progress)
        {
            Interlocked.Exchange(ref progress._notedAt, progress._time.GetTimestamp());
        }
    }

    /// <summary>A run begins in this flow of calls.</summary>
    public static JobProgress Begin(TimeProvider time) => Current.Value = new JobProgress(time);
}
