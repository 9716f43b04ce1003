using Gateway.Platform.Loops;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Gateway.Platform.Storage;

/// <summary>
/// Brings the schema up to date when the process starts, under an advisory lock so that replicas take turns. A database
/// that is not there yet is no reason to die: it is tried again until it answers. Each attempt is safe beside one that
/// was given up: the lock is of the session, and a migration is one transaction.
/// </summary>
internal sealed partial class MigrateOnStart(IServiceScopeFactory scopes, NpgsqlDataSource source, DataProtectionKeys keys, IDataProtectionProvider protection, StorageState state, TimeProvider time, ILogger<MigrateOnStart> logger)
    : ILoop
{
    /// <summary>
    /// Any constant will do, as long as nobody else on the server uses it: the letters "gateway" as a number.
    /// </summary>
    private const long LockKey = 0x67617465776179;

    /// <summary>Another node's migrations take as long as they take.</summary>
    private const string Take = "SELECT set_config('lock_timeout', '0', false), pg_advisory_lock(@key)";

    private const string Release = "SELECT pg_advisory_unlock(@key); RESET lock_timeout";

    private const string OfMissing =
        " Create it, empty: createdb -h <host> -U <superuser> -O <user> <database>. The gateway makes its tables itself.";

    private const string OfPooler =
        " A connection pooler such as PgBouncer stands before it. Give ConnectionStrings:Gateway the address of PostgreSQL itself: the gateway pools its connections, and needs sessions that are its own.";

    /// <summary>
    /// The first migration of the builds before the schema was written down anew; none of them was released.
    /// </summary>
    private const string EarlierBuild = "0001_Initial";

    private const string Refusal =
        "The state database was made by an earlier build, whose schema cannot be upgraded. "
        + "Give ConnectionStrings:Gateway an empty database, or drop the schemas gateway and hangfire in this one.";

    /// <summary>A statement of a migration may read a table of hundreds of millions of rows.</summary>
    private static readonly TimeSpan MostForOneStatement = TimeSpan.FromMinutes(50);

    public string Name => "migrate";

    /// <summary>A migration of big tables takes as long as it takes.</summary>
    public TimeSpan Limit => TimeSpan.FromHours(1);

    /// <summary>Nothing works before it, so it looks often.</summary>
    public TimeSpan LongestPause => TimeSpan.FromSeconds(2);

    public bool NeedsStorage => false;

    public async Task<Rest> StepAsync(LoopProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            if (!await MigrateAsync(cancellationToken))
            {
                state.Refuse(Refusal);
                return Rest.ForGood;
            }
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            state.Fault = $"The state database cannot be used: {fault.GetBaseException().Message}{AdviceOn(fault)}";
            throw new OutageException(state.Fault, fault);
        }

        state.SetReady();
        Log.Ready(logger);
        return Rest.ForGood;
    }

    private static string AdviceOn(Exception fault) => fault.GetBaseException() switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => OfMissing,
        PostgresException refused when IsPooler(refused) => OfPooler,
        _ => "",
    };

    /// <summary>
    /// PgBouncer refuses what it cannot pass on when a connection begins. PostgreSQL itself takes it.
    /// </summary>
    private static bool IsPooler(PostgresException refused) =>
        refused.SqlState == PostgresErrorCodes.ProtocolViolation
        && refused.MessageText.Contains("startup parameter", StringComparison.Ordinal);

    /// <summary>False when the database is one of an earlier build: nothing was changed.</summary>
    private async Task<bool> MigrateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using (var take = new NpgsqlCommand(Take, connection))
        {
            take.Parameters.AddWithValue("key", LockKey);
            await take.ExecuteNonQueryAsync(cancellationToken);
        }

        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var database = scope.ServiceProvider.GetRequiredService<GatewayDb>().Database;
            database.SetCommandTimeout(MostForOneStatement);
            if ((await database.GetAppliedMigrationsAsync(cancellationToken)).Contains(EarlierBuild))
            {
                return false;
            }

            await database.MigrateAsync(cancellationToken);
            await Partitions.EnsureAsync(connection, time.GetUtcNow(), cancellationToken);

            keys.Renew();

            // The first encryption of an installation makes its key. Two nodes that did so at once would not know each
            // other's for a day.
            protection.CreateProtector("Gateway.Storage.FirstKey").Protect([]);
            return true;
        }
        finally
        {
            await using var release = new NpgsqlCommand(Release, connection);
            release.Parameters.AddWithValue("key", LockKey);
            await release.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(101, LogLevel.Information, "The state database is ready.")]
        public static partial void Ready(ILogger logger);
    }
}
