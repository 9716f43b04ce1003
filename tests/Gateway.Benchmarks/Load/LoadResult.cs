namespace Gateway.Benchmarks.Load;

/// <summary>What one window of load brought. Every latency is kept, so percentiles are exact.</summary>
internal sealed class LoadResult
{
    private readonly List<int> _microseconds = new(1 << 18);

    public int Errors { get; private set; }

    public TimeSpan Elapsed { get; private set; }

    public int Accepted => _microseconds.Count;

    public double PerSecond => Accepted / Elapsed.TotalSeconds;

    public void Add(bool accepted, TimeSpan latency)
    {
        if (accepted)
        {
            _microseconds.Add((int)latency.TotalMicroseconds);
        }
        else
        {
            Errors++;
        }
    }

    public void End(TimeSpan elapsed)
    {
        Elapsed = elapsed;
        _microseconds.Sort();
    }

    /// <summary>In milliseconds; 0.99 answers the time within which 99 of 100 were answered.</summary>
    public double Percentile(double share) =>
        _microseconds.Count == 0 ? 0 : _microseconds[Math.Min(_microseconds.Count - 1, (int)(share * _microseconds.Count))] / 1000.0;
}
