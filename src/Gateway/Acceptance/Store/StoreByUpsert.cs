using Gateway.Messages;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Acceptance.Store;

/// <summary>
/// The careful way: one statement, whatever the requests bring. Keys that came before are left as they are and
/// answered, and their messages are not written.
/// </summary>
internal sealed class StoreByUpsert(TimeProvider time)
{
    /// <summary>Answers the requests whose key came before; all others are committed.</summary>
    public async Task<IReadOnlySet<IntakeRequest>> StoreAsync(
        NpgsqlConnection connection, IntakeKeys keys, CancellationToken cancellationToken)
    {
        var messages = keys.Candidates.SelectMany(request => request.Messages).ToList();
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await IntakeSettings.SetAsync(connection, local: true, cancellationToken);
        await using var command = connection.Command("Acceptance.Store.Sql.upsert-new");
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
}
