using Gateway.Platform.Errors;
using Npgsql;

namespace Gateway.Platform.Storage;

/// <summary>
/// What is counted before one more is added. The numbers are those of PostgreSQL's advisory locks, so they stay.
/// </summary>
internal enum CountedThing
{
    Replays = 1,
    Senders = 2,
    Keys = 3,
    OptOuts = 4,
    Files = 5,
    Templates = 6,
}

/// <summary>
/// Makes the limits of an account exact: who adds a thing waits until whoever else adds one to the same account has
/// committed, on all nodes.
/// </summary>
internal static class WithinLimit
{
    /// <summary>Until the end of the transaction of this connection.</summary>
    public static async Task LockAsync(
        NpgsqlConnection connection, CountedThing thing, Guid accountId, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("Platform.Storage.Sql.lock-limit");
        command.Parameters.Add(new NpgsqlParameter<int>("thing", (int)thing));
        command.Parameters.Add(new NpgsqlParameter<string>("account", accountId.ToString()));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// The refusal when the account has <paramref name="most"/> already; null when there is room for one more. Takes
    /// the lock.
    /// </summary>
    /// <param name="connection">In a transaction.</param>
    /// <param name="thing">What is counted.</param>
    /// <param name="statement">Counts up to <c>@most</c> of the things of <c>@account_id</c>.</param>
    /// <param name="accountId">Whose.</param>
    /// <param name="most">The limit.</param>
    /// <param name="code">Of the refusal.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<IResult?> RefuseAsync(
        NpgsqlConnection connection,
        CountedThing thing,
        string statement,
        Guid accountId,
        int most,
        ErrorCode code,
        CancellationToken cancellationToken)
    {
        await LockAsync(connection, thing, accountId, cancellationToken);
        return await CountAsync(connection, statement, accountId, most, cancellationToken) >= most
            ? new ProblemResult(code, $"An account may have {most}. Remove what is no longer needed, or ask the operator to raise the limit.")
            : null;
    }

    /// <summary>How many there are, at most <paramref name="most"/>.</summary>
    public static async Task<long> CountAsync(
        NpgsqlConnection connection,
        string statement,
        Guid accountId,
        int most,
        CancellationToken cancellationToken)
    {
        await using var command = connection.Command(statement);
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", accountId));
        command.Parameters.Add(new NpgsqlParameter<int>("most", most));
        return await command.ExecuteScalarAsync(cancellationToken) as long? ?? 0;
    }
}
