using System.Globalization;
using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.HandOver;

/// <summary>Measures handing over, on each kind of queue database: the bound and the product in turn, then single messages when nothing else is to do.</summary>
internal static class HandOverCommand
{
    public static Task<int> RunAsync(string[] args) => Measurement.RunAsync(args, HandOverOptions.Help, () => MeasureAsync(HandOverOptions.Parse(args)));

    private static async Task MeasureAsync(HandOverOptions options)
    {
        var meter = await Meter.CreateAsync();
        var comparison = new Comparison("handover");
        var idle = new List<Lateness>();
        if (Settings.MySql is { } server)
        {
            idle.Add(await MeasureAsync(options, await QueueDatabase.CreateMySqlAsync(server), meter, comparison));
            comparison.Targets.Add("3a", comparison.Ratio("mysql", "my"));
        }
        else
        {
            Console.WriteLine("MariaDB is not measured (3a): GATEWAY_TEST_MYSQL is missing.");
        }

        idle.Add(await MeasureAsync(options, await QueueDatabase.CreatePostgresAsync(Settings.Postgres), meter, comparison));
        comparison.Targets.Add("3b", comparison.Ratio("postgresql", "copy"));
        comparison.Targets.Add("3d p50", idle.Max(one => one.Median));
        comparison.Targets.Add("3d p99", idle.Max(one => one.P99));
        await comparison.TellAsync(string.Create(CultureInfo.InvariantCulture, $"{options.Waiting} messages waiting, {options.Messages} of the past, {options.LogRows} rows in the log"));
    }

    private static async Task<Lateness> MeasureAsync(HandOverOptions options, QueueDatabase queue, Meter meter, Comparison comparison)
    {
        await using var owned = queue;
        await using var product = await HandOverSide.StartAsync("handover", options.Gateway, options, queue);
        await using var before = options.Before is { } program ? await HandOverSide.StartAsync("handover-before", program, options, queue) : null;
        await VendorLog.FillAsync(queue, options.LogRows);
        var bound = new QueueBound(queue);
        await bound.CreateAsync();
        await bound.RunAsync(HandOverWork.ForWarmth);
        await product.Work.WarmAsync(options.Warm);
        if (before is not null)
        {
            await before.Work.WarmAsync(options.Warm);
        }

        for (var round = 1; round <= options.Rounds; round++)
        {
            Measurement.Tell($"{queue.Kind}, round {round} of {options.Rounds} …");
            await bound.EmptyAsync();
            comparison.Add(bound.Name, bound.Description, await meter.MeasureAsync([], () => bound.RunAsync(options.Waiting)));
            foreach (var side in Turns.Of(round, before is null ? [product] : new[] { product, before }))
            {
                await MeasureAsync(side);
            }
        }

        Measurement.Tell($"{queue.Kind}, single messages …");
        var idle = await product.Work.MeasureIdleAsync(options.Singles);
        Console.WriteLine($"{queue.Kind}: {options.Singles} single messages when idle, accepted to queued: p50 {idle.Median:N1} ms, p99 {idle.P99:N1} ms, longest {idle.Longest:N1} ms");
        return idle;

        async Task MeasureAsync(HandOverSide side)
        {
            await side.Work.PrepareAsync(options.Waiting);
            var (name, description) = side == product
                ? ($"{queue.Kind}", "product, from waiting to the row")
                : ($"{queue.Kind} before", "--before");
            comparison.Add(name, description, await meter.MeasureAsync(side.Servers, side.Work.HandOverAsync));
            await side.Work.CheckAsync(options.Waiting);
        }
    }
}
