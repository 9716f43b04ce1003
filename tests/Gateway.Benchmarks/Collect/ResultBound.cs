using System.Diagnostics;
using Gateway.Benchmarks.Running;
using Npgsql;

namespace Gateway.Benchmarks.Collect;

/// <summary>The bound <c>pgrep</c>: 10,000 results in one statement and one transaction, an update of the record and an event for each.</summary>
internal sealed class ResultBound : IAsyncDisposable
{
    private const int ResultsOfStatement = 10_000;

    private readonly TestDatabase _database;
    private readonly int _messages;
    private int _next;

    private ResultBound(TestDatabase database, int messages) => (_database, _messages) = (database, messages);

    public static async Task<ResultBound> StartAsync(int messages)
    {
        var database = await TestDatabase.CreateAsync(Settings.Postgres, "pgrep");
        await database.ExecuteAsync(EmbeddedSql.Text("Bounds.Sql.create-table"));
        await database.ExecuteAsync("ALTER TABLE bound_messages SET (fillfactor = 70)");
        await database.ExecuteAsync(EmbeddedSql.Text("Collect.Sql.create-bound-events"));
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var make = new NpgsqlCommand(EmbeddedSql.Text("Collect.Sql.make-bound"), connection) { CommandTimeout = 0 };
        make.Parameters.AddWithValue("count", messages);
        await make.ExecuteNonQueryAsync();
        await database.ExecuteAsync("VACUUM ANALYZE bound_messages");
        await database.ExecuteAsync("CHECKPOINT");
        return new ResultBound(database, messages);
    }

    /// <summary>Results for messages that stand together, as those of a day do; each round takes the next ones.</summary>
    public async Task<Done> RunAsync(int reports)
    {
        await using var connection = new NpgsqlConnection(_database.ConnectionString);
        await connection.OpenAsync();
        var first = _next + reports <= _messages ? _next : 0;
        _next = first + reports;
        var ids = await ReadAsync(connection, first, reports);
        await _database.ExecuteAsync("TRUNCATE bound_events");
        await _database.ExecuteAsync("CHECKPOINT");
        var started = Stopwatch.GetTimestamp();
        var done = 0L;
        foreach (var chunk in ids.Chunk(ResultsOfStatement))
        {
            await using var command = new NpgsqlCommand(EmbeddedSql.Text("Collect.Sql.apply-bound"), connection);
            var now = TimeProvider.System.GetUtcNow();
            command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", chunk));
            command.Parameters.Add(new NpgsqlParameter<short[]>("statuses", [.. chunk.Select(_ => (short)4)]));
            command.Parameters.Add(new NpgsqlParameter<short[]>("codes", [.. chunk.Select(_ => (short)0)]));
            command.Parameters.Add(new NpgsqlParameter<string[]>("vendor_codes", [.. chunk.Select(_ => "4100")]));
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset[]>("completed_at", [.. chunk.Select(_ => now)]));
            command.Parameters.Add(new NpgsqlParameter<Guid[]>("event_ids", [.. chunk.Select(_ => Guid.CreateVersion7(now))]));
            done += await command.ExecuteNonQueryAsync();
        }

        return done == reports ? new Done(reports, Stopwatch.GetElapsedTime(started)) : throw new BenchmarkException($"The bound made {done} events instead of {reports}.");
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static async Task<List<Guid>> ReadAsync(NpgsqlConnection connection, int first, int count)
    {
        await using var command = new NpgsqlCommand("SELECT id FROM bound_messages ORDER BY id OFFSET @first LIMIT @count", connection);
        command.Parameters.AddWithValue("first", first);
        command.Parameters.AddWithValue("count", count);
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new List<Guid>(count);
        while (await reader.ReadAsync())
        {
            ids.Add(reader.GetGuid(0));
        }

        return ids;
    }
}
