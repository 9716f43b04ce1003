using System.Data.Common;
using Gateway.Benchmarks.Running;
using Npgsql;

namespace Gateway.Benchmarks.Idle;

/// <summary>
/// What the state database executes, counted by pg_stat_statements: prepared statements, BEGIN, COMMIT and DISCARD as well. The extension lies in the server's own database,
/// and counts only in databases that ask for it, so no other measurement pays for it.
/// </summary>
internal sealed class StateStatements : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly string _database;

    private StateStatements(NpgsqlConnection connection, string database) => (_connection, _database) = (connection, database);

    /// <summary>Call it before the gateway connects: the setting holds for sessions that begin later.</summary>
    public static async Task<StateStatements> OpenAsync(string admin, TestDatabase state)
    {
        var connection = new NpgsqlConnection(admin);
        await connection.OpenAsync();
        var statements = new StateStatements(connection, new NpgsqlConnectionStringBuilder(state.ConnectionString).Database!); // Made with a name.
        if (!((string)(await statements.ScalarAsync("SHOW shared_preload_libraries"))!).Contains("pg_stat_statements", StringComparison.Ordinal))
        {
            await connection.DisposeAsync();
            throw new BenchmarkException("PostgreSQL has not loaded pg_stat_statements. Set shared_preload_libraries = 'pg_stat_statements' and restart it, or use ./test.sh bench idle without GATEWAY_TEST_POSTGRES.");
        }

        await statements.ScalarAsync("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        await state.CountStatementsAsync();
        return statements;
    }

    /// <summary>Writes what is dirty, so that no checkpoint of the server's start falls into the window.</summary>
    public Task CheckpointAsync() => ScalarAsync("CHECKPOINT");

    public Task BeginAsync() => ScalarAsync("SELECT pg_stat_statements_reset(0, (SELECT oid FROM pg_database WHERE datname = @name), 0)");

    /// <summary>Bytes of write-ahead log that the whole server has made.</summary>
    public async Task<long> WalBytesAsync() => (long)(await ScalarAsync("SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint"))!; // Never null.

    /// <summary>All statements since <see cref="BeginAsync"/>, the most frequent first.</summary>
    public async Task<IReadOnlyList<StatementCount>> ReadAsync()
    {
        await using var command = Command(EmbeddedSql.Text("Idle.Sql.state-statements"));
        await using var reader = await command.ExecuteReaderAsync();
        return await ReadAsync(reader);
    }

    public static async Task<IReadOnlyList<StatementCount>> ReadAsync(DbDataReader reader)
    {
        var found = new List<StatementCount>();
        while (await reader.ReadAsync())
        {
            found.Add(new StatementCount(reader.GetInt64(0), reader.GetString(1)));
        }

        return found;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = Command(sql);
        return await command.ExecuteScalarAsync();
    }

    private NpgsqlCommand Command(string sql)
    {
        var command = new NpgsqlCommand(sql, _connection);
        if (sql.Contains("@name", StringComparison.Ordinal))
        {
            command.Parameters.AddWithValue("name", _database);
        }

        return command;
    }
}
