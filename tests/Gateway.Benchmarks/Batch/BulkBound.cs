using Gateway.Benchmarks.Bounds;
using Gateway.Benchmarks.Load;
using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Batch;

/// <summary>The bound <c>bulk</c>, running.</summary>
internal sealed class BulkBound : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly RequestTemplate _request = BatchRequests.Bound();

    private BulkBound(TestDatabase database, ServerProcess server) => (_database, Server) = (database, server);

    public ServerProcess Server { get; }

    public static async Task<BulkBound> StartAsync()
    {
        var database = await TestDatabase.CreateAsync(Settings.Postgres, "bulk");
        await database.ExecuteAsync(EmbeddedSql.Text("Bounds.Sql.create-table"));
        var environment = new Dictionary<string, string> { ["ConnectionStrings__Gateway"] = database.ConnectionString };
        return new BulkBound(database, await ServerProcess.StartAsync("bulk", typeof(BulkServer).Assembly.Location, ["serve-bulk"], environment));
    }

    public async Task EmptyAsync()
    {
        await _database.ExecuteAsync("TRUNCATE bound_messages");
        await _database.ExecuteAsync("CHECKPOINT");
    }

    public async Task<Done> PostAsync(TimeSpan window)
    {
        var load = await LoadGenerator.RunAsync(Server.Address, _request, BatchOptions.Connections, window);
        return load.Errors == 0
            ? new Done((long)load.Accepted * BatchOptions.MessagesOfPost, load.Elapsed, load.Percentile(0.5), load.Percentile(0.99))
            : throw new BenchmarkException($"The bound answered {load.Errors} requests with a fault.");
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await _database.DisposeAsync();
    }
}
