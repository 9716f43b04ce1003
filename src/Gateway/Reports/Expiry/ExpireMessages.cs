using System.Data.Common;
using Gateway.Messages;
using Gateway.Platform;
using Gateway.Platform.Jobs;
using Gateway.Platform.Vendors;
using Gateway.Vendors;
using Gateway.Vendors.ResultCodes;
using Microsoft.Extensions.Options;

namespace Gateway.Reports.Expiry;

/// <summary>
/// Ends messages of one vendor whose time is over, so that every message ends. One that never left the gateway, or
/// whose row was taken back untouched, was not sent (E_SUBMIT_EXPIRED); of any other, nobody knows (E_REPORT_EXPIRED),
/// and a late report still corrects it. A vendor whose database is away, or whose hand-over stays in doubt, gets
/// <see cref="Grace"/>; then its messages end all the same, and their rows are withdrawn when it is back.
/// </summary>
internal sealed partial class ExpireMessages(
    Vendor vendor,
    RecordExpiry record,
    ApplyReports apply,
    IOptions<GatewayOptions> options,
    TimeProvider time,
    ILogger<ExpireMessages> logger) : IRecurringJob
{
    /// <summary>Leaves a quarter of the hour that is promised for ending what has piled up.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(45);

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var waiting = await record.EndWaitingAsync(vendor.Name, cancellationToken);
        var answers = await AskAsync(cancellationToken);
        var givenUp = await record.GiveUpAsync(
            vendor.Name,
            Grace,
            answers ? [InflightState.Claimed] : [InflightState.Claimed, InflightState.Queued, InflightState.Sending],
            cancellationToken);
        return waiting == RecordExpiry.Batch || givenUp == RecordExpiry.Batch ? waiting + givenUp : 0;
    }

    /// <summary>False when the vendor's database does not answer.</summary>
    private async Task<bool> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            for (DueExpiry? last = null; ;)
            {
                var due = await record.DueAsync(vendor.Name, TakenUntil(), Grace, last, cancellationToken);
                await record.EndAsync(vendor.Name, await DecideAsync(due, cancellationToken), CancellationToken.None);
                if (due.Count < RecordExpiry.PageSize)
                {
                    break;
                }

                last = due[^1];
            }

            await WithdrawOverdueAsync(cancellationToken);
            return true;
        }
        catch (VendorAwayException fault)
        {
            Log.CannotAsk(logger, vendor.Name, fault.Message);
            return false;
        }
    }

    /// <summary>
    /// Looks for a last time, then withdraws what is still untouched. What was withdrawn before a crash is known by its
    /// proof.
    /// </summary>
    private async Task<IReadOnlyList<Expired>> DecideAsync(
        IReadOnlyList<DueExpiry> due, CancellationToken cancellationToken)
    {
        if (due.Count == 0)
        {
            return [];
        }

        var reports = await ProbeAsync(
            [.. due.Select(row => new ProbeTarget(row.Row.MessageId, row.QueuedAt))], cancellationToken);
        var open = due.Where(row => !IsEnd(reports.GetValueOrDefault(row.Row.MessageId))).ToList();
        var withdrawn = await WithdrawAsync([.. open.Select(row => row.Row)], cancellationToken);
        var takenUntil = TakenUntil();
        return [.. open
            .Where(row => withdrawn.Contains(row.Row.MessageId) || row.ExpiresAt <= takenUntil || IsUntouched(row.Row.MessageId))
            .Select(row => withdrawn.Contains(row.Row.MessageId)
                ? new Expired(row, ResultCatalogue.SubmitExpired, Overdue: false)
                : new Expired(row, ResultCatalogue.ReportExpired, Overdue: IsUntouched(row.Row.MessageId)))];

        // Not withdrawn all the same: the agent took it a moment ago, or it shares its row with messages whose time is
        // not over.
        bool IsUntouched(Guid id) => reports.GetValueOrDefault(id) is { Progress: RowProgress.Untouched };
    }

    /// <summary>Rows of messages that ended while they could not be withdrawn.</summary>
    private async Task WithdrawOverdueAsync(CancellationToken cancellationToken)
    {
        for (OverdueRow? last = null; ;)
        {
            var rows = await record.OverdueAsync(vendor.Name, last, cancellationToken);
            if (rows.Count > 0)
            {
                var reports = await ProbeAsync(
                    [.. rows.Select(row => new ProbeTarget(row.Row.MessageId, row.QueuedAt))], cancellationToken);
                var withdrawn = await WithdrawAsync([.. rows.Select(row => row.Row)], cancellationToken);
                var settled = rows.Select(row => row.Row.MessageId).Where(id => withdrawn.Contains(id) || reports.GetValueOrDefault(id) is not { Progress: RowProgress.Untouched }).ToList();
                await record.ForgetOverdueAsync(settled, CancellationToken.None);
                if (withdrawn.Count > 0)
                {
                    Log.Withdrawn(logger, vendor.Name, withdrawn.Count);
                }
            }

            if (rows.Count < RecordExpiry.PageSize)
            {
                return;
            }

            last = rows[^1];
        }
    }

    /// <summary>What the tables say, written down as well.</summary>
    private async Task<Dictionary<Guid, VendorReport>> ProbeAsync(
        IReadOnlyList<ProbeTarget> targets, CancellationToken cancellationToken)
    {
        var reports = await OfVendorAsync(() => vendor.Queue.ProbeAsync(targets, cancellationToken));
        await apply.ApplyAsync(vendor.Name, reports, cancellationToken);
        return reports.ToDictionary(report => report.MessageId);
    }

    private async Task<HashSet<Guid>> WithdrawAsync(
        IReadOnlyList<QueuedRow> rows, CancellationToken cancellationToken) =>
        (await OfVendorAsync(() => vendor.Queue.WithdrawAsync(rows, cancellationToken))).ToHashSet();

    /// <summary>
    /// A fault of the vendor's database must not be taken for one of ours, and both may be PostgreSQL.
    /// </summary>
    private static async Task<T> OfVendorAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception fault) when (fault is DbException or IOException or TimeoutException or InvalidOperationException)
        {
            throw new VendorAwayException(fault);
        }
    }

    /// <summary>A result that only says "not yet" is no end.</summary>
    // Final reports have a result.
    private static bool IsEnd(VendorReport? report) =>
        report is { Progress: RowProgress.Final } && report.Result!.Result.Outcome != Outcome.Pending;

    private DateTimeOffset TakenUntil() => vendor.Options.ExpireWindow is { Length: > 0 } text && ExpireWindow.TryParse(text, out var window)
        ? window.Reach(time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone))
        : time.GetUtcNow();

    private sealed class VendorAwayException(Exception inner) : Exception(inner.GetBaseException().Message, inner);

    private static partial class Log
    {
        [LoggerMessage(4002, LogLevel.Warning, "{Vendor} cannot be asked about messages whose time is over: {Fault}")]
        public static partial void CannotAsk(ILogger logger, string vendor, string fault);

        [LoggerMessage(4003, LogLevel.Warning, "{Count} rows of messages that had expired without an answer were found untouched in the queue of {Vendor} and withdrawn.")]
        public static partial void Withdrawn(ILogger logger, string vendor, int count);
    }
}
