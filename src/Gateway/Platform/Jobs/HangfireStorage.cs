using Gateway.Platform.Storage;
using Hangfire.PostgreSql;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Gateway.Platform.Jobs;

/// <summary>Hangfire's tables: schema <c>hangfire</c> of the state database, on connections of their own.</summary>
internal sealed class HangfireStorage : IConnectionFactory, IAsyncDisposable
{
    public const string Schema = "hangfire";

    /// <summary>Any constant will do, as long as nobody else on the server uses it.</summary>
    private const long LockKey = 0x68616e6766697265;

    private const int MostConnections = 20;

    private readonly NpgsqlDataSource _source;

    public HangfireStorage(IOptions<StorageOptions> options)
    {
        _source = StateSource.Create(
            options.Value,
            "gateway jobs",
            static connection => connection.MaxPoolSize = MostConnections,
            pool: "jobs");
        Storage = new PostgreSqlStorage(this, new PostgreSqlStorageOptions
        {
            SchemaName = Schema,
            PrepareSchemaIfNecessary = false,

            // Idle workers look so often; what this node adds wakes one at once.
            QueuePollInterval = TimeSpan.FromMinutes(1),

            // Longer than a slice: what a killed node held is found again after this, and ends at once, because others
            // have gone on.
            InvisibilityTimeout = TimeSpan.FromMinutes(30),

            // Of a killed node too. Nothing that holds one takes longer.
            DistributedLockTimeout = TimeSpan.FromMinutes(1),
            JobExpirationCheckInterval = TimeSpan.FromHours(1),
            CountersAggregateInterval = TimeSpan.FromMinutes(15),
            EnableTransactionScopeEnlistment = true,
        })
        {
            JobExpirationTimeout = TimeSpan.FromDays(1),
        };
    }

    public PostgreSqlStorage Storage { get; }

    public NpgsqlConnection GetOrCreateConnection() => _source.CreateConnection();

    /// <summary>Makes or renews the tables. Nodes that start together take turns.</summary>
    public async Task InstallAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await TurnAsync(connection, "Platform.Jobs.Sql.lock-install", cancellationToken);
        try
        {
            await Task.Run(() => PostgreSqlObjectsInstaller.Install(connection, Schema), cancellationToken);
        }
        finally
        {
            await TurnAsync(connection, "Platform.Jobs.Sql.unlock-install", CancellationToken.None);
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static async Task TurnAsync(
        NpgsqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        await using var turn = connection.Command(statement);
        turn.Parameters.Add(new NpgsqlParameter<long>("key", LockKey));
        await turn.ExecuteNonQueryAsync(cancellationToken);
    }
}
