using System.Data.Common;
using System.Globalization;
using Gateway.Platform.Storage;
using MySqlConnector;
using Npgsql;

namespace Gateway.Tests.Support;

/// <summary>
/// Plain SQL against a database of a test, whatever its system: what a test checks must not be read by what it tests. Numbers of
/// enumerations stand by their names (<c>{InflightState.Waiting}</c>), as in the gateway's own statements.
/// </summary>
internal sealed class Rows(string connectionString, bool mySql)
{
    public string ConnectionString => connectionString;

    public bool IsMySql => mySql;

    public static Rows Postgres(string connectionString) => new(connectionString, mySql: false);

    public static Rows MySql(string connectionString) => new(connectionString, mySql: true);

    public async Task<DbConnection> OpenAsync()
    {
        DbConnection connection = mySql ? new MySqlConnection(connectionString) : new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        return connection;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = Sql.Fill("of a test", sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<long> CountAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = Sql.Fill("of a test", sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    /// <summary>The same; 0 while the table is not there, which a gateway that has just started may be about to create.</summary>
    public async Task<long> CountIfThereAsync(string sql)
    {
        try
        {
            return await CountAsync(sql);
        }
        catch (DbException fault) when (fault is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } or MySqlException { Number: (int)MySqlErrorCode.NoSuchTable })
        {
            return 0;
        }
    }

    /// <summary>Rows with lower-case column names.</summary>
    public async Task<List<Dictionary<string, object?>>> QueryAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = Sql.Fill("of a test", sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<Dictionary<string, object?>>();
        while (await reader.ReadAsync())
        {
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(i => reader.GetName(i).ToLowerInvariant(), i => reader.IsDBNull(i) ? null : reader.GetValue(i)));
        }

        return rows;
    }
}
