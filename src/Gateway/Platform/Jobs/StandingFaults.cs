namespace Gateway.Platform.Jobs;

/// <summary>The same fault of the same job is told once a minute, with its count.</summary>
internal sealed class StandingFaults(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string Fault, DateTimeOffset ToldAt, int Count)> _faults = new(StringComparer.Ordinal);

    /// <summary>How often it happened since it was last told; null when it was told a moment ago.</summary>
    public int? Tell(string job, string fault)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var known = _faults.TryGetValue(job, out var before) && before.Fault == fault;
            var count = known ? before.Count + 1 : 1;
            var tells = !known || now - before.ToldAt >= Pause;
            _faults[job] = (fault, tells ? now : before.ToldAt, tells ? 0 : count);
            return tells ? count : null;
        }
    }

    /// <summary>The job works again.</summary>
    /// <returns>True when something had been told.</returns>
    public bool Forget(string job)
    {
        lock (_lock)
        {
            return _faults.Remove(job);
        }
    }
}
