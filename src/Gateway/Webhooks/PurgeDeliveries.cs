using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Webhooks;

/// <summary>
/// Forgets the deliveries of deleted endpoints, and those that ended long ago. What is still to be delivered stays.
/// </summary>
internal sealed class PurgeDeliveries(NpgsqlDataSource source, TimeProvider time) : IRecurringJob
{
    private const int Batch = 5000;

    /// <summary>Long enough to find out what an endpoint was told a month ago.</summary>
    private static readonly TimeSpan DeliveriesLive = TimeSpan.FromDays(35);

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var command = source.Command("Webhooks.Sql.purge-deliveries");
        command.Parameters.Add(new NpgsqlParameter<int>("limit", Batch));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("before", time.GetUtcNow() - DeliveriesLive));
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
