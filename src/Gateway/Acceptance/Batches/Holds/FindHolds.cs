using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Acceptance.Batches.Holds;

/// <summary>A held batch about which something is to be done.</summary>
/// <param name="Id">Of the batch.</param>
/// <param name="AccountId">Whose.</param>
/// <param name="IsReleased">Its release was broken off; else its time is over.</param>
internal sealed record OpenHold(Guid Id, Guid AccountId, bool IsReleased);

/// <summary>Looks for held batches whose release was broken off, and those that nobody has released in time.</summary>
internal sealed class FindHolds(NpgsqlDataSource source, TimeProvider time)
{
    private const int Limit = 20;

    public async Task<List<OpenHold>> FindAsync(CancellationToken cancellationToken)
    {
        await using var command = source.Command("Acceptance.Batches.Holds.Sql.open-holds");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", Limit));
        var found = new List<OpenHold>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(new OpenHold(reader.GetGuid(0), reader.GetGuid(1), reader.GetBoolean(2)));
        }

        return found;
    }
}
