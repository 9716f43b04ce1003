using System.Data.Common;
using MySqlConnector;
using Npgsql;
using Xunit;

namespace Gateway.Vendors.Tests.Databases;

/// <summary>
/// A database of its own on a real server, dropped when disposed. The servers come from the environment (GATEWAY_TEST_MYSQL,
/// GATEWAY_TEST_POSTGRES: connection strings that may create databases); a test whose server is not named is skipped and says so.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string _server;

    private TestDatabase(DatabaseKind kind, string server, string name)
    {
        Kind = kind;
        Name = name;
        _server = server;
        ConnectionString = kind switch
        {
            DatabaseKind.MySql => new MySqlConnectionStringBuilder(server) { Database = name, TreatTinyAsBoolean = false, ConvertZeroDateTime = true }.ConnectionString,
            DatabaseKind.PostgreSql => new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 20 }.ConnectionString,
        };
    }

    public DatabaseKind Kind { get; }

    public string Name { get; }

    public string ConnectionString { get; }

    /// <summary>Both databases, for <c>[MemberData]</c>.</summary>
    public static TheoryData<DatabaseKind> Kinds => [DatabaseKind.MySql, DatabaseKind.PostgreSql];

    public static bool IsConfigured(DatabaseKind kind) => Server(kind) is not null;

    /// <summary>Creates an empty database with a random name; skips the test when no server is named.</summary>
    public static async Task<TestDatabase> CreateAsync(DatabaseKind kind)
    {
        var server = Server(kind);
        if (server is null)
            Assert.Skip($"{Variable(kind)} names no server, so nothing was tested on {kind}.");
        var name = "gw_test_" + Guid.NewGuid().ToString("N")[..16];
        await using (var admin = Connect(kind, server))
        {
            await admin.OpenAsync();
            // C: the order of texts must not depend on the server's language.
            await ExecuteAsync(admin, kind == DatabaseKind.MySql
                ? $"CREATE DATABASE {name} CHARACTER SET utf8mb4"
                : $"CREATE DATABASE {name} ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        }

        return new TestDatabase(kind, server, name);
    }

    public async Task<DbConnection> OpenAsync()
    {
        var connection = Connect(Kind, ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Runs one or several statements; <c>@p0</c>, <c>@p1</c>… are the values. Returns the number of rows touched.</summary>
    public async Task<int> ExecuteAsync(string sql, params object?[] values)
    {
        await using var connection = await OpenAsync();
        return await ExecuteAsync(connection, sql, values);
    }

    /// <summary>The rows; keys are column names in any case, NULL is null.</summary>
    public async Task<List<Dictionary<string, object?>>> QueryAsync(string sql, params object?[] values)
    {
        await using var connection = await OpenAsync();
        await using var command = Command(connection, sql, values);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<Dictionary<string, object?>>();
        while (await reader.ReadAsync())
        {
            var row = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
            for (var i = 0; i < reader.FieldCount; i++)
                row[reader.GetName(i)] = await reader.IsDBNullAsync(i) ? null : reader.GetValue(i);
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>The first column of the first row as a number; 0 when there is none.</summary>
    public async Task<long> NumberAsync(string sql, params object?[] values)
    {
        var rows = await QueryAsync(sql, values);
        return rows.Count == 0 ? 0 : Convert.ToInt64(rows[0].Values.First(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await using var own = Connect(Kind, ConnectionString);
        if (own is NpgsqlConnection pooled)
            NpgsqlConnection.ClearPool(pooled);
        else if (own is MySqlConnection pool)
            await MySqlConnection.ClearPoolAsync(pool);
        await using var admin = Connect(Kind, _server);
        await admin.OpenAsync();
        await ExecuteAsync(admin, Kind == DatabaseKind.MySql ? $"DROP DATABASE IF EXISTS {Name}" : $"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
    }

    private static async Task<int> ExecuteAsync(DbConnection connection, string sql, params object?[] values)
    {
        await using var command = Command(connection, sql, values);
        return await command.ExecuteNonQueryAsync();
    }

    private static DbCommand Command(DbConnection connection, string sql, object?[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"p{i}";
            parameter.Value = values[i] ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static DbConnection Connect(DatabaseKind kind, string connectionString) => kind switch
    {
        // Names of users have an @ in them.
        DatabaseKind.MySql => new MySqlConnection(new MySqlConnectionStringBuilder(connectionString) { AllowUserVariables = true }.ConnectionString),
        DatabaseKind.PostgreSql => new NpgsqlConnection(connectionString),
    };

    private static string Variable(DatabaseKind kind) => kind switch
    {
        DatabaseKind.MySql => "GATEWAY_TEST_MYSQL",
        DatabaseKind.PostgreSql => "GATEWAY_TEST_POSTGRES",
    };

    private static string? Server(DatabaseKind kind) =>
        Environment.GetEnvironmentVariables()[Variable(kind)] is string { Length: > 0 } server ? server : null;
}
