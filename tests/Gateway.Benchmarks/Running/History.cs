using Npgsql;

namespace Gateway.Benchmarks.Running;

/// <summary>Messages that ended long ago, to measure beside: a state database that has been in use.</summary>
internal static class History
{
    /// <summary>Messages of one statement: small enough to tell how far it is.</summary>
    private const int Step = 250_000;

    /// <summary>Makes so many, over half a year.</summary>
    /// <param name="database">The state database.</param>
    /// <param name="messages">How many.</param>
    /// <param name="owners">The accounts that have sent them, in turn.</param>
    /// <param name="vendors">The vendors that have sent them on, in turn.</param>
    public static async Task MakeAsync(
        TestDatabase database,
        int messages,
        IReadOnlyList<Guid>? owners = null,
        IReadOnlyList<string>? vendors = null)
    {
        if (messages == 0)
        {
            return;
        }

        await using (var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString))
        {
            await connection.OpenAsync();
            await ExecuteAsync(connection, "SELECT gateway.ensure_month(now() - interval '1 month' * n) FROM generate_series(0, 7) AS n");

            // As if it had always been there: nobody is told of it.
            await ExecuteAsync(connection, "SET session_replication_role = replica");
            for (var first = 1; first <= messages; first += Step)
            {
                var last = Math.Min(messages, first + Step - 1);
                await using var make = new NpgsqlCommand(EmbeddedSql.Text("Running.Sql.make-history"), connection) { CommandTimeout = 0 };
                make.Parameters.AddWithValue("first", first);
                make.Parameters.AddWithValue("last", last);
                make.Parameters.AddWithValue("count", messages);
                make.Parameters.AddWithValue("owners", (owners ?? Owners.Default).ToArray());
                make.Parameters.AddWithValue("vendors", (vendors ?? ["queue"]).ToArray());
                await make.ExecuteNonQueryAsync();
                Measurement.Tell($"{last:N0} messages of the past …");
            }
        }

        await database.ExecuteAsync("VACUUM ANALYZE gateway.messages");
        await database.ExecuteAsync("CHECKPOINT");
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
