using System.Globalization;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Insight;

/// <summary>
/// Asks the state database whether it can be used, now: it answers, it can be written, and nobody holds a table that
/// each request needs.
/// </summary>
internal sealed class AskState(StorageState storage, NpgsqlDataSource source)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>A migration, or a month's new table, is over by then.</summary>
    private static readonly TimeSpan LongLock = TimeSpan.FromSeconds(3);

    private const string ReadOnly =
        "The state database is read-only: it is a standby, or default_transaction_read_only is on. Promote it, switch "
        + "that off, or let ConnectionStrings:Gateway name the server that can be written.";

    /// <summary>What is wrong and what to do; empty while all is well.</summary>
    public async Task<IReadOnlyList<string>> FaultsAsync(CancellationToken cancellationToken) =>
        storage.Fault is { } fault ? [fault] : await AskAsync(cancellationToken);

    private async Task<IReadOnlyList<string>> AskAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await using var command = source.Command("Insight.Sql.ask-state");
            command.Parameters.Add(new NpgsqlParameter<TimeSpan>("since", LongLock));
            await using var reader = await command.ExecuteReaderAsync(patience.Token);
            await reader.ReadAsync(patience.Token);

            // A standby, and a server that is set so, answer everything but writing: and the gateway writes all the
            // time.
            return reader.Get<bool>("read_only") ? [ReadOnly]
                : reader.Find<string>("locked") is { } table ? [Locked(reader, table)]
                : [];
        }
        catch (Exception broken) when (
            broken is NpgsqlException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return [$"The state database does not answer: {broken.GetBaseException().Message}"];
        }
    }

    private static string Locked(NpgsqlDataReader reader, string table)
    {
        var session = reader.Get<int>("pid").ToString(CultureInfo.InvariantCulture);
        var about = string.Join(", ", new[] { reader.Find<string>("owner"), reader.Find<string>("program") }
            .Where(static word => !string.IsNullOrEmpty(word)));
        var who = about.Length == 0 ? $"Session {session}" : $"Session {session} ({about})";
        var since = reader.Find<int?>("seconds") is { } seconds
            ? string.Create(CultureInfo.InvariantCulture, $" for {seconds} s")
            : "";
        var what = reader.Get<bool>("granted")
            ? $"has locked the table {table} of the state database{since}."
            : $"has waited{since} to lock the table {table} of the state database, and all others wait behind it.";
        return $"{who} {what} Let it end, or end it: SELECT pg_terminate_backend({session});";
    }
}
