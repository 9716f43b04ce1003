using System.Collections.ObjectModel;
using Gateway.Acceptance.Repeats;
using Gateway.Messages;
using Gateway.Platform.Idempotency;
using Gateway.Platform.Storage;
using Gateway.Platform.Telemetry;
using Npgsql;

namespace Gateway.Acceptance.Store;

/// <summary>Stores a group of requests in one transaction: their keys decide which of them are new, their messages are written in bulk.</summary>
internal sealed class WriteIntake(NpgsqlDataSource source, RefuseRepeats refuse, GatewayTelemetry telemetry, DamagedRows damaged, TimeProvider time)
{
    /// <summary>Measured: below about a thousand rows arrays are faster than COPY, above it COPY wins.</summary>
    public const int CopyFrom = 1000;

    /// <summary>Answers the requests whose key came before; all others are committed, or done because they are refused. Throws when nothing was stored.</summary>
    public async Task<IReadOnlySet<IntakeRequest>> WriteAsync(IReadOnlyList<IntakeRequest> requests, CancellationToken cancellationToken)
    {
        var keys = new IntakeKeys(requests);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var repeated = keys.Candidates.Sum(request => request.Messages.Count) < CopyFrom && keys.Candidates.All(request => request.Batch is null && request.Marks is null)
            ? await InsertAsync(connection, keys, cancellationToken)
            : await CopyAsync(connection, keys, cancellationToken);
        Count(repeated.Count == 0 && requests[0].Marks is null ? requests : [.. requests.Where(request => !repeated.Contains(request) && !request.Done.Task.IsCompleted)]);
        return repeated;
    }

    /// <summary>Tells the telemetry what was stored, while somebody collects it.</summary>
    public void Count(IEnumerable<IntakeRequest> stored)
    {
        if (!telemetry.Counts)
        {
            return;
        }

        foreach (var (kind, messages) in stored.SelectMany(static request => request.Messages).CountBy(static message => (message.Channel, message.Vendor)))
        {
            telemetry.Accepted(kind.Channel.ToString().ToLowerInvariant(), kind.Vendor, messages);
        }
    }

    /// <summary>Whether a request is the same as the one that had its key first.</summary>
    public async Task<IntakeOutcome> CompareAsync(IntakeRequest request, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Platform.Idempotency.Sql.find-key");
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", request.AccountId));
        command.Parameters.Add(new NpgsqlParameter<string>("key", request.Key ?? throw new InvalidOperationException("A request without a key is always new.")));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            // The key was there when we inserted and is gone now: its day is over this very moment. The client may try again.
            return IntakeOutcome.Overloaded;
        }

        var hash = await reader.GetFieldValueAsync<byte[]>(0, cancellationToken);
        if (!hash.AsSpan().SequenceEqual(request.Hash))
        {
            return IntakeOutcome.KeyReused;
        }

        var answer = await reader.GetFieldValueAsync<byte[]>(1, cancellationToken);
        if (KeptAnswer.IsWhole(answer))
        {
            return IntakeOutcome.Replayed(answer);
        }

        damaged.Tell(
            KeptAnswer.Kind,
            KeptAnswer.NameOf(request.AccountId, request.Key),
            "it is no JSON. Its request is refused, and not carried out again.");
        return IntakeOutcome.AnswerLost;
    }

    /// <summary>Sets a connection up for storing new messages. <paramref name="local"/>: for its transaction alone.</summary>
    public static async Task PrepareAsync(NpgsqlConnection connection, bool local, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("Acceptance.Store.Sql.intake-settings");
        command.Parameters.Add(new NpgsqlParameter<bool>("local", local));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>One statement, whatever the requests bring.</summary>
    private async Task<IReadOnlySet<IntakeRequest>> InsertAsync(NpgsqlConnection connection, IntakeKeys keys, CancellationToken cancellationToken)
    {
        var messages = keys.Candidates.SelectMany(request => request.Messages).ToList();
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await PrepareAsync(connection, local: true, cancellationToken);
        await using var command = connection.Command("Acceptance.Store.Sql.store-group");
        keys.AddTo(command.Parameters, time.GetUtcNow());
        command.Parameters.Add(keys.MessageKeys(messages.Count));
        command.Parameters.Add(new NpgsqlParameter<short>("waiting", (short)InflightState.Waiting));
        foreach (var column in MessageColumns.Messages)
        {
            command.Parameters.Add(column.ToParameter(messages));
        }

        var repeated = await keys.ReadRepeatedAsync(command, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return repeated;
    }

    private async Task<IReadOnlySet<IntakeRequest>> CopyAsync(NpgsqlConnection connection, IntakeKeys keys, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = connection.Command("Acceptance.Store.Sql.insert-idempotency-keys");
        keys.AddTo(command.Parameters, time.GetUtcNow());
        var repeated = await keys.ReadRepeatedAsync(command, cancellationToken);
        var stored = keys.Candidates.Where(request => !repeated.Contains(request)).ToList();
        var refused = stored.Exists(request => request.Marks is not null) ? await refuse.RefuseAsync(connection, transaction, stored, time.GetUtcNow(), cancellationToken) : null;
        foreach (var request in stored)
        {
            if (request.Batch is { } batch)
            {
                await batch.StoreAsync(connection, request.AccountId, request.Messages.Count, time.GetUtcNow(), cancellationToken);
            }
        }

        await CopyMessagesAsync(connection, [.. stored.SelectMany(request => request.Messages)], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        foreach (var (request, repeats) in refused ?? ReadOnlyDictionary<IntakeRequest, IReadOnlyList<Repeat>>.Empty)
        {
            request.Done.TrySetResult(IntakeOutcome.Refused(repeats));
        }

        return repeated;
    }

    /// <summary>Writes records and work in the caller's transaction.</summary>
    public static async Task CopyMessagesAsync(NpgsqlConnection connection, IReadOnlyList<NewMessage> messages, CancellationToken cancellationToken)
    {
        await CopyAsync(connection, "Acceptance.Store.Sql.copy-messages", MessageColumns.Messages, messages, cancellationToken);
        await CopyAsync(connection, "Acceptance.Store.Sql.copy-inflight", MessageColumns.Inflight, messages, cancellationToken);
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
