using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Benchmarks.Running;

/// <summary>What one measurement says of its targets: printed below its figures, and kept in a file of its own for the table of all.</summary>
internal sealed class TargetSheet(string measurement)
{
    private const string Peak = "7 peak";
    private const string Suffix = ".targets.json";

    private readonly List<TargetReading> _readings = [];

    public void Add(string number, double measured) => _readings.Add(new TargetReading(Targets.Find(number).Number, measured));

    /// <summary>The most memory that the gateway had in this measurement.</summary>
    public void AddPeak(double megabytes) => Add(Peak, megabytes);

    public void Print()
    {
        Console.WriteLine();
        foreach (var reading in _readings)
        {
            Console.WriteLine(Line(reading));
        }
    }

    public Task SaveAsync() => WriteAsync(measurement + Suffix, _readings);

    /// <summary>Writes the readings of all measurements to a file of their own.</summary>
    public static Task SaveAsync(string file, IReadOnlyDictionary<string, double> measured) => WriteAsync(file, [.. measured.Select(one => new TargetReading(one.Key, one.Value))]);

    /// <summary>Forgets what earlier runs have left.</summary>
    public static void Clear()
    {
        Directory.CreateDirectory(Output.Path(""));
        foreach (var file in Directory.EnumerateFiles(Output.Path(""), "*" + Suffix))
        {
            File.Delete(file);
        }
    }

    /// <summary>Everything that was measured since <see cref="Clear"/>; of several readings of memory the highest.</summary>
    public static async Task<IReadOnlyDictionary<string, double>> ReadAllAsync()
    {
        var all = new List<TargetReading>();
        foreach (var file in Directory.EnumerateFiles(Output.Path(""), "*" + Suffix))
        {
            all.AddRange(JsonSerializer.Deserialize(await File.ReadAllTextAsync(file), TargetJson.Default.ListTargetReading) ?? []);
        }

        return all.GroupBy(reading => reading.Number).ToDictionary(same => same.Key, same => same.Key == Peak ? same.Max(reading => reading.Measured) : same.Last().Measured);
    }

    private static async Task WriteAsync(string name, List<TargetReading> readings)
    {
        await using var file = Output.CreateText(name);
        await file.WriteLineAsync(JsonSerializer.Serialize(readings, TargetJson.Default.ListTargetReading));
    }

    public static string Line(TargetReading reading)
    {
        var target = Targets.Find(reading.Number);
        return $"{target.Number,-14} {target.What,-52} {reading.Measured,10:N2}   floor {target.Floor,7:0.##}   goal {target.Goal,7:0.##}   {target.Verdict(reading.Measured)}";
    }
}

/// <param name="Number">Of the target.</param>
/// <param name="Measured">What was measured.</param>
internal sealed record TargetReading(string Number, double Measured)
{
    public string Verdict => Targets.Find(Number).Verdict(Measured);
}

[JsonSerializable(typeof(List<TargetReading>))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
internal sealed partial class TargetJson : JsonSerializerContext;
