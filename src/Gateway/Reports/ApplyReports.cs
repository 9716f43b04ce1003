using System.Collections.Concurrent;
using Gateway.Messages;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.Storage;
using Gateway.Platform.Telemetry;
using Gateway.Vendors;
using Gateway.Vendors.ResultCodes;
using Npgsql;

namespace Gateway.Reports;

/// <summary>Writes reports into the state database, set-based, in one transaction. Safe to repeat: a report that changes nothing makes no event.</summary>
internal sealed partial class ApplyReports(NpgsqlDataSource source, MessageSignals signals, GatewayTelemetry telemetry, TimeProvider time, ILogger<ApplyReports> logger)
{
    /// <summary>States have one or two letters; a table full of others is told of in part.</summary>
    private const int MostStates = 100;

    /// <summary>What was told since the start: rows in such a state are looked at again and again.</summary>
    private readonly ConcurrentDictionary<(string Vendor, string State), bool> _unknownStates = new();

    public async Task ApplyAsync(string vendor, IReadOnlyList<VendorReport> reports, CancellationToken cancellationToken)
    {
        TellUnknownStates(vendor, reports);
        var sending = Furthest(reports.Where(IsOnItsWay));
        var final = Furthest(reports.Where(report => report.Progress == RowProgress.Final && report.Result!.Result.Outcome != Outcome.Pending));
        if (sending.Count + final.Count == 0)
        {
            return;
        }

        foreach (var unknown in final.Where(report => report.Result!.Known is null))
        {
            Log.UnknownCode(logger, vendor, unknown.Result!.Group, unknown.Result.VendorCode, unknown.MessageId);
        }

        var now = time.GetUtcNow();
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        if (sending.Count > 0)
        {
            batch.BatchCommands.Add(MarkSending(sending, now));
        }

        if (final.Count > 0)
        {
            batch.BatchCommands.Add(ApplyResults(vendor, final, now));
            var refused = final.FindAll(report => ResultCatalogue.SenderFaults.Contains(report.Result!.Result.Code));
            if (refused.Count > 0)
            {
                batch.BatchCommands.Add(BlockSenders(refused, now));
            }
        }

        if (!telemetry.Counts && !telemetry.Traces)
        {
            await MovedRow.RetryAsync(() => batch.ExecuteNonQueryAsync(cancellationToken));
            signals.Events.Beat();
            return;
        }

        var ended = await MovedRow.RetryAsync(() => EndedAsync(batch, cancellationToken));
        signals.Events.Beat();
        await TellAsync(vendor, reports.Count, ended, now, cancellationToken);
    }

    private void TellUnknownStates(string vendor, IReadOnlyList<VendorReport> reports)
    {
        foreach (var report in reports.Where(report => report.UnknownState is not null))
        {
            if (_unknownStates.Count < MostStates && _unknownStates.TryAdd((vendor, report.UnknownState!), true))
            {
                Log.UnknownState(logger, vendor, report.UnknownState!, report.MessageId, report.Progress);
            }
        }
    }

    /// <summary>The messages that this ended, each with its status.</summary>
    private static async Task<Dictionary<Guid, string>> EndedAsync(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        var ended = new Dictionary<Guid, string>();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        do
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                ended[reader.GetGuid(0)] = ((MessageStatus)reader.GetInt16(1)).Word();
            }
        }
        while (await reader.NextResultAsync(cancellationToken));
        return ended;
    }

    /// <summary>Only while somebody listens. Spans cost a look at the records.</summary>
    private async Task TellAsync(string vendor, int reports, Dictionary<Guid, string> ended, DateTimeOffset started, CancellationToken cancellationToken)
    {
        telemetry.Collected(vendor, reports);
        foreach (var (id, status) in ended)
        {
            telemetry.Ended(vendor, status, started - IdTime.Of(id));
        }

        if (!telemetry.Traces || ended.Count == 0)
        {
            return;
        }

        await using var command = source.Command("Reports.Sql.find-traces");
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. ended.Keys]));
        command.Parameters.Add(new NpgsqlParameter<Guid>("first_id", ended.Keys.Min()));
        command.Parameters.Add(new NpgsqlParameter<Guid>("last_id", ended.Keys.Max()));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var id = reader.GetGuid(0);
            telemetry.Step("report", await reader.GetFieldValueAsync<byte[]>(1, cancellationToken), id, vendor, started, time.GetUtcNow(), ended[id]);
        }
    }

    private static bool IsOnItsWay(VendorReport report) =>
        report.Progress == RowProgress.Taken || (report.Progress == RowProgress.Final && report.Result!.Result.Outcome == Outcome.Pending);

    /// <summary>One report for each message, in the order of ids: a log may hold a row twice, and locks are taken in one order everywhere.</summary>
    private static List<VendorReport> Furthest(IEnumerable<VendorReport> reports) =>
        [.. reports.GroupBy(report => report.MessageId).Select(same => same.MaxBy(report => report.CompletedAt ?? DateTimeOffset.MinValue)!).OrderBy(report => report.MessageId)];

    private static NpgsqlBatchCommand MarkSending(List<VendorReport> reports, DateTimeOffset now)
    {
        var command = Sql.BatchCommand("Reports.Sql.mark-sending");
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. reports.Select(report => report.MessageId)]));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset?[]>("sent_at", [.. reports.Select(report => report.SentAt)]));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        command.Parameters.Add(new NpgsqlParameter<short>("queued_type", (short)EventType.MessageQueued));
        command.Parameters.Add(new NpgsqlParameter<short>("sending_type", (short)EventType.MessageSending));
        return command;
    }

    private static NpgsqlBatchCommand ApplyResults(string vendor, List<VendorReport> reports, DateTimeOffset now)
    {
        var command = Sql.BatchCommand("Reports.Sql.apply-results");
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. reports.Select(report => report.MessageId)]));
        command.Parameters.Add(new NpgsqlParameter<short[]>("statuses", [.. reports.Select(report => (short)report.Result!.Result.Outcome.End())]));
        command.Parameters.Add(new NpgsqlParameter<short[]>("result_codes", [.. reports.Select(report => (short)report.Result!.Result.Code)]));
        command.Parameters.Add(new NpgsqlParameter<string[]>("vendor_codes", [.. reports.Select(report => report.Result!.VendorCode)]));
        command.Parameters.Add(new NpgsqlParameter<string[]>("vendor_groups", [.. reports.Select(report => report.Result!.Group)]));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset?[]>("sent_at", [.. reports.Select(report => report.SentAt)]));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset?[]>("completed_at", [.. reports.Select(report => report.CompletedAt)]));
        command.Parameters.Add(new NpgsqlParameter<string?[]>("telecoms", [.. reports.Select(report => report.Telecom)]));
        command.Parameters.Add(new NpgsqlParameter<short?[]>("pages", [.. reports.Select(report => (short?)report.Pages)]));
        command.Parameters.Add(new NpgsqlParameter<int?[]>("seconds", [.. reports.Select(report => report.Seconds)]));
        command.Parameters.Add(new NpgsqlParameter<string?[]>("replies", [.. reports.Select(report => report.Reply)]));
        command.Parameters.Add(new NpgsqlParameter<decimal?[]>("fees", [.. reports.Select(report => report.Fee)]));
        command.Parameters.Add(new NpgsqlParameter<short?[]>("fallbacks", [.. reports.Select(report => (short?)report.FallbackChannel)]));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("event_ids", EventIds.New(reports.Count, now)));
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor));
        command.Parameters.AddEnd(now, reports[0].MessageId, reports[^1].MessageId);
        return command;
    }

    /// <summary>Behind the results, in their transaction.</summary>
    private static NpgsqlBatchCommand BlockSenders(List<VendorReport> reports, DateTimeOffset now)
    {
        var command = Sql.BatchCommand("Reports.Sql.block-senders");
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. reports.Select(report => report.MessageId)]));
        command.Parameters.Add(new NpgsqlParameter<int[]>("codes", [.. ResultCatalogue.SenderFaults]));
        command.Parameters.Add(new NpgsqlParameter<Guid>("first_id", reports[0].MessageId));
        command.Parameters.Add(new NpgsqlParameter<Guid>("last_id", reports[^1].MessageId));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        return command;
    }

    private static partial class Log
    {
        [LoggerMessage(4001, LogLevel.Warning, "{Vendor} reported the code {Group}/{Code} for message {MessageId}; no list has it. It counts as E_ETC.")]
        public static partial void UnknownCode(ILogger logger, string vendor, string group, string code, Guid messageId);

        [LoggerMessage(4017, LogLevel.Warning, "{Vendor} has rows with the state '{State}', such as that of message {MessageId}; no document names it. Such a row counts as {Progress}. This is told once for each state.")]
        public static partial void UnknownState(ILogger logger, string vendor, string state, Guid messageId, RowProgress progress);
    }
}
