using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Benchmarks.Accept;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Benchmarks.Running;

/// <summary>The gateway with a state database of its own, and what measurements ask of both.</summary>
internal sealed class Product : IAsyncDisposable
{
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler());

    private Product(TestDatabase state, ServerProcess server) => (State, Server) = (state, server);

    public TestDatabase State { get; }

    public ServerProcess Server { get; }

    public static async Task<Product> StartAsync(string name, string program, IEnumerable<KeyValuePair<string, string>> settings)
    {
        if (!File.Exists(program))
        {
            throw new BenchmarkException($"The product is not built: {program} is missing. Run: dotnet build -c Release");
        }

        var state = await TestDatabase.CreateAsync(Settings.Postgres, name.Replace('-', '_'));
        try
        {
            return new Product(state, await StartAsync(name, program, state, settings));
        }
        catch
        {
            await state.DisposeAsync();
            throw;
        }
    }

    /// <summary>Another process on a state database that is there already.</summary>
    public static Task<ServerProcess> StartAsync(string name, string program, TestDatabase state, IEnumerable<KeyValuePair<string, string>> settings) =>
        ServerProcess.StartAsync(name, program, [], new Dictionary<string, string>(settings)
        {
            ["ConnectionStrings__Gateway"] = state.ConnectionString,
            ["Gateway__AdminKey"] = AcceptRequests.AdminKey,
        });

    /// <param name="method">The verb.</param>
    /// <param name="path">From <c>/v1</c> on.</param>
    /// <param name="body">JSON, or nothing.</param>
    /// <param name="key">Whose key; the admin's when absent.</param>
    public async Task<JsonNode> SendAsync(HttpMethod method, string path, string body, string? key = null)
    {
        using var request = new HttpRequestMessage(method, $"http://{Server.Address}{path}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key ?? AcceptRequests.AdminKey);
        using var answer = await _client.SendAsync(request, CancellationToken.None);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new BenchmarkException($"The gateway answers {(int)answer.StatusCode}: {text}");
    }

    public Task PauseAsync(string vendor, bool paused) => SendAsync(HttpMethod.Post, $"/v1/vendors/{vendor}/{(paused ? "pause" : "resume")}", "");

    /// <summary>Empties the tables that messages fill, and lets no checkpoint fall into another side's window.</summary>
    public async Task EmptyAsync()
    {
        await State.ExecuteAsync("TRUNCATE gateway.messages, gateway.inflight, gateway.idempotency_keys, gateway.handovers, gateway.events, gateway.deliveries, gateway.stats, gateway.stat_deltas, gateway.batches CASCADE");
        await State.ExecuteAsync("CHECKPOINT");
    }

    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(State.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>One number that the state database answers.</summary>
    public async Task<long> NumberAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(Sql.Fill("of a number", sql), connection) { CommandTimeout = 0 };
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Makes sure that a measurement did what it says.</summary>
    public async Task ExpectAsync(string what, long expected, string sql)
    {
        var found = await NumberAsync(sql);
        if (found != expected)
        {
            throw new BenchmarkException($"{what}: {found:N0} are there, {expected:N0} were expected. See {Output.Path("*.log")}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Server.DisposeAsync();
        await State.DisposeAsync();
    }
}
