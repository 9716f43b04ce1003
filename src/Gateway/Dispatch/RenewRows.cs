using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Npgsql;

namespace Gateway.Dispatch;

/// <summary>
/// Keeps rows that lie in a vendor's queue from getting too old for its agent: an agent that was away for hours would
/// refuse them when it comes back. A row gets a new time only while it is untouched and its message's own time is not
/// over.
/// </summary>
internal sealed partial class RenewRows(
    Vendor vendor,
    VendorReadiness readiness,
    NpgsqlDataSource source,
    TimeProvider time,
    ILogger<RenewRows> logger) : IRecurringJob
{
    /// <summary>More than most queues hold; what is left is found by the next run.</summary>
    private const int Most = 10_000;

    /// <summary>A statement names every row.</summary>
    private const int Step = 500;

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        if (!await readiness.IsUsableAsync(vendor, cancellationToken))
        {
            return 0;
        }

        var renewed = 0;
        foreach (var step in (await vendor.Queue.FindAgingAsync(Most, cancellationToken)).Chunk(Step))
        {
            renewed += await vendor.Queue.RenewAsync(
                await StillQueuedAsync(step, cancellationToken), cancellationToken);
        }

        if (renewed > 0)
        {
            Log.Renewed(logger, vendor.Name, renewed);
        }

        // What could be renewed was; rows of others are there for ever.
        return 0;
    }

    private async Task<IReadOnlyList<Guid>> StillQueuedAsync(Guid[] ids, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Dispatch.Sql.still-queued");
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", ids));
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor.Name));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
        var queued = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            queued.Add(reader.GetGuid(0));
        }

        return queued;
    }

    private static partial class Log
    {
        [LoggerMessage(3007, LogLevel.Warning, "{Count} rows waited so long in the queue of {Vendor} that its agent would soon have refused them; they got a new time. Is the agent at work?")]
        public static partial void Renewed(ILogger logger, string vendor, int count);
    }
}
