using System.Diagnostics;
using System.Globalization;
using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.EndToEnd;

/// <summary>Measures the whole way of a message, with a fast agent and a receiver of webhooks in this program.</summary>
internal static class EndToEndCommand
{
    private static readonly TimeSpan ForWarmth = TimeSpan.FromSeconds(5);

    public static Task<int> RunAsync(string[] args) => Measurement.RunAsync(args, EndToEndOptions.Help, () => MeasureAsync(EndToEndOptions.Parse(args)));

    private static async Task MeasureAsync(EndToEndOptions options)
    {
        var targets = new TargetSheet(options.Soak ? "soak" : "end-to-end");
        await using var queue = await QueueDatabase.CreateAnyAsync();
        var settings = queue.Bizppurio("queue", maxQueued: 10_000);
        settings["Webhooks__AllowPrivateNetworks"] = "true";
        await using var product = await Product.StartAsync("end-to-end", options.Gateway, settings);
        await queue.WaitForAsync("BIZ_MSG");
        await VendorLog.CreateAsync(queue);
        await using var receiver = await Receiver.StartAsync();
        await product.SendAsync(HttpMethod.Post, "/v1/webhooks", $$"""{ "url": "{{receiver.Address}}", "events": ["message.delivered"] }""");
        await using var agent = new FastAgent(queue);
        using var journeys = new Journeys(product, agent, receiver);
        await journeys.RunAsync(options.Rate, ForWarmth);
        var memory = new MemoryWatch(product.Server, options.Soak);
        var watching = memory.RunAsync(options.Duration);
        var started = Stopwatch.GetTimestamp();
        var result = await journeys.RunAsync(options.Rate, options.Duration);
        var took = Stopwatch.GetElapsedTime(started);
        await watching;
        var peak = ProcessUsage.PeakMegabytes(product.Server.Id);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{result.Count:N0} messages at {options.Rate} a second, queue on {queue.Kind}; all webhooks received after {took.TotalSeconds:N1} s; peak RSS {peak:N0} MB"));
        result.Print();
        targets.AddPeak(peak);
        if (options.Soak)
        {
            memory.Check();
        }
        else
        {
            targets.Add("5c", result.ReportToWebhook.Percentile(0.5));
            targets.Add("8", await StartsAsync(options, product, settings));
        }

        targets.Print();
        await targets.SaveAsync();
    }

    /// <summary>Median milliseconds from the start of a process to its readiness, on a database that is there, with the first one's pages in memory.</summary>
    private static async Task<double> StartsAsync(EndToEndOptions options, Product product, Dictionary<string, string> settings)
    {
        var times = new List<double>();
        for (var i = 0; i < options.Starts; i++)
        {
            await using var another = await Product.StartAsync("end-to-end-start", options.Gateway, product.State, settings);
            times.Add(another.StartedIn.TotalMilliseconds);
        }

        return Comparison.Median(times);
    }
}
