using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Collect;

/// <summary>Measures collecting: the bound and the product in turn, each for messages of today and for messages from all over its past.</summary>
internal static class CollectCommand
{
    public static Task<int> RunAsync(string[] args) => Measurement.RunAsync(args, CollectOptions.Help, () => MeasureAsync(CollectOptions.Parse(args)));

    private static async Task MeasureAsync(CollectOptions options)
    {
        var meter = await Meter.CreateAsync();
        var comparison = new Comparison("collect");
        await using var bound = await ResultBound.StartAsync(options.Few);
        await using var few = await CollectSide.StartAsync("collect-few", options.Gateway, options.Few, options.LogRows);
        await using var many = await CollectSide.StartAsync("collect-many", options.Gateway, options.Messages, options.LogRows);
        await using var before = options.Before is { } program ? await CollectSide.StartAsync("collect-before", program, options.Few, options.LogRows) : null;
        (CollectSide Side, string Name, string What)[] sides =
            [(few, "few", $"product, {options.Few:N0} messages"), (many, "many", $"product, {options.Messages:N0} messages"), .. before is null ? Array.Empty<(CollectSide, string, string)>() : [(before, "before", "--before")]];
        await bound.RunAsync(options.Reports);
        foreach (var (side, _, _) in sides)
        {
            await side.Work.PrepareAsync(Math.Min(5000, options.Reports), recent: true);
            await side.Work.CollectAsync();
        }

        for (var round = 1; round <= options.Rounds; round++)
        {
            Measurement.Tell($"round {round} of {options.Rounds} …");
            comparison.Add("pgrep", "bound: 10,000 results a statement", await meter.MeasureAsync([], () => bound.RunAsync(options.Reports)));
            foreach (var recent in new[] { true, false })
            {
                foreach (var (side, name, what) in Turns.Of(round, sides))
                {
                    await side.Work.PrepareAsync(options.Reports, recent);
                    comparison.Add($"{name} {(recent ? "recent" : "random")}", $"{what}, {(recent ? "of today" : "from all over them")}", await meter.MeasureAsync(side.Server, side.Work.CollectAsync));
                    await side.Work.CheckAsync();
                }
            }
        }

        comparison.Targets.Add("5a", comparison.Ratio("few recent", "pgrep"));
        comparison.Targets.Add("5b recent", comparison.Ratio("many recent", "few recent"));
        comparison.Targets.Add("5b random", comparison.Ratio("many random", "few random"));
        await comparison.TellAsync($"{options.Reports:N0} reports a round, {options.LogRows:N0} rows in the log before");
    }
}
