namespace Gateway.Benchmarks.EndToEnd;

/// <summary>Times in milliseconds, each kept, so percentiles are exact.</summary>
internal sealed class Latencies
{
    private readonly List<double> _all = [];
    private bool _sorted;

    public int Count => _all.Count;

    public void Add(TimeSpan time)
    {
        _all.Add(time.TotalMilliseconds);
        _sorted = false;
    }

    public double Percentile(double share)
    {
        if (!_sorted)
        {
            _all.Sort();
            _sorted = true;
        }

        return _all.Count == 0 ? 0 : _all[Math.Min(_all.Count - 1, (int)(share * _all.Count))];
    }
}
