using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Benchmarks.Accept;
using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Search;

/// <summary>The product, which answers searches and does nothing else, with a history in its database.</summary>
internal sealed class SearchSide : IAsyncDisposable
{
    /// <summary>Requests before any that counts: the server compiles what it runs often.</summary>
    private const int FirstWarm = 500;

    private const int Warm = 10;

    private readonly TestDatabase _database;
    private readonly ServerProcess _server;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler());
    private string _smallKey = "";

    private SearchSide(TestDatabase database, ServerProcess server) => (_database, _server) = (database, server);

    public SearchHistory History { get; private set; } = null!; // Set before StartAsync returns.

    public double PeakMegabytes => ProcessUsage.PeakMegabytes(_server.Id);

    public static async Task<SearchSide> StartAsync(SearchOptions options)
    {
        var database = await TestDatabase.CreateAsync(Settings.Postgres, "search");
        var server = await ServerProcess.StartAsync("search", options.Gateway, [], new Dictionary<string, string>
        {
            ["ConnectionStrings__Gateway"] = database.ConnectionString,
            ["Gateway__AdminKey"] = AcceptRequests.AdminKey,
            ["Gateway__Roles"] = "http",
        });
        var side = new SearchSide(database, server);
        var account = await side.PostAsync("/v1/accounts", """{ "name": "small" }""");
        side._smallKey = (string)(await side.PostAsync($"/v1/accounts/{account["id"]}/keys", """{ "name": "search", "scopes": ["messages:read", "messages:read-pii"] }"""))["key"]!;
        side.History = new SearchHistory(database, options.Messages, Guid.Parse((string)account["id"]!));
        await side.History.MakeAsync();
        return side;
    }

    public async Task WarmAsync(SearchCase kind, IReadOnlyList<Sample> samples)
    {
        for (var i = 0; i < FirstWarm; i++)
        {
            await PageAsync(kind, kind.Query(samples[i % samples.Count]), []);
        }
    }

    /// <summary>One request after the other, as somebody who looks at pages sends them.</summary>
    public async Task<SearchResult> MeasureAsync(SearchCase kind, IReadOnlyList<Sample> samples)
    {
        var (first, behind, found) = (new List<double>(), new List<double>(), 0);
        foreach (var sample in samples.Take(Warm))
        {
            await PageAsync(kind, kind.Query(sample), []);
        }

        for (var i = 0; i < samples.Count; i++)
        {
            var query = kind.Query(samples[i]);
            var (cursor, items) = await PageAsync(kind, query, first);
            found += items;
            for (var page = 0; cursor is not null && i % 4 == 0 && page < SearchOptions.PagesBehind; page++)
            {
                (cursor, _) = await PageAsync(kind, $"{query}&cursor={cursor}", behind);
            }
        }

        return new SearchResult(kind.Name, (double)found / samples.Count, Latency.Of(first)!, Latency.Of(behind)); // Samples were asked for, so there are first pages.
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task<(string? Cursor, int Items)> PageAsync(SearchCase kind, string query, List<double> latencies)
    {
        using var request = Request(HttpMethod.Get, $"{kind.Path}?{query}", kind.Small ? _smallKey : AcceptRequests.AdminKey);
        var started = Stopwatch.GetTimestamp();
        var text = await SendAsync(request);
        latencies.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        var page = JsonNode.Parse(text)!;
        return ((string?)page["nextCursor"], page["items"]?.AsArray().Count ?? 0);
    }

    private async Task<JsonNode> PostAsync(string path, string body)
    {
        using var request = Request(HttpMethod.Post, path, AcceptRequests.AdminKey);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return JsonNode.Parse(await SendAsync(request))!;
    }

    private HttpRequestMessage Request(HttpMethod method, string path, string key)
    {
        var request = new HttpRequestMessage(method, $"http://{_server.Address}{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return request;
    }

    private async Task<string> SendAsync(HttpRequestMessage request)
    {
        using var answer = await _client.SendAsync(request, CancellationToken.None);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? text : throw new BenchmarkException($"The gateway answers {(int)answer.StatusCode}: {text}");
    }
}
