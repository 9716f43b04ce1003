using Gateway.Acceptance.Repeats;
using Gateway.Messages;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Acceptance.Store;

/// <summary>
/// The way in bulk: keys first, then records and work by COPY, then what else belongs into the transaction. Requests
/// with repeated messages are refused on the way, whole, and their keys stay free.
/// </summary>
internal sealed class StoreByCopy(RefuseRepeats refuse, TimeProvider time)
{
    /// <summary>
    /// Answers the requests whose key came before; all others are committed, or done because they are refused.
    /// </summary>
    public async Task<IReadOnlySet<IntakeRequest>> StoreAsync(
        NpgsqlConnection connection, IntakeKeys keys, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = connection.Command("Acceptance.Store.Sql.take-keys");
        keys.AddTo(command.Parameters, time.GetUtcNow());
        var repeated = await keys.ReadRepeatedAsync(command, cancellationToken);
        var stored = keys.Candidates.Where(request => !repeated.Contains(request)).ToList();
        var refused = await RefuseAsync(connection, transaction, stored, cancellationToken);
        await CopyAsync(connection, [.. stored.SelectMany(request => request.Messages)], cancellationToken);
        foreach (var request in stored.Where(request => request.Along is not null))
        {
            await request.Along!(connection, request, time.GetUtcNow(), cancellationToken); // Filtered.
        }

        await transaction.CommitAsync(cancellationToken);
        foreach (var (request, repeats) in refused)
        {
            request.Done.TrySetResult(IntakeOutcome.Refused(repeats));
        }

        return repeated;
    }

    /// <summary>Writes records and work in the caller's transaction.</summary>
    public static async Task CopyAsync(
        NpgsqlConnection connection, IReadOnlyList<NewMessage> messages, CancellationToken cancellationToken)
    {
        await CopyAsync(
            connection, "Acceptance.Store.Sql.copy-messages", MessageColumns.Messages, messages, cancellationToken);
        await CopyAsync(
            connection, "Acceptance.Store.Sql.copy-inflight", MessageColumns.Inflight, messages, cancellationToken);
    }

    /// <summary>Takes what must not be stored out of <paramref name="stored"/>, and answers why.</summary>
    private async Task<IReadOnlyList<(IntakeRequest Request, IReadOnlyList<Repeat> Repeats)>> RefuseAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        List<IntakeRequest> stored,
        CancellationToken cancellationToken)
    {
        if (stored.TrueForAll(request => request.Marks is null))
        {
            return [];
        }

        var marks = stored.Select(request => request.Marks).OfType<RepeatMarks>().ToList();
        var found = await refuse.RefuseAsync(connection, transaction, marks, time.GetUtcNow(), cancellationToken);
        var refused = stored
            .Where(request => request.Marks is not null && found.ContainsKey(request.Marks))
            .Select(request => (request, found[request.Marks!])) // Filtered.
            .ToList();
        stored.RemoveAll(request => request.Marks is not null && found.ContainsKey(request.Marks));
        await ReleaseKeysAsync(
            connection, [.. refused.Select(entry => entry.request).Where(request => request.Key is not null)], cancellationToken);
        return refused;
    }

    private static async Task ReleaseKeysAsync(
        NpgsqlConnection connection, IReadOnlyList<IntakeRequest> refused, CancellationToken cancellationToken)
    {
        if (refused.Count == 0)
        {
            return;
        }

        await using var command = connection.Command("Acceptance.Store.Sql.release-keys");
        command.Parameters.Add(
            new NpgsqlParameter<Guid[]>("accounts", [.. refused.Select(request => request.AccountId)]));
        command.Parameters.Add(
            new NpgsqlParameter<string[]>("keys", [.. refused.Select(request => request.Key!)])); // Filtered by the caller.
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task CopyAsync(
        NpgsqlConnection connection,
        string statement,
        IReadOnlyList<MessageColumn> columns,
        IReadOnlyList<NewMessage> messages,
        CancellationToken cancellationToken)
    {
        await using var writer = await connection.BeginBinaryImportAsync(Sql.Text(statement), cancellationToken);
        foreach (var message in messages)
        {
            await writer.StartRowAsync(cancellationToken);
            foreach (var column in columns)
            {
                await column.CopyAsync(writer, message, cancellationToken);
            }
        }

        await writer.CompleteAsync(cancellationToken);
    }
}
