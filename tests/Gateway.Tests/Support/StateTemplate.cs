using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Hangfire.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Gateway.Tests.Support;

/// <summary>
/// A state database with its tables and without a row, made once. Copies of it spare each test the migrations. Tests
/// of the migrations themselves ask for <see cref="Empty"/>.
/// </summary>
internal static class StateTemplate
{
    /// <summary>As an option of CREATE DATABASE: a database without any table.</summary>
    public const string Empty = "TEMPLATE template1";

    private static readonly SemaphoreSlim Turn = new(1);
    private static string? _made;

    /// <summary>A new state database; answers its connection string.</summary>
    public static async Task<string> CopyAsync(string prefix)
    {
        await Turn.WaitAsync();
        try
        {
            _made ??= await MakeAsync();
        }
        finally
        {
            Turn.Release();
        }

        return await TestServers.CreatePostgresAsync(prefix, $"TEMPLATE {_made}");
    }

    private static async Task<string> MakeAsync()
    {
        var template = new NpgsqlConnectionStringBuilder(await TestServers.CreatePostgresAsync("template", Empty))
        {
            // A database that somebody is connected to cannot be copied.
            Pooling = false,
        };
        await using var connection = new NpgsqlConnection(template.ConnectionString);
        await connection.OpenAsync();
        var options = new DbContextOptionsBuilder<GatewayDb>()
            .UseNpgsql(connection, GatewayDb.KeepHistory)
            .ConfigureWarnings(static warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
        StateModel.AllowManyGateways(options);
        await using var db = new GatewayDb(options.Options);
        await db.Database.MigrateAsync();
        PostgreSqlObjectsInstaller.Install(connection, HangfireStorage.Schema);
        return template.Database!; // It was made with one.
    }
}
