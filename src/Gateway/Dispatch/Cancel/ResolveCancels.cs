using System.Data.Common;
using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Gateway.Vendors;
using Npgsql;

namespace Gateway.Dispatch.Cancel;

/// <summary>
/// Finishes cancels that nobody decided, because a process died or a vendor's database was away. Withdrawing again
/// tells the truth, whatever became of the first attempt: the ledger has a proof of every row that was taken back.
/// </summary>
internal sealed partial class ResolveCancels(
    NpgsqlDataSource source,
    VendorTable vendors,
    RecordCancel record,
    TimeProvider time,
    ILogger<ResolveCancels> logger) : IRecurringJob
{
    private const int Batch = 500;

    /// <summary>Whoever noted the wish has decided it by then, or is dead.</summary>
    private static readonly TimeSpan Undecided = TimeSpan.FromSeconds(15);

    /// <summary>All vendors at once: one that does not answer keeps the cancels of no other waiting.</summary>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken) =>
        (await Task.WhenAll(vendors.All.Select(vendor => ResolveAsync(vendor, cancellationToken)))).Sum();

    private async Task<int> ResolveAsync(Vendor vendor, CancellationToken cancellationToken)
    {
        var open = await OpenAsync(vendor.Name, time.GetUtcNow() - Undecided, cancellationToken);
        if (open.Count == 0)
        {
            return 0;
        }

        HashSet<Guid> withdrawn;
        try
        {
            withdrawn = (await vendor.Queue.WithdrawAsync(open, cancellationToken)).ToHashSet();
        }
        catch (DbException fault)
        {
            Log.Unreachable(logger, vendor.Name, fault.Message);
            return 0;
        }

        var ended = await record.WithdrawnAsync(
            [.. open.Where(row => withdrawn.Contains(row.MessageId))], CancellationToken.None);
        var taken = open.Where(row => !withdrawn.Contains(row.MessageId)).ToList();
        await record.TooLateAsync(taken, CancellationToken.None);
        return ended.Count + taken.Count;
    }

    private async Task<List<QueuedRow>> OpenAsync(
        string vendor, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Dispatch.Cancel.Sql.open-cancels");
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("before", before));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", Batch));
        var open = new List<QueuedRow>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            open.Add(new QueuedRow(reader.GetGuid(0), reader.GetGuid(1)));
        }

        return open;
    }

    private static partial class Log
    {
        [LoggerMessage(3011, LogLevel.Warning, "Cancels of {Vendor} stay undecided: {Fault}")]
        public static partial void Unreachable(ILogger logger, string vendor, string fault);
    }
}
