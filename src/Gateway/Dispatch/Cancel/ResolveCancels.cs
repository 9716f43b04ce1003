using System.Data.Common;
using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Gateway.Vendors;
using Npgsql;

namespace Gateway.Dispatch.Cancel;

/// <summary>
/// Finishes cancels that nobody decided, because a process died or a vendor's database was away: withdraws what is still untouched, and ends what is nowhere any more, because
/// only we delete rows. An agent may move a row in two steps, so a row must be gone for a while before that counts.
/// </summary>
internal sealed partial class ResolveCancels(NpgsqlDataSource source, VendorTable vendors, RecordCancel record, TimeProvider time, ILogger<ResolveCancels> logger) : IRecurringJob
{
    private const int Batch = 500;

    /// <summary>Whoever noted the wish has decided it by then, or is dead.</summary>
    private static readonly TimeSpan Undecided = TimeSpan.FromSeconds(15);

    /// <summary>Longer than any agent takes between deleting a row here and writing it there.</summary>
    private static readonly TimeSpan Nowhere = TimeSpan.FromMinutes(2);

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var resolved = 0;
        foreach (var vendor in vendors.All)
        {
            try
            {
                resolved += await ResolveAsync(vendor, cancellationToken);
            }
            catch (DbException fault) when (fault is not NpgsqlException || !Gateway.Platform.Errors.UnhandledExceptionHandler.IsStorageFault(fault))
            {
                Log.Unreachable(logger, vendor.Name, fault.Message);
            }
        }

        return resolved;
    }

    private async Task<int> ResolveAsync(Vendor vendor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var open = await OpenAsync(vendor.Name, now - Undecided, cancellationToken);
        if (open.Count == 0)
        {
            return 0;
        }

        var reports = (await vendor.Queue.ProbeAsync([.. open.Select(row => row.Target)], cancellationToken)).ToDictionary(report => report.MessageId, report => report.Progress);
        var untouched = open.Where(row => reports.TryGetValue(row.Target.MessageId, out var progress) && progress == RowProgress.Untouched).Select(row => row.Target.MessageId).ToList();
        var withdrawn = await vendor.Queue.WithdrawAsync(untouched, cancellationToken);
        var nowhere = open.Where(row => !reports.ContainsKey(row.Target.MessageId) && row.RequestedAt <= now - Nowhere).Select(row => row.Target.MessageId).ToList();
        var ended = await record.WithdrawnAsync([.. withdrawn, .. nowhere], CancellationToken.None);
        var taken = open.Select(row => row.Target.MessageId).Where(id => reports.TryGetValue(id, out var progress) && progress != RowProgress.Untouched)
            .Concat(untouched.Except(withdrawn)).ToList();
        await record.TooLateAsync(taken, CancellationToken.None);
        return ended + taken.Count;
    }

    private async Task<List<(ProbeTarget Target, DateTimeOffset RequestedAt)>> OpenAsync(string vendor, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Dispatch.Cancel.Sql.open-cancels");
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("before", before));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", Batch));
        var open = new List<(ProbeTarget, DateTimeOffset)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            open.Add((new ProbeTarget(reader.GetGuid(0), await reader.GetFieldValueAsync<DateTimeOffset>(1, cancellationToken)), await reader.GetFieldValueAsync<DateTimeOffset>(2, cancellationToken)));
        }

        return open;
    }

    private static partial class Log
    {
        [LoggerMessage(3011, LogLevel.Warning, "Cancels of {Vendor} stay undecided: {Fault}")]
        public static partial void Unreachable(ILogger logger, string vendor, string fault);
    }
}
