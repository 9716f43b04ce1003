using Npgsql;

namespace Gateway.Platform.Storage;

/// <summary>What is counted before one more is added. The numbers are those of PostgreSQL's advisory locks, so they stay.</summary>
internal enum CountedThing
{
    Replays = 1,
}

/// <summary>Makes the limits of an account exact: who adds a thing waits until whoever else adds one to the same account has committed, on all nodes.</summary>
internal static class WithinLimit
{
    /// <summary>Until the end of the transaction of this connection.</summary>
    public static async Task LockAsync(NpgsqlConnection connection, CountedThing thing, Guid accountId, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("Platform.Storage.Sql.lock-limit");
        command.Parameters.Add(new NpgsqlParameter<int>("thing", (int)thing));
        command.Parameters.Add(new NpgsqlParameter<string>("account", accountId.ToString()));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
