using Gateway.Benchmarks.Running;
using MySql.Data.MySqlClient;

namespace Gateway.Benchmarks.Schedule;

/// <summary>A fresh database for queue tables, dropped afterwards.</summary>
internal sealed class QueueDatabase : IAsyncDisposable
{
    private readonly Func<ValueTask> _drop;

    private QueueDatabase(string kind, string connectionString, Func<ValueTask> drop) => (Kind, ConnectionString, _drop) = (kind, connectionString, drop);

    /// <summary>As <c>Vendors:&lt;name&gt;:Database</c> has it.</summary>
    public string Kind { get; }

    public string ConnectionString { get; }

    public static async Task<QueueDatabase> CreatePostgresAsync(string admin)
    {
        var database = await TestDatabase.CreateAsync(admin, "queue");
        return new QueueDatabase("postgresql", database.ConnectionString, database.DisposeAsync);
    }

    public static async Task<QueueDatabase> CreateMySqlAsync(string admin)
    {
        var name = $"bench_queue_{Guid.NewGuid():N}";
        await ExecuteAsync(admin, $"CREATE DATABASE {name} CHARACTER SET utf8mb4");
        return new QueueDatabase(
            "mysql",
            new MySqlConnectionStringBuilder(admin) { Database = name, CharacterSet = "utf8mb4" }.ConnectionString,
            async () => await ExecuteAsync(admin, $"DROP DATABASE {name}"));
    }

    public ValueTask DisposeAsync() => _drop();

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new MySqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new MySqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
