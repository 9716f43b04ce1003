using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Benchmarks.Accept;
using Gateway.Benchmarks.Running;
using Npgsql;

namespace Gateway.Benchmarks.Webhooks;

/// <summary>What a window brought: deliveries a second, and what one costs the gateway and the database in µs of processor time, which moves less than the rate when others use the machine.</summary>
internal sealed record Delivered(double PerSecond, TimeSpan Took, double ServerMicroseconds, double DatabaseMicroseconds);

/// <summary>The product with one healthy endpoint, and one that hangs when it is enabled.</summary>
internal sealed class ProductSide : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly TestDatabase _database;
    private readonly ServerProcess _server;
    private readonly PostgresUsage _postgres;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler());

    private ProductSide(TestDatabase database, ServerProcess server, PostgresUsage postgres) => (_database, _server, _postgres) = (database, server, postgres);

    public double PeakMegabytes => ProcessUsage.PeakMegabytes(_server.Id);

    public static async Task<ProductSide> StartAsync(WebhooksOptions options, string admin)
    {
        var database = await TestDatabase.CreateAsync(admin, "webhooks");
        var server = await ServerProcess.StartAsync("webhooks", options.Gateway, [], new Dictionary<string, string>
        {
            ["ConnectionStrings__Gateway"] = database.ConnectionString,
            ["Gateway__AdminKey"] = AcceptRequests.AdminKey,
            ["Webhooks__AllowPrivateNetworks"] = "true",
            ["Webhooks__ConcurrencyPerEndpoint"] = $"{WebhooksOptions.InFlight}",
        });
        return new ProductSide(database, server, await PostgresUsage.FindAsync(admin));
    }

    public async Task<string> RegisterAsync(Uri url) =>
        (string)(await SendAsync(HttpMethod.Post, "", $$"""{ "url": "{{url}}", "events": ["message.*"] }"""))["id"]!;

    public Task EnableAsync(string webhook, bool enabled) => SendAsync(HttpMethod.Patch, "/" + webhook, $$"""{ "status": "{{(enabled ? "enabled" : "disabled")}}" }""");

    /// <summary>Deliveries to an endpoint: its events are made while it is disabled, and counted until the last one is stored as delivered.</summary>
    public async Task<Delivered> MeasureAsync(string webhook, int events)
    {
        await EnableAsync(webhook, enabled: false);
        await using var connection = new NpgsqlConnection(_database.ConnectionString);
        await connection.OpenAsync();
        await using (var make = new NpgsqlCommand(EmbeddedSql.Text("Webhooks.Sql.make-events"), connection))
        {
            make.Parameters.AddWithValue("count", events);
            await make.ExecuteNonQueryAsync();
        }

        await _database.ExecuteAsync("VACUUM ANALYZE gateway.deliveries, gateway.events, gateway.messages");
        var (server, databases) = (ProcessUsage.CpuSeconds(_server.Id), _postgres.CpuSeconds());
        var started = Stopwatch.GetTimestamp();
        await EnableAsync(webhook, enabled: true);
        await using var left = new NpgsqlCommand(EmbeddedSql.Text("Webhooks.Sql.left"), connection);
        left.Parameters.AddWithValue("id", Guid.Parse(webhook));
        while ((bool)(await left.ExecuteScalarAsync())!)
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new BenchmarkException($"Not all of {events} events were delivered within {Patience.TotalMinutes} minutes. See {Output.Path("webhooks.log")}.");
            }

            await Task.Delay(Look, TimeProvider.System);
        }

        var took = Stopwatch.GetElapsedTime(started);
        return new Delivered(events / took.TotalSeconds, took, PerEvent(ProcessUsage.CpuSeconds(_server.Id) - server), PerEvent(_postgres.CpuSeconds() - databases));

        double PerEvent(double seconds) => seconds / events * 1_000_000;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, $"http://{_server.Address}/v1/webhooks{path}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AcceptRequests.AdminKey);
        using var answer = await _client.SendAsync(request, CancellationToken.None);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new BenchmarkException($"The gateway answers {(int)answer.StatusCode}: {text}");
    }
}
