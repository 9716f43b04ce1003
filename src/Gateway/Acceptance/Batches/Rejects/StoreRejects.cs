using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Acceptance.Batches.Rejects;

/// <summary>Rejected lines of a chunk, on their way into the database in the transaction that counts them.</summary>
/// <param name="FirstLine">The first of them.</param>
/// <param name="Content">The lines, sealed or not.</param>
internal sealed record StoreRejects(int FirstLine, byte[] Content, bool IsSealed)
{
    public async Task StoreAsync(NpgsqlConnection connection, Guid batchId, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("Acceptance.Batches.Rejects.Sql.store-rejects");
        command.Parameters.Add(new NpgsqlParameter<Guid>("batch_id", batchId));
        command.Parameters.Add(new NpgsqlParameter<int>("first_line", FirstLine));
        command.Parameters.Add(new NpgsqlParameter<byte[]>("content", Content));
        command.Parameters.Add(new NpgsqlParameter<bool>("sealed", IsSealed));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
