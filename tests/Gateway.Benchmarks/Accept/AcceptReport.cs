using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Accept;

/// <summary>The table for people, and the file for programs.</summary>
internal static class AcceptReport
{
    public static Task PrintAsync(AcceptRounds rounds)
    {
        var options = rounds.Options;
        Console.WriteLine($"{options.Connections} connections, medians of {options.Rounds} windows of {options.Window.TotalSeconds} s, taken in turn; processor time in µs a request; work: server and db, compared with gc's");
        Console.WriteLine($"{"side",-12} {"what",-34} {"req/s",8} {"p50 ms",7} {"p99 ms",7} {"1: p50",7} {"errors",6} {"server",7} {"db",7} {"load",7} {"cpu s",6} {"RSS MB",6} {"/gc",5} {"/each",5} {"work",5}");
        foreach (var (name, description) in rounds.Names.Zip(rounds.Descriptions))
        {
            var single = Comparison.Median(rounds.Single(name).Select(window => window.P50));
            Console.WriteLine($"{name,-12} {description,-34} {rounds.Median(name, PerSecond),8:N0} {rounds.Median(name, window => window.P50),7:N2} {rounds.Median(name, P99),7:N2} {single,7:N2} "
                + $"{rounds.ErrorsOf(name),6} {rounds.Median(name, window => PerRequest(window, window.ServerCpu)),7:N1} {rounds.Median(name, window => PerRequest(window, window.DatabaseCpu)),7:N1} "
                + $"{rounds.Median(name, window => PerRequest(window, window.GeneratorCpu)),7:N1} {rounds.Median(name, window => window.ServerCpu),6:N2} {rounds.Loaded(name).Max(window => window.PeakMegabytes),6:N0} "
                + $"{rounds.Ratio(name, "gc", PerSecond),5:N2} {rounds.Ratio(name, "each", PerSecond),5:N2} {rounds.Ratio(name, "gc", Work),5:N2}");
        }

        Console.WriteLine();
        Target("   rate / before", rounds.Ratio("keyed", "before", PerSecond), "above 1 is better");
        Target("   work a request / before's", rounds.Ratio("keyed", "before", Work), "below 1 is better");
        var targets = Targets(rounds);
        targets.Print();
        return targets.SaveAsync();
    }

    private static TargetSheet Targets(AcceptRounds rounds)
    {
        var targets = new TargetSheet(rounds.Options.SlowCommits ? "accept-slow" : "accept");
        Add(rounds.Options.SlowCommits ? "1d" : "1a", rounds.Ratio("keyed", "gc", PerSecond));
        if (!rounds.Options.SlowCommits)
        {
            Add("1b", rounds.Ratio("keyed", "each", PerSecond));
            Add("1b file", rounds.Ratio("keyed", "kannel-file", PerSecond));
            Add("1b spool", rounds.Ratio("keyed", "kannel-spool", PerSecond));
            Add("1c p99", rounds.Ratio("keyed", "gc", P99));
            Add("1c p50", rounds.Ratio("keyed", "each", window => window.P50, single: true));
        }

        targets.AddPeak(rounds.Names.Except(["gc", "each", "empty", "kannel-file", "kannel-spool"]).SelectMany(rounds.Loaded).Select(window => window.PeakMegabytes).DefaultIfEmpty().Max());
        return targets;

        void Add(string number, double? ratio)
        {
            if (ratio is { } measured)
            {
                targets.Add(number, measured);
            }
        }
    }

    public static async Task SaveAsync(AcceptRounds rounds)
    {
        var sides = rounds.Names.Zip(rounds.Descriptions, (name, description) => new SideView(
            name, description, rounds.Ratio(name, "gc", PerSecond), rounds.Ratio(name, "each", PerSecond), rounds.Loaded(name), rounds.Single(name)));
        var view = new AcceptView(TimeProvider.System.GetUtcNow(), Environment.ProcessorCount, rounds.Options, [.. sides]);
        var name = rounds.Options.SlowCommits ? "accept-slow.json" : "accept.json";
        await using var file = Output.CreateText(name);
        await file.WriteLineAsync(JsonSerializer.Serialize(view, AcceptJson.Default.AcceptView));
        Console.WriteLine($"\nAll windows: {Output.Path(name)}");
    }

    private static double PerSecond(Window window) => window.PerSecond;

    private static double Work(Window window) => window.Work;

    private static double P99(Window window) => window.P99;

    private static double PerRequest(Window window, double seconds) => window.Accepted == 0 ? 0 : seconds / window.Accepted * 1_000_000;

    private static void Target(string what, double? ratio, string wanted)
    {
        if (ratio is { } measured)
        {
            Console.WriteLine($"{what,-32} {measured,5:N2}  ({wanted})");
        }
    }
}

internal sealed record AcceptView(DateTimeOffset At, int Processors, AcceptOptions Options, IReadOnlyList<SideView> Sides);

internal sealed record SideView(string Name, string Description, double? RateToGc, double? RateToEach, IReadOnlyList<Window> Loaded, IReadOnlyList<Window> Single);

[JsonSerializable(typeof(AcceptView))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
internal sealed partial class AcceptJson : JsonSerializerContext;
