using System.Globalization;
using Gateway.Benchmarks.Running;
using Gateway.Benchmarks.Search;

namespace Gateway.Benchmarks.Overview;

/// <summary>Measures what the console's first page takes when there are millions of messages.</summary>
internal static class OverviewCommand
{
    private const string Help = """
        overview: the console's first page over a long history, and each question to the API that it asks; p99 below 100 ms
          --short         500,000 messages, for a quick look
          --messages N    messages in the database (5000000)
          --requests N    pages, one after the other (200)
          --gateway DLL   the product's program (src/Gateway/bin/Release/net10.0/Gateway.dll)
        """;

    private const string Page = "/console/";

    public static Task<int> RunAsync(string[] args) =>
        Measurement.RunAsync(args, Help, () => MeasureAsync(SearchOptions.Parse(args)));

    private static async Task MeasureAsync(SearchOptions options)
    {
        await using var side = await OverviewSide.StartAsync(options);
        Console.WriteLine($"the overview over {options.Messages:N0} messages, one request at a time, ms");
        Console.WriteLine($"{"what",-60} {"p50",8} {"p99",8}");
        var page = await side.MeasureAsync(Page, options.Requests);
        Print(Page, page);
        foreach (var question in Questions(TimeProvider.System.GetUtcNow()))
        {
            Print(question, await side.MeasureAsync(question, options.Requests));
        }

        var targets = new TargetSheet("overview");
        targets.Add("11", page.P99);
        targets.AddPeak(ProcessUsage.PeakMegabytes(side.ServerId));
        targets.Print();
        await targets.SaveAsync();
    }

    /// <summary>What the page asks: two days by hour, today by channel and vendor, the last hour by minute.</summary>
    private static IEnumerable<string> Questions(DateTimeOffset now)
    {
        var midnight = now.UtcDateTime.Date;
        yield return Statistics("hour", "status", midnight.AddDays(-1), now.UtcDateTime.AddHours(1));
        yield return Statistics("day", "channel,vendor,status", midnight, now.UtcDateTime.AddHours(1));
        yield return Statistics("minute", "status", now.UtcDateTime.AddMinutes(-59), now.UtcDateTime.AddMinutes(1));
        yield return "/v1/vendors";
        yield return "/v1/webhooks?limit=200";
        yield return "/v1/jobs";
    }

    private static string Statistics(string interval, string groups, DateTime from, DateTime to) =>
        $"/v1/stats?interval={interval}&groupBy={groups}&from={At(from)}&to={At(to)}";

    private static string At(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);

    private static void Print(string what, Latency latency) =>
        Console.WriteLine($"{what.Split("&from")[0],-60} {latency.P50,8:N1} {latency.P99,8:N1}");
}
