using Gateway.Messages;
using Gateway.Platform.Jobs;
using Gateway.Platform.Vendors;

namespace Gateway.Reports.Expiry;

/// <summary>Ends messages whose time is over and whose vendor is no longer configured: nobody else would.</summary>
internal sealed class ExpireStrays(VendorTable vendors, RecordExpiry record, TimeProvider time) : IRecurringJob
{
    /// <summary>
    /// A vendor that comes back after longer than this finds its rows refused by its own agent, or sent: nobody
    /// withdraws them any more.
    /// </summary>
    private static readonly TimeSpan OverdueAtMost = TimeSpan.FromDays(30);

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var full = 0;
        foreach (var name in await record.VendorsOfOpenAsync(cancellationToken))
        {
            if (vendors.All.Any(vendor => vendor.Name == name))
            {
                continue;
            }

            var waiting = await record.EndWaitingAsync(name, cancellationToken);
            var givenUp = await record.GiveUpAsync(
                name,
                ExpireMessages.Grace,
                [InflightState.Claimed, InflightState.Queued, InflightState.Sending],
                cancellationToken);
            full += waiting == RecordExpiry.Batch || givenUp == RecordExpiry.Batch ? waiting + givenUp : 0;
        }

        await record.PurgeOverdueAsync(time.GetUtcNow() - OverdueAtMost, cancellationToken);
        return full;
    }
}
