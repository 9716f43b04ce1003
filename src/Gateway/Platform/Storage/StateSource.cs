using Npgsql;

namespace Gateway.Platform.Storage;

/// <summary>
/// Makes pools of connections to the state database, also to one of several servers (<c>Host=one,two;Target Session
/// Attributes=primary</c>).
/// </summary>
internal static class StateSource
{
    /// <summary>Seconds that one statement may take; where longer ones are known, their commands say so.</summary>
    private const int MostOfStatement = 30;

    private const int MostOfOpening = 15;

    /// <summary>Seconds.</summary>
    private const int MostOfHostBelief = 1;

    /// <summary>
    /// Milliseconds for which a driver waits for a word of what it canceled, before it gives the connection up.
    /// </summary>
    private const int MostOfCanceling = 2000;

    public static NpgsqlDataSource Create(
        StorageOptions options,
        string applicationName,
        Action<NpgsqlConnectionStringBuilder>? change = null,
        string pool = "state")
    {
        // What is measured of a pool is told by its name. Without one that would be server, database and user.
        var builder = new NpgsqlDataSourceBuilder(options.Gateway) { Name = pool };
        var connection = builder.ConnectionStringBuilder;
        connection.ApplicationName ??= applicationName;

        // To compile a plan takes longer than all of our statements together, and the planner chooses it just when its
        // statistics are old: when a campaign has come.
        connection.Options ??= "-c jit=off";
        // No statement of ours outlives its transaction in the session (a test holds the .sql files to that), so there
        // is nothing to reset. The reset would be most of what an idle gateway asks.
        connection.NoResetOnClose = true;
        EndEveryWait(connection);
        change?.Invoke(connection);
        if (!connection.Host!.Contains(',', StringComparison.Ordinal)) // Npgsql refuses a string without a host.
        {
            return builder.Build();
        }

        // The driver believes for this long that a server is away, or a standby. By default that is 10 s, in which a
        // standby that was promoted is not asked. It is only asked when a connection is opened.
        connection.HostRecheckSeconds = Math.Min(connection.HostRecheckSeconds, MostOfHostBelief);

        // Writing is all that the gateway does, so any other choice would fail at the first statement.
        connection.TargetSessionAttributes = null;
        return builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary);
    }

    /// <summary>
    /// No wait for the state database is without an end, whatever a connection string says: 0 means for ever there. The
    /// driver keeps these times itself for all that waits for a socket (opening, statements, rows, COPY, commits), and
    /// gives the connection up when one is over; what was then in doubt is found as after a crash.
    /// </summary>
    private static void EndEveryWait(NpgsqlConnectionStringBuilder connection)
    {
        connection.CommandTimeout = AtMost(connection.CommandTimeout, MostOfStatement);
        connection.Timeout = AtMost(connection.Timeout, MostOfOpening);
        connection.CancellationTimeout = AtMost(connection.CancellationTimeout, MostOfCanceling);
    }

    private static int AtMost(int given, int most) => given == 0 || given > most ? most : given;
}
