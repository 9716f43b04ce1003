using System.Globalization;
using MySqlConnector;
using Npgsql;
using Xunit;

namespace Gateway.Tests.Support;

/// <summary>The database servers that ./test.sh starts, or that the environment names. A test that needs a missing one is skipped by name.</summary>
internal static class TestServers
{
    public static string? Postgres { get; } = Variable("GATEWAY_TEST_POSTGRES");

    public static string? MySql { get; } = Variable("GATEWAY_TEST_MYSQL");

    /// <summary>Tests that take minutes are wanted too: <c>./test.sh --long</c>.</summary>
    public static bool Long { get; } = Variable("GATEWAY_TEST_LONG") is not null;

    /// <summary>The seed of a fuzz run and, if one is named, the only case to try: <c>GATEWAY_TEST_FUZZ=seed:case</c>.</summary>
    public static (ulong Seed, long? Case)? Fuzz { get; } = Variable("GATEWAY_TEST_FUZZ")?.Split(':') is { } parts
        ? (ulong.Parse(parts[0], CultureInfo.InvariantCulture), parts.Length > 1 ? long.Parse(parts[1], CultureInfo.InvariantCulture) : null)
        : null;

    /// <summary>A new empty PostgreSQL database; answers its connection string. <paramref name="options"/>: of CREATE DATABASE.</summary>
    public static async Task<string> CreatePostgresAsync(string prefix, string options = "")
    {
        Assert.SkipWhen(Postgres is null, "GATEWAY_TEST_POSTGRES is not set. Run ./test.sh, which starts the databases.");
        var name = Name(prefix);
        await using var connection = new NpgsqlConnection(Postgres);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name} {options}", connection);
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(Postgres) { Database = name, MaxPoolSize = 40 }.ConnectionString;
    }

    /// <summary>A new empty MySQL database; answers its connection string.</summary>
    public static async Task<string> CreateMySqlAsync(string prefix)
    {
        Assert.SkipWhen(MySql is null, "GATEWAY_TEST_MYSQL is not set. Run ./test.sh, which starts the databases.");
        var name = Name(prefix);
        await using var connection = new MySqlConnection(MySql);
        await connection.OpenAsync();
        await using var command = new MySqlCommand($"CREATE DATABASE {name} CHARACTER SET utf8mb4", connection);
        await command.ExecuteNonQueryAsync();
        return new MySqlConnectionStringBuilder(MySql) { Database = name }.ConnectionString;
    }

    private static string Name(string prefix) => $"{prefix}_{Guid.NewGuid():N}"[..30];

    private static string? Variable(string name) => Environment.GetEnvironmentVariables()[name] as string is { Length: > 0 } value ? value : null;
}
