using Gateway.Platform.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Messages.Intake;

/// <summary>Stores a group of requests in one transaction: their keys decide which of them are new, their messages are written in bulk.</summary>
internal sealed class WriteIntake(NpgsqlDataSource source, TimeProvider time)
{
    /// <summary>Measured: below about a thousand rows arrays are faster than COPY, above it COPY wins.</summary>
    private const int CopyFrom = 1000;

    private const short Accepted = StatusCodes.Status202Accepted;

    /// <summary>Answers how each request ended, in their order. Throws when nothing was stored.</summary>
    public async Task<IntakeOutcome[]> WriteAsync(IReadOnlyList<IntakeRequest> requests, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var keyed = requests.Any(request => request.Key is not null);
        var messages = keyed ? null : Messages(requests);
        if (messages is { Count: < CopyFrom })
        {
            // One round trip: without an explicit transaction a batch is one of its own.
            await InsertAsync(connection, messages, cancellationToken);
            return [.. requests.Select(request => IntakeOutcome.Stored(request.Answer))];
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var outcomes = keyed ? await DecideAsync(connection, requests, cancellationToken) : new IntakeOutcome?[requests.Count];
        messages ??= Messages(requests.Where((_, i) => outcomes[i] is null));
        if (messages.Count >= CopyFrom)
        {
            await CopyAsync(connection, "Messages.Sql.copy-messages", MessageColumns.Messages, messages, cancellationToken);
            await CopyAsync(connection, "Messages.Sql.copy-inflight", MessageColumns.Inflight, messages, cancellationToken);
        }
        else if (messages.Count > 0)
        {
            await InsertAsync(connection, messages, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return [.. outcomes.Select((outcome, i) => outcome ?? IntakeOutcome.Stored(requests[i].Answer))];
    }

    private static List<NewMessage> Messages(IEnumerable<IntakeRequest> requests)
    {
        var messages = new List<NewMessage>();
        foreach (var request in requests)
        {
            messages.AddRange(request.Messages);
        }

        return messages;
    }

    /// <summary>Null for a request that is new or has no key; else its outcome. The unique key decides, so it waits while another node stores the same key.</summary>
    private async Task<IntakeOutcome?[]> DecideAsync(NpgsqlConnection connection, IReadOnlyList<IntakeRequest> requests, CancellationToken cancellationToken)
    {
        // The same key twice in one group: the first is stored, the second compared with it.
        var firsts = requests.Where(request => request.Key is not null).DistinctBy(request => (request.AccountId, request.Key)).ToList();
        var stored = new HashSet<(Guid, string)>();
        await using (var command = connection.Command("Messages.Sql.insert-idempotency-keys"))
        {
            command.Parameters.Add(new NpgsqlParameter<Guid[]>("account_ids", [.. firsts.Select(request => request.AccountId)]));
            command.Parameters.Add(new NpgsqlParameter<string[]>("keys", [.. firsts.Select(request => request.Key!)]));
            command.Parameters.Add(new NpgsqlParameter<byte[][]>("hashes", NpgsqlDbType.Array | NpgsqlDbType.Bytea) { TypedValue = [.. firsts.Select(request => request.Hash)] });
            command.Parameters.Add(new NpgsqlParameter<byte[][]>("answers", NpgsqlDbType.Array | NpgsqlDbType.Bytea) { TypedValue = [.. firsts.Select(request => request.Answer)] });
            command.Parameters.Add(new NpgsqlParameter<short>("status", Accepted));
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                stored.Add((reader.GetGuid(0), reader.GetString(1)));
            }
        }

        var outcomes = new IntakeOutcome?[requests.Count];
        for (var i = 0; i < requests.Count; i++)
        {
            var request = requests[i];
            if (request.Key is null || (firsts.Contains(request) && stored.Contains((request.AccountId, request.Key))))
            {
                continue;
            }

            outcomes[i] = await CompareAsync(connection, request, cancellationToken);
        }

        return outcomes;
    }

    private static async Task<IntakeOutcome> CompareAsync(NpgsqlConnection connection, IntakeRequest request, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("Messages.Sql.find-idempotency-key");
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", request.AccountId));
        command.Parameters.Add(new NpgsqlParameter<string>("key", request.Key!));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            // The key was there when we inserted and is gone now: its day is over this very moment. The client may try again.
            return IntakeOutcome.Overloaded;
        }

        var hash = await reader.GetFieldValueAsync<byte[]>(0, cancellationToken);
        return hash.AsSpan().SequenceEqual(request.Hash)
            ? IntakeOutcome.Replayed(await reader.GetFieldValueAsync<byte[]>(1, cancellationToken))
            : IntakeOutcome.KeyReused;
    }

    private static async Task InsertAsync(NpgsqlConnection connection, IReadOnlyList<NewMessage> messages, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Insert("Messages.Sql.insert-messages", MessageColumns.Messages, messages));
        batch.BatchCommands.Add(Insert("Messages.Sql.insert-inflight", MessageColumns.Inflight, messages));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlBatchCommand Insert(string statement, IReadOnlyList<MessageColumn> columns, IReadOnlyList<NewMessage> messages)
    {
        var command = Sql.BatchCommand(statement);
        foreach (var column in columns)
        {
            command.Parameters.Add(column.ToParameter(messages));
        }

        return command;
    }

    private static async Task CopyAsync(
        NpgsqlConnection connection, string statement, IReadOnlyList<MessageColumn> columns, IReadOnlyList<NewMessage> messages, CancellationToken cancellationToken)
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
