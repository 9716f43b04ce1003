using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Acceptance.Batches.Holds;

/// <summary>
/// Says that a batch is canceled, before its messages are: from then on an upload adds nothing to it, a release moves
/// nothing, and no fallback follows. Who releases at the same moment meets this at the batch's row.
/// </summary>
internal sealed class CloseBatch(NpgsqlDataSource source, TimeProvider time)
{
    public async Task CancelAsync(Guid batchId, Guid accountId, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Acceptance.Batches.Holds.Sql.cancel-batch");
        command.Parameters.Add(new NpgsqlParameter<Guid>("id", batchId));
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", accountId));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
