using System.Diagnostics;
using Gateway.Benchmarks.Running;
using Npgsql;

namespace Gateway.Benchmarks.Collect;

/// <summary>The product with messages whose rows its agent has, and an agent that puts all their results into its log at one moment.</summary>
internal sealed class CollectSide : IAsyncDisposable
{
    private const string Stage = "STAGED_LOG";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    private readonly Product _product;
    private readonly QueueDatabase _queue;
    private List<Guid> _ids = [];

    private CollectSide(Product product, QueueDatabase queue) => (_product, _queue) = (product, queue);

    public ServerProcess Server => _product.Server;

    public static async Task<CollectSide> StartAsync(string name, string program, int messages, int logRows)
    {
        var queue = Settings.MySql is { } server ? await QueueDatabase.CreateMySqlAsync(server) : await QueueDatabase.CreatePostgresAsync(Settings.Postgres);
        var product = await Product.StartAsync(name, program, queue.Bizppurio("queue", maxQueued: 1000));
        await queue.WaitForAsync("BIZ_MSG");
        await queue.ExecuteAsync(queue.Kind == "mysql" ? $"CREATE TABLE {Stage} LIKE BIZ_MSG" : $"CREATE TABLE {Stage} (LIKE BIZ_MSG INCLUDING ALL)");
        await VendorLog.FillAsync(queue, logRows);
        await History.MakeAsync(product.State, messages);
        return new CollectSide(product, queue);
    }

    /// <summary>Lets so many messages stand in the vendor's hands: new ones, or old ones from all over the past.</summary>
    public async Task PrepareAsync(int reports, bool recent)
    {
        await _product.State.ExecuteAsync("TRUNCATE gateway.inflight, gateway.events, gateway.stat_deltas");
        await using (var connection = await _product.OpenAsync())
        await using (var make = new NpgsqlCommand(EmbeddedSql.Text(recent ? "Collect.Sql.make-recent" : "Collect.Sql.make-random"), connection) { CommandTimeout = 0 })
        {
            make.Parameters.AddWithValue("count", reports);
            await using var reader = await make.ExecuteReaderAsync();
            _ids = [];
            while (await reader.ReadAsync())
            {
                _ids.Add(reader.GetGuid(0));
            }
        }

        if (_ids.Count != reports)
        {
            throw new BenchmarkException($"There are {_ids.Count} messages to report on instead of {reports}.");
        }

        await _queue.ExecuteAsync($"TRUNCATE TABLE {Stage}");

        // A little ahead of the last look, whose time the next one begins behind.
        await VendorLog.InsertAsync(_queue, Stage, _ids.Count, i => _ids[i], VendorLog.Now());
        await _product.State.ExecuteAsync("VACUUM ANALYZE gateway.inflight");
        await _product.State.ExecuteAsync("CHECKPOINT");
    }

    /// <summary>From the first page of results to the last one: the second until the next look is not what is measured.</summary>
    public async Task<Done> CollectAsync()
    {
        await _queue.ExecuteAsync($"UPDATE {Stage} SET REPORT_TIME = '{VendorLog.Now():yyyy-MM-dd HH:mm:ss}'");
        await _queue.ExecuteAsync($"INSERT INTO {VendorLog.Table} SELECT * FROM {Stage}");
        await using var connection = await _product.OpenAsync();
        await using var left = new NpgsqlCommand("SELECT count(*) FROM gateway.inflight", connection);
        var open = (long)_ids.Count;
        var (first, started) = (0L, 0L);
        for (var waiting = Stopwatch.GetTimestamp(); open > 0;)
        {
            if (Stopwatch.GetElapsedTime(waiting) > Patience)
            {
                throw new BenchmarkException($"{open} messages have no result after {Patience.TotalMinutes} minutes. See {Output.Path("*.log")}.");
            }

            await Task.Delay(Look, TimeProvider.System);
            open = (long)(await left.ExecuteScalarAsync())!;
            if (started == 0 && open < _ids.Count)
            {
                (first, started) = (_ids.Count - open, Stopwatch.GetTimestamp());
            }
        }

        return new Done(_ids.Count - first, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>Every message has its end, its event and its place in the statistics.</summary>
    public async Task CheckAsync()
    {
        await using var connection = await _product.OpenAsync();
        await using var command = new NpgsqlCommand(EmbeddedSql.Text("Collect.Sql.delivered"), connection) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. _ids]));
        var ended = (long)(await command.ExecuteScalarAsync())!;
        if (ended != _ids.Count)
        {
            throw new BenchmarkException($"{ended} messages are delivered instead of {_ids.Count}.");
        }

        await _product.ExpectAsync("Events", _ids.Count, "SELECT count(DISTINCT message_id) FROM gateway.events WHERE type = {EventType.MessageDelivered}");
        await _product.ExpectAsync("Orphans", 0, "SELECT count(*) FROM gateway.orphan_reports");
    }

    public async ValueTask DisposeAsync()
    {
        await _product.DisposeAsync();
        await _queue.DisposeAsync();
    }
}
