using Gateway.Platform.Idempotency;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Acceptance.Store;

/// <summary>Looks a key up that came before.</summary>
internal sealed class CompareKeys(NpgsqlDataSource source, DamagedRows damaged)
{
    /// <summary>Whether a request is the same as the one that had its key first.</summary>
    public async Task<IntakeOutcome> CompareAsync(IntakeRequest request, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Platform.Idempotency.Sql.find-key");
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", request.AccountId));
        command.Parameters.Add(new NpgsqlParameter<string>(
            "key", request.Key ?? throw new InvalidOperationException("A request without a key is always new.")));
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
}
