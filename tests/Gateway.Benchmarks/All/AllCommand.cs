using System.Globalization;
using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.All;

/// <summary>Runs every measurement with short settings, one after the other, and ends with one table of all targets. Short runs on a machine that others use say little of a few percent.</summary>
internal static class AllCommand
{
    private const string File = "targets.json";

    public static async Task<int> RunAsync(IReadOnlyDictionary<string, Func<string[], Task<int>>> commands, string[] args)
    {
        if (args.Contains("--help"))
        {
            Console.WriteLine("all: every measurement with --short, then one table of all targets");
            return 0;
        }

        TargetSheet.Clear();
        (string Name, string[] Options)[] steps =
        [
            ("accept", ["--short"]), ("accept", ["--short", "--slow-commits"]), ("batch", ["--short"]), ("handover", ["--short"]), ("collect", ["--short"]),
            ("schedule", ["--short"]), ("webhooks", ["--short"]), ("search", ["--short"]), ("end-to-end", ["--short"]),
            ("idle", ["--short"]),
        ];
        var failed = new List<string>();
        foreach (var (name, options) in steps)
        {
            var step = string.Join(' ', [name, .. options]);
            Console.WriteLine($"== {step}");
            if (await commands[name](options) != 0)
            {
                failed.Add(step);
            }

            Console.WriteLine();
        }

        await TellAsync();
        if (failed.Count > 0)
        {
            await Console.Error.WriteLineAsync($"Failed: {string.Join(", ", failed)}");
        }

        return failed.Count == 0 ? 0 : 1;
    }

    private static async Task TellAsync()
    {
        var measured = await TargetSheet.ReadAllAsync();
        Console.WriteLine("== all targets");
        foreach (var target in Targets.All)
        {
            Console.WriteLine(measured.TryGetValue(target.Number, out var value)
                ? TargetSheet.Line(new TargetReading(target.Number, value))
                : string.Create(CultureInfo.InvariantCulture, $"{target.Number,-14} {target.What,-52} {"-",10}   floor {target.Floor,7:0.##}   goal {target.Goal,7:0.##}   not measured"));
        }

        await TargetSheet.SaveAsync(File, measured);
        Console.WriteLine($"\nAll targets: {Output.Path(File)}");
    }
}
