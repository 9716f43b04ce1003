using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Gateway.Benchmarks.Accept;
using Gateway.Benchmarks.Running;
using Gateway.Benchmarks.Search;

namespace Gateway.Benchmarks.Overview;

/// <summary>A gateway with a long history, and an operator who is signed in.</summary>
internal sealed partial class OverviewSide : IAsyncDisposable
{
    /// <summary>Requests before any that counts: the server compiles what it runs often.</summary>
    private const int Warm = 100;

    private readonly Product _product;
    private readonly HttpClient _client;

    private OverviewSide(Product product)
    {
        _product = product;
        _client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() })
        {
            BaseAddress = new Uri($"http://{product.Server.Address}"),
        };
    }

    public int ServerId => _product.Server.Id;

    public static async Task<OverviewSide> StartAsync(SearchOptions options)
    {
        var product = await Product.StartAsync("overview", options.Gateway, new Dictionary<string, string>());
        var small = Guid.Parse((string)(await product.SendAsync(
            HttpMethod.Post, "/v1/accounts", """{ "name": "small" }"""))["id"]!);
        await new SearchHistory(product.State, options.Messages, small).MakeAsync();
        await product.State.ExecuteAsync(EmbeddedSql.Text("Overview.Sql.fill-last-hour"));
        var side = new OverviewSide(product);
        await side.SignInAsync();
        return side;
    }

    public async Task<Latency> MeasureAsync(string path, int requests)
    {
        var latencies = new List<double>();
        for (var i = -Warm; i < requests; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (!path.StartsWith("/console", StringComparison.Ordinal))
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AcceptRequests.AdminKey);
            }

            var started = Stopwatch.GetTimestamp();
            var text = await SendAsync(request);
            if (i >= 0)
            {
                latencies.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
            else if (path.StartsWith("/console", StringComparison.Ordinal) && !text.Contains("blazor", StringComparison.Ordinal))
            {
                throw new BenchmarkException($"{path} is not the page that was expected: {text}");
            }
        }

        return Latency.Of(latencies)!; // At least one was asked for.
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _product.DisposeAsync();
    }

    private async Task SignInAsync()
    {
        const string path = "/console/sign-in";
        var page = await _client.GetStringAsync(path);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["token"] = Token().Match(page).Groups[1].Value,
            ["key"] = AcceptRequests.AdminKey,
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
        await SendAsync(request);
    }

    private async Task<string> SendAsync(HttpRequestMessage request)
    {
        using var answer = await _client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? text
            : throw new BenchmarkException($"The gateway answers {(int)answer.StatusCode}: {text}");
    }

    [GeneratedRegex("name=\"token\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
