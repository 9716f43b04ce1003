using Gateway.Platform;
using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Gateway.Messages.Retention;

/// <summary>Takes contents and numbers out of messages that ended <c>Retention:Content</c> days ago. Follows the events of their ends with a cursor, in batches of their own transactions.</summary>
internal sealed class RemoveContents(NpgsqlDataSource source, NumberHash hash, IOptions<RetentionOptions> retention, TimeProvider time) : IRecurringJob
{
    private const int Batch = 2000;

    /// <summary>Rows of rejected lines hold many lines each.</summary>
    private const int RejectsBatch = 200;

    private static readonly short[] Ends = [(short)EventType.MessageDelivered, (short)EventType.MessageFailed, (short)EventType.MessageExpired, (short)EventType.MessageCanceled];

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        if (retention.Value.Content == 0)
        {
            return 0;
        }

        var now = time.GetUtcNow();
        await RemoveRejectsAsync(now - TimeSpan.FromDays(retention.Value.Content), cancellationToken);
        await RemoveReceivedAsync(now - TimeSpan.FromDays(retention.Value.Content), now, cancellationToken);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var cursor = connection.Command("Messages.Retention.Sql.lock-cursor");
        var after = (Guid)(await cursor.ExecuteScalarAsync(cancellationToken) ?? Guid.Empty);
        var (last, ended, looked) = await DueAsync(connection, after, now - TimeSpan.FromDays(retention.Value.Content), cancellationToken);
        if (looked == 0)
        {
            return 0;
        }

        if (ended.Count > 0)
        {
            await RemoveAsync(connection, ended, now, cancellationToken);
        }

        await using var move = connection.Command("Messages.Retention.Sql.move-cursor");
        move.Parameters.Add(new NpgsqlParameter<Guid>("position", last));
        await move.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return looked;
    }

    /// <summary>
    /// What an upload said of lines that never became messages goes when the contents of its messages would.
    /// </summary>
    private async Task RemoveRejectsAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Messages.Retention.Sql.remove-rejects");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("before", before));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", RejectsBatch));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>What others wrote to us goes when what was written to them would.</summary>
    private async Task RemoveReceivedAsync(
        DateTimeOffset before, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Messages.Received.Sql.remove-received");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("before", before));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", Batch));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<(Guid Last, Dictionary<Guid, (Guid AccountId, string Number)> Ended, int Looked)> DueAsync(NpgsqlConnection connection, Guid after, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("Messages.Retention.Sql.due-contents");
        command.Parameters.Add(new NpgsqlParameter<Guid>("after", after));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("before", before));
        command.Parameters.Add(new NpgsqlParameter<short[]>("ends", Ends));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", Batch));
        var (last, looked) = (after, 0);
        var ended = new Dictionary<Guid, (Guid, string)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            last = reader.Get<Guid>("event_id");
            looked++;
            if (reader.Find<Guid?>("message_id") is { } id)
            {
                ended[id] = (reader.Get<Guid>("account_id"), reader.Get<string>("recipient"));
            }
        }

        return (last, ended, looked);
    }

    private async Task RemoveAsync(NpgsqlConnection connection, Dictionary<Guid, (Guid AccountId, string Number)> ended, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hashes = new List<string>(ended.Count);
        foreach (var (accountId, number) in ended.Values)
        {
            hashes.Add(await hash.OfAsync(accountId, number, cancellationToken));
        }

        await using var command = connection.Command("Messages.Retention.Sql.remove-contents");
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. ended.Keys]));
        command.Parameters.Add(new NpgsqlParameter<string[]>("hashes", [.. hashes]));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
