using System.Data.Common;

namespace Gateway.Tests.Support;

/// <summary>Holds a table so that whoever wants to write it stops right there: a way to kill a process at an exact step, without any hook inside it.</summary>
internal sealed class TableLock : IAsyncDisposable
{
    private readonly DbConnection _connection;

    private TableLock(DbConnection connection) => _connection = connection;

    /// <summary><paramref name="readable"/>: others may still read it; PostgreSQL only.</summary>
    public static Task<TableLock> TakeAsync(Rows database, string table, bool readable = false) =>
        TakeAsync(database, database.IsMySql ? [$"LOCK TABLES {table} WRITE"] : ["BEGIN", $"LOCK TABLE {table} IN {(readable ? "" : "ACCESS ")}EXCLUSIVE MODE"]);

    /// <summary>By any statements of the database.</summary>
    public static async Task<TableLock> TakeAsync(Rows database, params IEnumerable<string> statements)
    {
        var connection = await database.OpenAsync();
        foreach (var statement in statements)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = statement;
            await command.ExecuteNonQueryAsync();
        }

        return new TableLock(connection);
    }

    /// <summary>Waits until somebody waits for a lock on the table.</summary>
    public static Task SomebodyWaitsAsync(Rows database, string table) => Eventually.BeAsync(
        async () => await database.CountAsync(database.IsMySql
            ? $"SELECT count(*) FROM information_schema.processlist WHERE db = DATABASE() AND state LIKE 'Waiting for table metadata lock%' AND info LIKE '%{table}%' AND id <> CONNECTION_ID()"
            : $"SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE c.relname = '{table}' AND NOT l.granted") > 0,
        $"somebody waits for {table}");

    public async ValueTask DisposeAsync()
    {
        await using (var command = _connection.CreateCommand())
        {
            command.CommandText = _connection is MySqlConnector.MySqlConnection ? "UNLOCK TABLES; ROLLBACK" : "ROLLBACK";
            await command.ExecuteNonQueryAsync();
        }

        await _connection.DisposeAsync();
    }
}
