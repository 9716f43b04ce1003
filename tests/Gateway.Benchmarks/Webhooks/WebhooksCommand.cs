using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Webhooks;

/// <summary>Measures delivering: the bound, the product, and the product beside an endpoint that hangs, in turn.</summary>
internal static class WebhooksCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Contains("--help"))
        {
            Console.WriteLine(WebhooksOptions.Help);
            return 0;
        }

        try
        {
            await MeasureAsync(WebhooksOptions.Parse(args));
            return 0;
        }
        catch (BenchmarkException missing)
        {
            await Console.Error.WriteLineAsync(missing.Message);
            return 1;
        }
    }

    private static async Task MeasureAsync(WebhooksOptions options)
    {
        await using var receiver = await ServerProcess.StartAsync("hook", typeof(WebhooksCommand).Assembly.Location, ["serve-hook"], new Dictionary<string, string>());
        using var bound = new HookBound(receiver.Address);
        await using var product = await ProductSide.StartAsync(options, Settings.Postgres);
        var healthy = await product.RegisterAsync(new Uri($"http://{receiver.Address}{HookServer.Path}"));
        await bound.MeasureAsync(options.Warm);
        for (var warm = TimeSpan.Zero; warm < options.Warm;)
        {
            warm += (await product.MeasureAsync(healthy, options.Events)).Took;
        }

        // Registered before it gets any events, and disabled but for its own windows: its backlog grows with each of them.
        var hanging = await product.RegisterAsync(new Uri($"http://{receiver.Address}{HookServer.HangingPath}"));
        await product.EnableAsync(hanging, enabled: false);
        var (hooks, alone, beside) = (new List<double>(), new List<Delivered>(), new List<double>());
        for (var round = 0; round < options.Rounds; round++)
        {
            alone.Add(await product.MeasureAsync(healthy, options.Events));
            hooks.Add(await bound.MeasureAsync(alone[^1].Took));
            await product.EnableAsync(hanging, enabled: true);
            beside.Add((await product.MeasureAsync(healthy, options.Events)).PerSecond);
            await product.EnableAsync(hanging, enabled: false);
        }

        Console.WriteLine($"{WebhooksOptions.InFlight} in flight, medians of {options.Rounds} rounds of {options.Events:N0} events, taken in turn");
        Console.WriteLine($"hook, nothing stored             {Comparison.Median(hooks),8:N0} /s");
        Console.WriteLine($"deliveries, outcome stored       {Comparison.Median(alone.Select(delivered => delivered.PerSecond)),8:N0} /s   peak RSS {product.PeakMegabytes:N0} MB");
        Console.WriteLine($"the same beside one that hangs   {Comparison.Median(beside),8:N0} /s");
        Console.WriteLine($"a delivery costs                 {Comparison.Median(alone.Select(delivered => delivered.ServerMicroseconds)),8:N0} µs of the gateway, {Comparison.Median(alone.Select(delivered => delivered.DatabaseMicroseconds)):N0} µs of the database");
        var targets = new TargetSheet("webhooks");
        targets.Add("4a", Comparison.Median(alone.Zip(hooks, (mine, theirs) => mine.PerSecond / theirs)));
        targets.Add("4b", Comparison.Median(beside.Zip(alone, (with, without) => with / without.PerSecond)));
        targets.AddPeak(product.PeakMegabytes);
        targets.Print();
        await targets.SaveAsync();
    }
}
