using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Acceptance.Batches.Resend;

/// <summary>
/// Messages that a chunk sends again, each with the new one, claimed in the transaction that stores the new ones.
/// </summary>
internal sealed class ClaimResends(IReadOnlyList<Guid> originals, IReadOnlyList<Guid> resentAs)
{
    /// <summary>Throws when another resend has one of them; the caller's transaction is rolled back then.</summary>
    public async Task ClaimAsync(NpgsqlConnection connection, Guid batchId, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("Acceptance.Batches.Resend.Sql.claim-resends");
        command.Parameters.Add(new NpgsqlParameter<Guid>("batch_id", batchId));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("originals", [.. originals]));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("resent_as", [.. resentAs]));
        var left = originals.ToHashSet();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            left.Remove(reader.GetGuid(0));
        }

        if (left.Count > 0)
        {
            throw new ResentBeforeException(left);
        }
    }
}

/// <summary>Another resend was faster with some messages.</summary>
internal sealed class ResentBeforeException(IReadOnlySet<Guid> messages)
    : Exception("Another resend has these messages.")
{
    public IReadOnlySet<Guid> Messages => messages;
}
