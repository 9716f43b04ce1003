using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Webhooks;

/// <summary>Measures delivering: the bound, the product, and the product beside an endpoint that hangs, in turn.</summary>
internal static class WebhooksCommand
{
    public static Task<int> RunAsync(string[] args) =>
        Measurement.RunAsync(args, WebhooksOptions.Help, () => MeasureAsync(WebhooksOptions.Parse(args)));

    private static async Task MeasureAsync(WebhooksOptions options)
    {
        var meter = await Meter.CreateAsync();
        await using var receiver = await ServerProcess.StartAsync("hook", typeof(WebhooksCommand).Assembly.Location, ["serve-hook"], new Dictionary<string, string>());
        using var bound = new HookBound(receiver.Address);
        await using var product = await Product.StartAsync("webhooks", options.Gateway, DeliveryWork.Settings());
        var work = new DeliveryWork(product, await RegisterAsync(HookServer.Path));
        await bound.MeasureAsync(options.Warm);
        for (var warm = 0.0; warm < options.Warm.TotalSeconds;)
        {
            warm += (await DeliverAsync()).Seconds;
        }

        // Registered before it gets any events, and disabled but for its own windows: its backlog grows with each of them.
        var hanging = await RegisterAsync(HookServer.HangingPath);
        await DeliveryWork.EnableAsync(product, hanging, enabled: false);
        var (hooks, alone, beside) = (new List<double>(), new List<Reading>(), new List<Reading>());
        for (var round = 0; round < options.Rounds; round++)
        {
            alone.Add(await DeliverAsync());
            hooks.Add(await bound.MeasureAsync(TimeSpan.FromSeconds(alone[^1].Seconds)));
            await DeliveryWork.EnableAsync(product, hanging, enabled: true);
            beside.Add(await DeliverAsync());
            await DeliveryWork.EnableAsync(product, hanging, enabled: false);
        }

        await TellAsync(options, hooks, alone, beside);

        Task<string> RegisterAsync(string path) =>
            DeliveryWork.RegisterAsync(product, new Uri($"http://{receiver.Address}{path}"), "message.*");

        async Task<Reading> DeliverAsync()
        {
            await work.PrepareAsync(options.Events);
            return await meter.MeasureAsync(product.Server, work.DeliverAsync);
        }
    }

    private static async Task TellAsync(
        WebhooksOptions options, List<double> hooks, List<Reading> alone, List<Reading> beside)
    {
        var peak = alone.Concat(beside).Max(reading => reading.PeakMegabytes);
        Console.WriteLine($"{WebhooksOptions.InFlight} in flight, medians of {options.Rounds} rounds of {options.Events:N0} events, taken in turn");
        Console.WriteLine($"hook, nothing stored             {Comparison.Median(hooks),8:N0} /s");
        Console.WriteLine($"deliveries, outcome stored       {Median(alone, reading => reading.PerSecond),8:N0} /s   peak RSS {peak:N0} MB");
        Console.WriteLine($"the same beside one that hangs   {Median(beside, reading => reading.PerSecond),8:N0} /s");
        Console.WriteLine($"a delivery costs                 {Median(alone, reading => reading.ServerCpu / reading.Count * 1_000_000),8:N0} µs of the gateway, {Median(alone, reading => reading.PostgresCpu / reading.Count * 1_000_000):N0} µs of the database");
        var targets = new TargetSheet("webhooks");
        targets.Add("4a", Comparison.Median(alone.Zip(hooks, (mine, theirs) => mine.PerSecond / theirs)));
        targets.Add("4b", Comparison.Median(beside.Zip(alone, (with, without) => with.PerSecond / without.PerSecond)));
        targets.AddPeak(peak);
        targets.Print();
        await targets.SaveAsync();
    }

    private static double Median(List<Reading> readings, Func<Reading, double> figure) =>
        Comparison.Median(readings.Select(figure));
}
