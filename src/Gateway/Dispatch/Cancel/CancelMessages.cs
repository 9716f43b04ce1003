using System.Data.Common;
using Gateway.Messages;
using Gateway.Platform.Vendors;
using Gateway.Vendors;

namespace Gateway.Dispatch.Cancel;

/// <summary>
/// Cancels messages: what waits in the gateway ends at once; what lies untouched in a vendor's queue is withdrawn, with
/// the wish written down before and the end after, so that a process that dies between the two leaves it to
/// <see cref="ResolveCancels"/>.
/// </summary>
internal sealed partial class CancelMessages(
    VendorTable vendors, RecordCancel record, TimeProvider time, ILogger<CancelMessages> logger)
{
    /// <summary>
    /// A hand-over that is being written is decided within milliseconds, unless its database or process is in trouble.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The fate of each message. Ids that are not in it have ended before.</summary>
    public async Task<IReadOnlyDictionary<Guid, CancelFate>> CancelAsync(
        IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var fates = new Dictionary<Guid, CancelFate>(ids.Count);
        var started = time.GetTimestamp();
        var open = ids;
        while (open.Count > 0)
        {
            var found = await record.BeginAsync(open, cancellationToken);
            open = [.. found.Where(row => row.State == InflightState.Claimed).Select(row => row.MessageId)];
            foreach (var row in found.Where(row => row.State is InflightState.Waiting or InflightState.Sending))
            {
                fates[row.MessageId] = row.State == InflightState.Waiting ? CancelFate.Canceled : CancelFate.TooLate;
            }

            foreach (var group in found.Where(row => row.State == InflightState.Queued).GroupBy(row => row.Vendor, row => new QueuedRow(row.MessageId, row.HandOverId!.Value)))
            {
                await WithdrawAsync(group.Key, [.. group], fates, cancellationToken);
            }

            if (open.Count > 0 && time.GetElapsedTime(started) > Patience)
            {
                foreach (var id in open)
                {
                    fates[id] = CancelFate.Unknown;
                }

                break;
            }

            if (open.Count > 0)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }

        return fates;
    }

    private async Task WithdrawAsync(
        string vendorName,
        IReadOnlyList<QueuedRow> rows,
        Dictionary<Guid, CancelFate> fates,
        CancellationToken cancellationToken)
    {
        HashSet<Guid> withdrawn;
        try
        {
            withdrawn = vendors.Find(vendorName) is { } vendor
                ? (await vendor.Queue.WithdrawAsync(rows, cancellationToken)).ToHashSet()
                : throw new VendorGoneException(vendorName);
        }
        catch (Exception fault) when (fault is DbException or VendorGoneException)
        {
            Log.CannotWithdraw(logger, vendorName, rows.Count, fault.Message);
            foreach (var row in rows)
            {
                fates[row.MessageId] = CancelFate.Unknown;
            }

            return;
        }

        // One that this did not end has ended otherwise in the meantime.
        foreach (var id in await record.WithdrawnAsync([.. rows.Where(row => withdrawn.Contains(row.MessageId))], CancellationToken.None))
        {
            fates[id] = CancelFate.Canceled;
        }

        var late = rows.Where(row => !withdrawn.Contains(row.MessageId)).ToList();
        await record.TooLateAsync(late, CancellationToken.None);
        foreach (var row in late)
        {
            fates[row.MessageId] = CancelFate.TooLate;
        }
    }

    private sealed class VendorGoneException(string vendor)
        : Exception($"The vendor {vendor} is no longer configured.");

    private static partial class Log
    {
        [LoggerMessage(3010, LogLevel.Warning, "{Vendor} cannot be asked for {Count} rows that shall be withdrawn: {Fault}")]
        public static partial void CannotWithdraw(ILogger logger, string vendor, int count, string fault);
    }
}
