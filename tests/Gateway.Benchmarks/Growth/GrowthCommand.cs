using System.Globalization;
using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Growth;

/// <summary>Measures what growth costs: each path of a small installation, and of one that has grown, in turn.</summary>
internal static class GrowthCommand
{
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(4);

    public static Task<int> RunAsync(string[] args) =>
        Measurement.RunAsync(args, GrowthOptions.Help, () => MeasureAsync(GrowthOptions.Parse(args)));

    private static async Task MeasureAsync(GrowthOptions options)
    {
        var meter = await Meter.CreateAsync();
        var comparison = new Comparison("growth");
        await using var receiver = await ServerProcess.StartAsync(
            "hook", typeof(GrowthCommand).Assembly.Location, ["serve-hook"], new Dictionary<string, string>());
        await using var small = await GrowthSide.StartAsync("growth-small", options.Small(), receiver.Address);
        await using var grown = await GrowthSide.StartAsync("growth-grown", options, receiver.Address);
        (GrowthSide Side, string Name)[] sides = [(small, "small"), (grown, "grown")];
        foreach (var (side, name) in sides)
        {
            Measurement.Tell($"warming {name} …");
            foreach (var (_, measureAsync) in side.Paths)
            {
                for (var warm = 0.0; warm < Warm.TotalSeconds;)
                {
                    warm += (await measureAsync(meter)).Seconds;
                }
            }
        }

        var names = small.Paths.Select(static path => path.Name).ToList();
        for (var round = 1; round <= options.Rounds; round++)
        {
            for (var path = 0; path < names.Count; path++)
            {
                foreach (var (side, name) in Turns.Of(round, sides))
                {
                    Measurement.Tell($"round {round} of {options.Rounds}: {names[path]}, {name} …");
                    var reading = await side.Paths[path].MeasureAsync(meter);
                    comparison.Add($"{names[path]} {name}", $"product, {name}", reading);
                }
            }
        }

        foreach (var name in names)
        {
            comparison.Targets.Add($"growth {name}", comparison.Ratio($"{name} grown", $"{name} small"));
        }

        await comparison.TellAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Messages} messages of the past, {options.Accounts} accounts, {options.Vendors} vendors, {options.Webhooks} webhooks beside none of the past and one of each"));
    }
}
