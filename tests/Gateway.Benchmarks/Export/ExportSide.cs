using System.Diagnostics;
using System.Net.Http.Headers;
using Gateway.Benchmarks.Accept;
using Gateway.Benchmarks.Running;
using Npgsql;

namespace Gateway.Benchmarks.Export;

/// <summary>One file: how long it took, how long it was.</summary>
internal sealed record ExportReading(double Seconds, long Bytes, double ServerCpu);

/// <summary>The product with a campaign in its database.</summary>
internal sealed class ExportSide : IAsyncDisposable
{
    /// <summary>As make-messages.sql has it.</summary>
    public const int OneFails = 40;

    private const int Step = 100_000;

    private static readonly Guid Account = Guid.Parse("00000000-0000-7000-8000-000000000001");

    private readonly TestDatabase _database;
    private readonly ServerProcess _server;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler());

    private ExportSide(TestDatabase database, ServerProcess server) => (_database, _server) = (database, server);

    public Guid Batch { get; } = Guid.NewGuid();

    public int ProcessId => _server.Id;

    public static async Task<ExportSide> StartAsync(ExportOptions options)
    {
        var database = await TestDatabase.CreateAsync(Settings.Postgres, "export");
        var server = await ServerProcess.StartAsync("export", options.Gateway, [], new Dictionary<string, string>
        {
            ["ConnectionStrings__Gateway"] = database.ConnectionString,
            ["Gateway__AdminKey"] = AcceptRequests.AdminKey,
            ["Gateway__Roles"] = "http",
        });
        var side = new ExportSide(database, server);
        await side.MakeAsync(options.Messages);
        return side;
    }

    /// <summary>Reads a file as it comes, and refuses one that has not all rows.</summary>
    public async Task<ExportReading> ReadAsync(string query, int rows)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{_server.Address}/v1/messages{query}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AcceptRequests.AdminKey);
        request.Headers.Accept.ParseAdd("text/csv");
        var (started, cpu) = (Stopwatch.GetTimestamp(), ProcessUsage.CpuSeconds(_server.Id));
        using var answer = await _client.SendAsync(request, CancellationToken.None);
        await using var file = await answer.Content.ReadAsStreamAsync();
        var (lines, bytes) = await CountAsync(file);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return answer.IsSuccessStatusCode && lines == rows + 1
            ? new ExportReading(seconds, bytes, ProcessUsage.CpuSeconds(_server.Id) - cpu)
            : throw new BenchmarkException($"{(int)answer.StatusCode}: {lines - 1} rows instead of {rows}.");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static async Task<(int Lines, long Bytes)> CountAsync(Stream file)
    {
        var (lines, bytes) = (0, 0L);
        var buffer = new byte[64 * 1024];
        for (var read = await file.ReadAsync(buffer); read > 0; read = await file.ReadAsync(buffer))
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
            bytes += read;
        }

        return (lines, bytes);
    }

    private async Task MakeAsync(int messages)
    {
        await _database.ExecuteAsync(EmbeddedSql.Text("Search.Sql.disable-triggers"));
        await using var connection = new NpgsqlConnection(_database.ConnectionString);
        await connection.OpenAsync();
        var from = TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(1);
        for (var first = 1; first <= messages; first += Step)
        {
            Measurement.Tell($"{first - 1:N0} messages …");
            await using var make = new NpgsqlCommand(EmbeddedSql.Text("Export.Sql.make-messages"), connection) { CommandTimeout = 0 };
            make.Parameters.AddWithValue("first", first);
            make.Parameters.AddWithValue("last", Math.Min(messages, first + Step - 1));
            make.Parameters.AddWithValue("account", Account);
            make.Parameters.AddWithValue("batch", Batch);
            make.Parameters.AddWithValue("from", from);
            await make.ExecuteNonQueryAsync();
        }

        await _database.ExecuteAsync(EmbeddedSql.Text("Search.Sql.count-messages"));
        await using var vacuum = new NpgsqlCommand("VACUUM (ANALYZE, FREEZE) gateway.messages, gateway.stats", connection) { CommandTimeout = 0 };
        await vacuum.ExecuteNonQueryAsync();
    }
}
