using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Accept;

/// <summary>All windows, and the medians that count: of each figure, and of the ratios within a round.</summary>
internal sealed class AcceptRounds(AcceptOptions options, IReadOnlyList<string> names, IReadOnlyList<string> descriptions)
{
    private readonly Dictionary<string, List<Window>> _loaded = names.ToDictionary(name => name, _ => new List<Window>());
    private readonly Dictionary<string, List<Window>> _single = names.ToDictionary(name => name, _ => new List<Window>());

    public AcceptOptions Options { get; } = options;

    public IReadOnlyList<string> Names { get; } = names;

    public IReadOnlyList<string> Descriptions { get; } = descriptions;

    public int Errors => _loaded.Values.Concat(_single.Values).Sum(windows => windows.Sum(window => window.Errors));

    public void Add(string side, Window loaded, Window single)
    {
        _loaded[side].Add(loaded);
        _single[side].Add(single);
    }

    /// <summary>The windows with all connections.</summary>
    public IReadOnlyList<Window> Loaded(string side) => _loaded[side];

    /// <summary>The windows with one connection.</summary>
    public IReadOnlyList<Window> Single(string side) => _single[side];

    public int ErrorsOf(string side) => _loaded[side].Concat(_single[side]).Sum(window => window.Errors);

    public double Median(string side, Func<Window, double> figure) => Comparison.Median(_loaded[side].Select(figure));

    /// <summary>The median over the rounds of a side's figure divided by another side's of the same round. Null when the other was not measured.</summary>
    public double? Ratio(string side, string other, Func<Window, double> figure, bool single = false)
    {
        var windows = single ? _single : _loaded;
        return windows.TryGetValue(side, out var mine) && windows.TryGetValue(other, out var others)
            ? Comparison.Median(mine.Zip(others, (a, b) => figure(a) / figure(b)))
            : null;
    }
}
