using System.Data.Common;
using Gateway.Messages;
using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Gateway.Vendors;
using Gateway.Vendors.ResultCodes;
using Npgsql;

namespace Gateway.Reports;

/// <summary>
/// Ends messages whose time is over, so that every message ends. One that never left the gateway, or whose row could be withdrawn untouched, was not sent
/// (E_SUBMIT_EXPIRED); of one that an agent took, nobody knows (E_REPORT_EXPIRED), and a late report still corrects it.
/// </summary>
internal sealed partial class ExpireMessages(
    NpgsqlDataSource source, VendorTable vendors, ApplyReports apply, MessageSignals signals, TimeProvider time, ILogger<ExpireMessages> logger) : IRecurringJob
{
    private const int Batch = 500;

    /// <summary>While a vendor's database is away, its rows cannot be withdrawn, so its messages may wait this much longer; then they end all the same.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(45);

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = await DueAsync(now, cancellationToken);
        var expired = await EndAsync([.. due.Where(row => row.State == InflightState.Waiting).Select(row => (row, ResultCatalogue.SubmitExpired))], cancellationToken);
        foreach (var group in due.Where(row => row.State != InflightState.Waiting).GroupBy(row => row.Vendor))
        {
            expired += await EndAsync(await DecideAsync(group.Key, [.. group], now, cancellationToken), cancellationToken);
        }

        return due.Count == Batch ? expired : 0;
    }

    /// <summary>Looks for a last time, then withdraws what is still untouched.</summary>
    private async Task<List<(Due Row, int Code)>> DecideAsync(string vendorName, IReadOnlyList<Due> rows, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            var vendor = vendors.Find(vendorName) ?? throw new VendorGoneException(vendorName);
            var reports = await vendor.Queue.ProbeAsync([.. rows.Select(row => new ProbeTarget(row.MessageId, row.QueuedAt))], cancellationToken);
            await apply.ApplyAsync(vendorName, reports, cancellationToken);
            var ended = reports.Where(report => report.Progress == RowProgress.Final).Select(report => report.MessageId).ToHashSet();
            var open = rows.Where(row => !ended.Contains(row.MessageId)).ToList();
            var withdrawn = (await vendor.Queue.WithdrawAsync([.. open.Select(row => new QueuedRow(row.MessageId, row.HandOverId!.Value))], cancellationToken)).ToHashSet();
            return [.. open.Select(row => (row, withdrawn.Contains(row.MessageId) ? ResultCatalogue.SubmitExpired : ResultCatalogue.ReportExpired))];
        }
        catch (Exception fault) when (fault is DbException or VendorGoneException)
        {
            Log.CannotAsk(logger, vendorName, rows.Count, fault.Message);
            return [.. rows.Where(row => row.ExpiresAt + Grace <= now).Select(row => (row, ResultCatalogue.ReportExpired))];
        }
    }

    private async Task<int> EndAsync(IReadOnlyList<(Due Row, int Code)> ends, CancellationToken cancellationToken)
    {
        if (ends.Count == 0)
        {
            return 0;
        }

        await using var command = source.Command("Reports.Sql.expire");
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. ends.Select(end => end.Row.MessageId)]));
        command.Parameters.Add(new NpgsqlParameter<short[]>("result_codes", [.. ends.Select(end => (short)end.Code)]));
        command.Parameters.Add(new NpgsqlParameter<short[]>("states", [.. ends.Select(end => (short)end.Row.State)]));
        command.Parameters.Add(new NpgsqlParameter<Guid?[]>("handover_ids", [.. ends.Select(end => end.Row.HandOverId)]));
        command.Parameters.Add(new NpgsqlParameter<Guid>("first_id", ends.Min(end => end.Row.MessageId)));
        command.Parameters.Add(new NpgsqlParameter<Guid>("last_id", ends.Max(end => end.Row.MessageId)));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
        command.Parameters.Add(new NpgsqlParameter<short>("expired_status", (short)MessageStatus.Expired));
        command.Parameters.Add(new NpgsqlParameter<short>("expired_type", (short)EventType.MessageExpired));
        var expired = await command.ExecuteNonQueryAsync(cancellationToken);
        signals.Events.Beat();
        return expired;
    }

    private async Task<List<Due>> DueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Reports.Sql.due-expiries");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", Batch));
        var due = new List<Due>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            due.Add(Read(reader));
        }

        return due;
    }

    private static Due Read(NpgsqlDataReader reader) => new(
        reader.GetGuid(0),
        reader.GetString(1),
        (InflightState)reader.GetInt16(2),
        reader.GetFieldValue<DateTimeOffset>(3),
        reader.GetFieldValue<DateTimeOffset>(4),
        reader.IsDBNull(5) ? null : reader.GetGuid(5));

    private sealed record Due(Guid MessageId, string Vendor, InflightState State, DateTimeOffset QueuedAt, DateTimeOffset ExpiresAt, Guid? HandOverId);

    private sealed class VendorGoneException(string vendor) : Exception($"The vendor {vendor} is no longer configured.");

    private static partial class Log
    {
        [LoggerMessage(4002, LogLevel.Warning, "{Vendor} cannot be asked about {Count} messages whose time is over: {Fault}")]
        public static partial void CannotAsk(ILogger logger, string vendor, int count, string fault);
    }
}
