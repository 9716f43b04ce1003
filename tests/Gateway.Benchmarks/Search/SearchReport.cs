using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Search;

/// <summary>Milliseconds.</summary>
internal sealed record Latency(int Requests, double P50, double P99)
{
    public static Latency? Of(List<double> milliseconds)
    {
        milliseconds.Sort();
        return milliseconds.Count == 0 ? null : new Latency(milliseconds.Count, At(0.5), At(0.99));

        double At(double share) => milliseconds[Math.Min(milliseconds.Count - 1, (int)(milliseconds.Count * share))];
    }
}

/// <summary>What one kind of search took; no pages behind the first where nothing was left for them.</summary>
internal sealed record SearchResult(string Name, double ItemsPerPage, Latency First, Latency? Behind)
{
    public bool Missed => Math.Max(First.P99, Behind?.P99 ?? 0) > SearchOptions.TargetMilliseconds;
}

/// <summary>The table for people, and the file for programs.</summary>
internal static class SearchReport
{
    private const string File = "search.json";

    public static void PrintHead(SearchOptions options) => Console.WriteLine(
        $"GET /v1/messages over {options.Messages:N0} messages, one request at a time, ms; p99 at most {SearchOptions.TargetMilliseconds}\n{"search",-34} {"items",6} {"p50",8} {"p99",8}   {"behind: p50",11} {"p99",8}");

    public static void Print(SearchResult result) => Console.WriteLine(
        $"{result.Name,-34} {result.ItemsPerPage,6:N1} {result.First.P50,8:N1} {result.First.P99,8:N1}   {result.Behind?.P50,11:N1} {result.Behind?.P99,8:N1} {(result.Missed ? "  missed" : "")}");

    public static async Task SaveAsync(SearchOptions options, IReadOnlyList<SearchResult> results, double peakMegabytes)
    {
        Console.WriteLine($"\n{results.Count(result => !result.Missed)} of {results.Count} within {SearchOptions.TargetMilliseconds} ms; peak RSS {peakMegabytes:N0} MB");
        await using var file = Output.CreateText(File);
        await file.WriteLineAsync(JsonSerializer.Serialize(new SearchView(TimeProvider.System.GetUtcNow(), Environment.ProcessorCount, options, results), SearchJson.Default.SearchView));
        Console.WriteLine($"All figures: {Output.Path(File)}");
        var targets = new TargetSheet("search");
        targets.Add("6", results.Where(result => result.Name != SearchCase.Control.Name).Max(result => Math.Max(result.First.P99, result.Behind?.P99 ?? 0)));
        targets.AddPeak(peakMegabytes);
        targets.Print();
        await targets.SaveAsync();
    }
}

internal sealed record SearchView(DateTimeOffset At, int Processors, SearchOptions Options, IReadOnlyList<SearchResult> Results);

[JsonSerializable(typeof(SearchView))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
internal sealed partial class SearchJson : JsonSerializerContext;
