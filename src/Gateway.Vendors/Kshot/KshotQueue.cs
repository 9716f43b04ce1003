using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Kshot;

/// <summary>KShotAgent 2.2.2: <c>agent_msgqueue</c> → <c>agent_msgresult</c> → <c>agent_msglog…</c>, one row for each recipient.</summary>
internal sealed class KshotQueue(VendorDatabase database, KshotSettings settings, bool createMissing, KoreaTime korea, TimeProvider time) : IVendorQueue
{
    /// <summary>Log tables read by a scan: the newest and the one before, for the minutes after midnight. Older ones are the probe's work.</summary>
    private const int ScannedLogs = 2;

    private readonly HandOverLedger _ledger = new(database, time);
    private readonly KshotTables _tables = new(database, settings, createMissing, new HandOverLedger(database, time));
    private readonly KshotRows _rows = new(settings, korea);
    private readonly KshotReports _reports = new(korea);

    public Task<QueueInspection> PrepareAsync(CancellationToken cancellationToken) => _tables.PrepareAsync(cancellationToken);

    public Task<HandOverOutcome> HandOverAsync(Guid handOverId, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        var columns = _rows.Columns(messages, time.GetUtcNow());
        return _ledger.WriteAsync(
            handOverId,
            messages.Count,
            (connection, transaction, token) => database.InsertAsync(connection, transaction, settings.QueueTable, columns, messages.Count, token),
            cancellationToken);
    }

    public Task<HandOverFate> ResolveAsync(Guid handOverId, CancellationToken cancellationToken) => _ledger.ResolveAsync(handOverId, cancellationToken);

    public Task<int> PurgeLedgerAsync(DateTimeOffset before, CancellationToken cancellationToken) => _ledger.PurgeAsync(before, cancellationToken);

    public async Task<int> CountWaitingAsync(int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = VendorCommand.Create(connection, null, Statement("count-waiting")).With("@limit", limit);
        return Convert.ToInt32(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    public async Task<IReadOnlyList<Guid>> WithdrawAsync(IReadOnlyList<Guid> messageIds, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await VendorDatabase.BeginAsync(connection, cancellationToken);

        // Locked and seen untouched, so the agent cannot take them before the delete.
        var locked = new List<(object RowId, Guid MessageId)>();
        await using (var select = VendorCommand.CreateWithList(connection, transaction, Statement("lock-untouched"), messageIds.Select(KshotRows.Correlation)))
        await using (var reader = await select.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                locked.Add((reader.GetValue(0), Guid.ParseExact(reader.GetString(1).Trim(), "N")));
            }
        }

        if (locked.Count == 0)
        {
            return [];
        }

        await using (var delete = VendorCommand.CreateWithList(connection, transaction, Statement("delete-untouched"), locked.Select(row => row.RowId)))
        {
            if (await delete.ExecuteNonQueryAsync(cancellationToken) != locked.Count)
            {
                // Cannot happen while the locks hold; a table without them must not make us believe that a row is gone.
                await transaction.RollbackAsync(cancellationToken);
                return [];
            }
        }

        await transaction.CommitAsync(CancellationToken.None);
        return [.. locked.Select(row => row.MessageId).Distinct()];
    }

    public async IAsyncEnumerable<ScanPage> ScanAsync(DateTimeOffset since, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var wall = korea.ToWall(since);
        await foreach (var page in PagesAsync(connection, Statement("scan-queue"), wall, pageSize, cancellationToken))
        {
            // Rows on their way give no high water: their result will carry a later time.
            yield return page with { HighWater = null };
        }

        var logs = await _tables.LogsAsync(connection, null, cancellationToken);
        foreach (var table in logs.Take(ScannedLogs).Prepend(settings.ResultTable))
        {
            await foreach (var page in PagesAsync(connection, Statement("scan-finished", table), wall, pageSize, cancellationToken))
            {
                yield return page;
            }
        }
    }

    public async Task<IReadOnlyList<VendorReport>> ProbeAsync(IReadOnlyList<ProbeTarget> targets, CancellationToken cancellationToken)
    {
        if (targets.Count == 0)
        {
            return [];
        }

        await using var connection = await database.OpenAsync(cancellationToken);

        var found = new Dictionary<Guid, VendorReport>();
        var missing = targets.Select(target => target.MessageId).ToHashSet();
        await LookUpAsync(connection, settings.QueueTable, missing, found, cancellationToken);
        await LookUpAsync(connection, settings.ResultTable, missing, found, cancellationToken);

        // Listed only now: a row may just have opened the log table of a new month. Which of a row's dates names its table is not documented
        // (gaps.md G76), so one month more is searched.
        var oldest = korea.ToWall(targets.Min(target => target.QueuedAt)).AddMonths(-1);
        foreach (var table in await _tables.LogsAsync(connection, oldest, cancellationToken))
        {
            await LookUpAsync(connection, table, missing, found, cancellationToken);
        }

        return [.. found.Values];
    }

    private async Task LookUpAsync(
        DbConnection connection, string table, HashSet<Guid> missing, Dictionary<Guid, VendorReport> found, CancellationToken cancellationToken)
    {
        if (missing.Count == 0)
        {
            return;
        }

        await using var select = VendorCommand.CreateWithList(connection, null, Statement("probe", table), missing.Select(KshotRows.Correlation));
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (_reports.Read(reader) is { } report && (!found.TryGetValue(report.MessageId, out var known) || known.Progress <= report.Progress))
            {
                found[report.MessageId] = report;
            }
        }

        missing.RemoveWhere(id => found.TryGetValue(id, out var report) && report.Progress == RowProgress.Final);
    }

    /// <summary>Reads page after page, each its own short statement, until one comes back short.</summary>
    private async IAsyncEnumerable<ScanPage> PagesAsync(
        DbConnection connection, string statement, DateTime since, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var afterTime = since;
        var afterId = -1L;
        for (var full = true; full;)
        {
            var reports = new List<VendorReport>();
            var rows = 0;
            await using (var command = VendorCommand.Create(connection, null, statement).With("@since", afterTime).With("@afterId", afterId).With("@limit", pageSize))
            await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
            {
                for (; await reader.ReadAsync(cancellationToken); rows++)
                {
                    afterId = Convert.ToInt64(reader.GetValue(KshotColumns.Id), CultureInfo.InvariantCulture);
                    afterTime = statement.Contains("ORDER BY resultTime", StringComparison.Ordinal) ? reader.GetDateTime(KshotColumns.ResultTime) : since;
                    if (_reports.Read(reader) is { } report)
                    {
                        reports.Add(report);
                    }
                }
            }

            yield return new ScanPage(reports, rows == 0 ? null : korea.FromWall(afterTime));
            full = rows == pageSize;
        }
    }

    private string Statement(string name, string? table = null) => VendorCommand.Fill(
        VendorCommand.Text($"Kshot.Sql.{name}"), ("queue", settings.QueueTable), ("correlation", settings.CorrelationColumn), ("table", table ?? settings.ResultTable));
}
