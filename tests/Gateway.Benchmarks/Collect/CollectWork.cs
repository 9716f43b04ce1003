using System.Diagnostics;
using Gateway.Benchmarks.Running;
using Npgsql;

namespace Gateway.Benchmarks.Collect;

/// <summary>Collects for messages whose rows the agent has, which puts all their results into its log at one moment.</summary>
internal sealed class CollectWork
{
    private const string Stage = "STAGED_LOG";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    private readonly Product _product;
    private readonly QueueDatabase _queue;
    private readonly IReadOnlyList<Guid> _owners;
    private List<Guid> _ids = [];

    private CollectWork(Product product, QueueDatabase queue, IReadOnlyList<Guid> owners) =>
        (_product, _queue, _owners) = (product, queue, owners);

    /// <summary>The gateway has made its table by now.</summary>
    public static async Task<CollectWork> CreateAsync(
        Product product, QueueDatabase queue, int logRows, IReadOnlyList<Guid>? owners = null)
    {
        await queue.ExecuteAsync(queue.Kind == "mysql" ? $"CREATE TABLE {Stage} LIKE BIZ_MSG" : $"CREATE TABLE {Stage} (LIKE BIZ_MSG INCLUDING ALL)");
        await VendorLog.FillAsync(queue, logRows);
        return new CollectWork(product, queue, owners ?? Owners.Default);
    }

    /// <summary>Lets so many messages stand in the vendor's hands: new ones, or old ones from all over the past.</summary>
    public async Task PrepareAsync(int reports, bool recent)
    {
        await _product.State.ExecuteAsync("TRUNCATE gateway.inflight, gateway.events, gateway.stat_deltas");
        await using (var connection = await _product.OpenAsync())
        await using (var make = new NpgsqlCommand(EmbeddedSql.Text(recent ? "Collect.Sql.make-recent" : "Collect.Sql.make-random"), connection) { CommandTimeout = 0 })
        {
            make.Parameters.AddWithValue("count", reports);
            make.Parameters.AddWithValue("owners", _owners.ToArray());
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
}
