using System.Globalization;
using Npgsql;

namespace Gateway.Benchmarks.Running;

/// <summary>A fresh database on the server that the environment names, dropped afterwards.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly string _admin;
    private readonly string _name;

    private TestDatabase(string admin, string name)
    {
        _admin = admin;
        _name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(admin) { Database = name }.ConnectionString;
    }

    public string ConnectionString { get; }

    public static async Task<TestDatabase> CreateAsync(string admin, string purpose)
    {
        var database = new TestDatabase(admin, $"bench_{purpose}_{Guid.NewGuid():N}");
        await ExecuteAsync(admin, $"CREATE DATABASE {database._name}");
        return database;
    }

    public Task ExecuteAsync(string sql) => ExecuteAsync(ConnectionString, sql);

    /// <summary>
    /// Makes every commit take longer, for connections that are opened from now on: PostgreSQL then waits before it flushes the log, as long as a slow disk would, with the same lock held and the others
    /// gathering behind it.
    /// </summary>
    public async Task SlowCommitsAsync(TimeSpan by)
    {
        await ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"ALTER DATABASE {_name} SET commit_delay = {(int)by.TotalMicroseconds}"));
        await ExecuteAsync($"ALTER DATABASE {_name} SET commit_siblings = 0");
    }

    /// <summary>Lets pg_stat_statements count what sessions execute that begin from now on.</summary>
    public Task CountStatementsAsync() => ExecuteAsync(_admin, $"ALTER DATABASE {_name} SET pg_stat_statements.track = 'top'");

    public async ValueTask DisposeAsync() => await ExecuteAsync(_admin, $"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
