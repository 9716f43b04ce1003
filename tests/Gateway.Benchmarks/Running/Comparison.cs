using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Benchmarks.Running;

/// <summary>All windows of a measurement, taken in turn, and the medians that count: of each figure, and of the ratios within a round.</summary>
internal sealed class Comparison(string measurement)
{
    private readonly List<(string Name, string Description, List<Reading> Readings)> _sides = [];

    public TargetSheet Targets { get; } = new(measurement);

    public void Add(string side, string description, Reading reading)
    {
        var known = _sides.FindIndex(other => other.Name == side);
        if (known < 0)
        {
            _sides.Add((side, description, [reading]));
        }
        else
        {
            _sides[known].Readings.Add(reading);
        }
    }

    public double Median(string side, Func<Reading, double> figure) => Median(Of(side).Select(figure));

    /// <summary>The median over the rounds of a side's rate divided by another side's of the same round.</summary>
    public double Ratio(string side, string other) => Median(Of(side).Zip(Of(other), (mine, theirs) => mine.PerSecond / theirs.PerSecond));

    /// <summary>The table, with each side's rate compared with that of the first side; then the targets. Writes both to files.</summary>
    public async Task TellAsync(string title)
    {
        Console.WriteLine($"{title}; medians, taken in turn; processor time in µs for each one");
        Console.WriteLine($"{"side",-16} {"what",-46} {"rounds",6} {"/s",9} {"p50 ms",8} {"p99 ms",8} {"gateway",8} {"postgres",8} {"mariadb",7} {"load",7} {"RSS MB",6} {"ratio",6}");
        foreach (var (name, description, readings) in _sides)
        {
            Console.WriteLine($"{name,-16} {description,-46} {readings.Count,6} {Median(name, reading => reading.PerSecond),9:N0} {Latency(readings, reading => reading.P50),8} {Latency(readings, reading => reading.P99),8} "
                + $"{Median(name, reading => reading.ServerCpu / reading.Count * 1_000_000),8:N1} {Median(name, reading => reading.PostgresCpu / reading.Count * 1_000_000),8:N1} {Median(name, reading => reading.MariaDbCpu / reading.Count * 1_000_000),7:N1} "
                + $"{Median(name, reading => reading.OwnCpu / reading.Count * 1_000_000),7:N1} {readings.Max(reading => reading.PeakMegabytes),6:N0} {Ratio(name, _sides[0].Name),6:N2}");
        }

        var peak = _sides.Max(side => side.Readings.Max(reading => reading.PeakMegabytes));
        if (peak > 0)
        {
            Targets.AddPeak(peak);
        }

        Targets.Print();
        await Targets.SaveAsync();
        var view = new ComparisonView(TimeProvider.System.GetUtcNow(), Environment.ProcessorCount, title, [.. _sides.Select(side => new ComparedSide(side.Name, side.Description, side.Readings))]);
        await using var file = Output.CreateText($"{measurement}.json");
        await file.WriteLineAsync(JsonSerializer.Serialize(view, ComparisonJson.Default.ComparisonView));
        Console.WriteLine($"\nAll windows: {Output.Path($"{measurement}.json")}");
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static string Latency(List<Reading> readings, Func<Reading, double?> figure) =>
        readings.TrueForAll(reading => figure(reading) is not null) ? $"{Median(readings.Select(reading => figure(reading)!.Value)):N2}" : "";

    private List<Reading> Of(string side) => _sides.Single(known => known.Name == side).Readings;
}

internal sealed record ComparisonView(DateTimeOffset At, int Processors, string Title, IReadOnlyList<ComparedSide> Sides);

internal sealed record ComparedSide(string Name, string Description, IReadOnlyList<Reading> Readings);

[JsonSerializable(typeof(ComparisonView))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
internal sealed partial class ComparisonJson : JsonSerializerContext;
