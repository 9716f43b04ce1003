using Gateway.Messages;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Acceptance.Batches;

/// <summary>Counts the messages of a batch that has not completed, by status.</summary>
internal sealed class CountBatch(NpgsqlDataSource source, TimeProvider time)
{
    public async Task<BatchCounts> CountAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Acceptance.Batches.Sql.count-batch");
        command.Parameters.Add(new NpgsqlParameter<Guid>("id", id));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
        command.Parameters.Add(new NpgsqlParameter<short>("queued", (short)MessageStatus.Queued));
        command.Parameters.Add(new NpgsqlParameter<short>("sending", (short)MessageStatus.Sending));
        command.Parameters.Add(new NpgsqlParameter<short>("scheduled", (short)MessageStatus.Scheduled));
        command.Parameters.Add(new NpgsqlParameter<short>("accepted", (short)MessageStatus.Accepted));
        var found = new Dictionary<MessageStatus, long>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            found[(MessageStatus)reader.GetInt16(0)] = reader.GetInt64(1);
        }

        return new BatchCounts
        {
            Scheduled = found.GetValueOrDefault(MessageStatus.Scheduled),
            Accepted = found.GetValueOrDefault(MessageStatus.Accepted),
            Queued = found.GetValueOrDefault(MessageStatus.Queued),
            Sending = found.GetValueOrDefault(MessageStatus.Sending),
            Delivered = found.GetValueOrDefault(MessageStatus.Delivered),
            Failed = found.GetValueOrDefault(MessageStatus.Failed),
            Expired = found.GetValueOrDefault(MessageStatus.Expired),
            Canceled = found.GetValueOrDefault(MessageStatus.Canceled),
        };
    }
}
