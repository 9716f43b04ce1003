using Npgsql;

namespace Gateway.Platform.Storage;

/// <summary>Makes pools of connections to the state database, also to one of several servers (<c>Host=one,two;Target Session Attributes=primary</c>).</summary>
internal static class StateSource
{
    public static NpgsqlDataSource Create(StorageOptions options, string applicationName, Action<NpgsqlConnectionStringBuilder>? change = null)
    {
        var builder = new NpgsqlDataSourceBuilder(options.Gateway);
        var connection = builder.ConnectionStringBuilder;
        connection.ApplicationName ??= applicationName;

        // To compile a plan takes longer than all of our statements together, and the planner chooses it just when its statistics are old: when a campaign has come.
        connection.Options ??= "-c jit=off";
        // No statement of ours outlives its transaction in the session (a test holds the .sql files to that), so there is nothing to reset. The reset would be most of what an idle gateway asks.
        connection.NoResetOnClose = true;
        change?.Invoke(connection);
        if (!connection.Host!.Contains(',', StringComparison.Ordinal)) // Npgsql refuses a string without a host.
        {
            return builder.Build();
        }

        // Writing is all that the gateway does, so any other choice would fail at the first statement.
        connection.TargetSessionAttributes = null;
        return builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary);
    }
}
