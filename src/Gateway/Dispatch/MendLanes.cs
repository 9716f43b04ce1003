using Gateway.Messages;
using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Npgsql;

namespace Gateway.Dispatch;

/// <summary>
/// Finds waiting messages in a lane that nobody claims. The state database refuses such rows, so somebody has taken its
/// checks away; the message is as good as any other, and goes on in the lane of its priority.
/// Their other half, <c>state</c>, needs no such job: the two tables of what is in flight take no row of another state,
/// with or without checks.
/// </summary>
internal sealed class MendLanes(NpgsqlDataSource source, VendorTable vendors, DamagedRows damaged) : IRecurringJob
{
    private const int Batch = 500;

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var command = source.Command("Dispatch.Sql.mend-lanes");
        command.Parameters.Add(
            new NpgsqlParameter<string[]>("vendors", [.. vendors.All.Select(vendor => vendor.Name)]));
        command.Parameters.Add(new NpgsqlParameter<short>("first", (short)Lane.High));
        command.Parameters.Add(new NpgsqlParameter<short>("last", (short)Lane.Bulk));
        command.Parameters.Add(new NpgsqlParameter<short>("usual", (short)Lane.Normal));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", Batch));
        var mended = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            damaged.Tell(
                "lane of the waiting message",
                reader.GetGuid(0).ToString(),
                "nobody sends from it, so the message goes on in the lane of its priority.");
            mended++;
        }

        return mended;
    }
}
