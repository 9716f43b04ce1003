using Gateway.Benchmarks.Running;
using Npgsql;

namespace Gateway.Benchmarks.Search;

/// <summary>What a message of the history has, to search for.</summary>
internal sealed record Sample(string Recipient, string Reference, Guid BatchId, DateTimeOffset CreatedAt);

/// <summary>Half a year of messages in the gateway's tables.</summary>
internal sealed class SearchHistory(TestDatabase database, int count, Guid small)
{
    /// <summary>The account of the administrator's key.</summary>
    private static readonly Guid Account = Guid.Parse("00000000-0000-7000-8000-000000000001");

    /// <summary>Messages of one statement: small enough to tell how far it is.</summary>
    private const int Step = 250_000;

    public static readonly TimeSpan Long = TimeSpan.FromDays(180);

    public Guid BigBatch { get; } = Guid.NewGuid();

    public DateTimeOffset To { get; } = TimeProvider.System.GetUtcNow();

    public DateTimeOffset From => To - Long;

    public async Task MakeAsync()
    {
        await using var connection = await OpenAsync();
        await using (var months = Command(connection, "make-months"))
        {
            await months.ExecuteNonQueryAsync();
        }

        await database.ExecuteAsync(EmbeddedSql.Text("Search.Sql.disable-triggers"));
        for (var first = 1; first <= count; first += Step)
        {
            await using var make = Command(connection, "make-messages");
            make.Parameters.AddWithValue("first", (long)first);
            make.Parameters.AddWithValue("last", (long)Math.Min(count, first + Step - 1));
            make.Parameters.AddWithValue("count", (long)count);
            make.Parameters.AddWithValue("account", Account);
            make.Parameters.AddWithValue("small", small);
            make.Parameters.AddWithValue("big_batch", (long)Math.Min(100_000, count / 10));
            make.Parameters.AddWithValue("big_batch_id", BigBatch);
            await make.ExecuteNonQueryAsync();
            await Console.Error.WriteLineAsync($"  {Math.Min(count, first + Step - 1):N0} messages");
        }

        await database.ExecuteAsync(EmbeddedSql.Text("Search.Sql.count-messages"));
        await using var vacuum = new NpgsqlCommand("VACUUM (ANALYZE, FREEZE) gateway.messages, gateway.events, gateway.inflight, gateway.stats", connection) { CommandTimeout = 0 };
        await vacuum.ExecuteNonQueryAsync();
    }

    public async Task<IReadOnlyList<Sample>> DrawAsync(int samples)
    {
        await using var connection = await OpenAsync();
        await using var draw = Command(connection, "draw-samples");
        draw.Parameters.AddWithValue("account", Account);
        draw.Parameters.AddWithValue("count", samples);
        var found = new List<Sample>();
        await using var reader = await draw.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            found.Add(Read(reader));
        }

        return found;
    }

    private static Sample Read(NpgsqlDataReader reader) => new(reader.GetString(0), reader.GetString(1), reader.GetGuid(2), reader.GetFieldValue<DateTimeOffset>(3));

    private NpgsqlCommand Command(NpgsqlConnection connection, string name)
    {
        var command = new NpgsqlCommand(EmbeddedSql.Text($"Search.Sql.{name}"), connection) { CommandTimeout = 0 };
        command.Parameters.AddWithValue("from", From);
        command.Parameters.AddWithValue("to", To);
        return command;
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
