using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using MySqlConnector;
using Npgsql;

namespace Gateway.Benchmarks.Running;

/// <summary>A fresh database for queue tables, dropped afterwards.</summary>
internal sealed class QueueDatabase : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly Func<ValueTask> _drop;

    private QueueDatabase(string kind, string connectionString, Func<ValueTask> drop) => (Kind, ConnectionString, _drop) = (kind, connectionString, drop);

    /// <summary>As <c>Vendors:&lt;name&gt;:Database</c> has it.</summary>
    public string Kind { get; }

    public string ConnectionString { get; }

    /// <summary>On MariaDB where there is one, else on PostgreSQL.</summary>
    public static Task<QueueDatabase> CreateAnyAsync() => Settings.MySql is { } server
        ? CreateMySqlAsync(server)
        : CreatePostgresAsync(Settings.Postgres);

    public static async Task<QueueDatabase> CreatePostgresAsync(string admin)
    {
        var database = await TestDatabase.CreateAsync(admin, "queue");
        return new QueueDatabase("postgresql", database.ConnectionString, database.DisposeAsync);
    }

    public static async Task<QueueDatabase> CreateMySqlAsync(string admin)
    {
        var name = $"bench_queue_{Guid.NewGuid():N}";
        await ExecuteAsync(new MySqlConnection(admin), $"CREATE DATABASE {name} CHARACTER SET utf8mb4");
        return new QueueDatabase(
            "mysql",
            // Older builds know the word by which others say None.
            new MySqlConnectionStringBuilder(admin) { Database = name }.ConnectionString
                .Replace("SSL Mode=None", "SSL Mode=Disabled", StringComparison.Ordinal),
            async () => await ExecuteAsync(new MySqlConnection(admin), $"DROP DATABASE {name}"));
    }

    /// <summary>The settings of a Bizppurio vendor whose tables lie here.</summary>
    public Dictionary<string, string> Bizppurio(string vendor, int maxQueued) => new()
    {
        [$"Vendors__{vendor}__Protocol"] = "bizppurio",
        [$"Vendors__{vendor}__Database"] = Kind,
        [$"Vendors__{vendor}__ConnectionString"] = ConnectionString,
        [$"Vendors__{vendor}__CreateTables"] = "true",
        [$"Vendors__{vendor}__Channels"] = "sms",
        [$"Vendors__{vendor}__MaxQueued"] = maxQueued.ToString(CultureInfo.InvariantCulture),
    };

    public async Task<DbConnection> OpenAsync()
    {
        var connection = Create();
        await connection.OpenAsync();
        return connection;
    }

    public Task ExecuteAsync(string sql) => ExecuteAsync(Create(), sql);

    public async Task<long> NumberAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = Command(connection, sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    /// <summary>The gateway makes its tables after it has started.</summary>
    public async Task WaitForAsync(string table)
    {
        var schema = Kind == "mysql" ? "DATABASE()" : "'public'";
        for (var started = Stopwatch.GetTimestamp(); await NumberAsync($"SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = {schema} AND UPPER(table_name) = '{table}'") == 0;)
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new BenchmarkException($"The gateway has not made {table} within {Patience.TotalSeconds} s. See {Output.Path("*.log")}.");
            }

            await Task.Delay(Look, TimeProvider.System);
        }
    }

    public static DbCommand Command(DbConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 600;
        return command;
    }

    public ValueTask DisposeAsync() => _drop();

    private DbConnection Create() => Kind == "mysql" ? new MySqlConnection(ConnectionString) : new NpgsqlConnection(ConnectionString);

    private static async Task ExecuteAsync(DbConnection connection, string sql)
    {
        await using (connection)
        {
            await connection.OpenAsync();
            await using var command = Command(connection, sql);
            await command.ExecuteNonQueryAsync();
        }
    }
}
