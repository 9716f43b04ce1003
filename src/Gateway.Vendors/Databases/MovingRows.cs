using System.Data.Common;
using System.Runtime.CompilerServices;

namespace Gateway.Vendors.Databases;

/// <summary>One look of a scan: a statement that reads a table page by page.</summary>
/// <param name="Statement">Its name.</param>
/// <param name="Table">The table.</param>
/// <param name="ByTime">True when pages follow the time of the result; else they follow the row's key alone, and give no high water.</param>
internal readonly record struct ScannedTable(string Statement, string Table, bool ByTime);

/// <summary>Reads reports where a row carries one message and moves, whole, from the queue to a log.</summary>
internal abstract class MovingRows : IFallbackRows
{
    /// <summary>Log tables read by a scan: the newest and the one before, for the minutes after midnight. Older ones are the probe's work.</summary>
    private const int ScannedLogs = 2;

    private readonly KoreaTime _korea;
    private readonly TimeProvider _time;
    private readonly FallbackJoin _fallbacks;

    protected MovingRows(KoreaTime korea, TimeProvider time)
    {
        _korea = korea;
        _time = time;
        _fallbacks = new FallbackJoin(this, time);
    }

    /// <summary>The tables that are always there, in the direction in which rows move.</summary>
    protected abstract IReadOnlyList<string> FixedTables { get; }

    /// <summary>What a scan reads of them.</summary>
    protected abstract IReadOnlyList<ScannedTable> Scanned { get; }

    /// <summary>The statement that scans a log table.</summary>
    protected abstract string LogScan { get; }

    /// <summary>The column with our id.</summary>
    protected abstract string IdColumn { get; }

    /// <summary>The column whose value a fallback row points to.</summary>
    protected abstract string OwnerColumn { get; }

    /// <summary>The column with which it points.</summary>
    protected abstract string FallbackColumn { get; }

    /// <summary>Less than every key of a row.</summary>
    protected abstract object BeforeAllKeys { get; }

    /// <summary>The place of the result's time in every SELECT; the row's key is the first column.</summary>
    protected abstract int TimePlace { get; }

    public async IAsyncEnumerable<ScanPage> ScanAsync(
        DbConnection connection, DateTimeOffset since, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var table in Scanned)
        {
            await foreach (var page in PagesAsync(connection, table, since, pageSize, cancellationToken))
            {
                yield return page;
            }
        }

        foreach (var log in (await LogsAsync(connection, _korea.OldestLog(_time.GetUtcNow()), cancellationToken)).Take(ScannedLogs))
        {
            await foreach (var page in PagesAsync(connection, new ScannedTable(LogScan, log, ByTime: true), since, pageSize, cancellationToken))
            {
                yield return page;
            }
        }
    }

    public async Task<IReadOnlyList<VendorReport>> ProbeAsync(DbConnection connection, IReadOnlyList<ProbeTarget> targets, CancellationToken cancellationToken)
    {
        var found = new FoundRows(targets.Select(target => target.MessageId));
        foreach (var table in FixedTables)
        {
            await LookUpAsync(table);
        }

        // Listed only now: a row may just have opened the log table of a new month.
        foreach (var table in await LogsAsync(connection, _korea.OldestLog(targets.Min(target => target.QueuedAt)), cancellationToken))
        {
            await LookUpAsync(table);
        }

        return await _fallbacks.JoinAsync(connection, found.Rows, cancellationToken);

        async Task LookUpAsync(string table)
        {
            foreach (var row in await FindAsync(connection, table, IdColumn, [.. found.Missing.Select(Rows.Key)], cancellationToken))
            {
                found.Add(row);
            }

            found.Settle();
        }
    }

    public Task<IReadOnlyList<VendorRow>> FindOwnersAsync(DbConnection connection, IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        FindEverywhereAsync(connection, OwnerColumn, OwnerKeys(keys), row => row.FallbackOf is null, cancellationToken);

    public Task<IReadOnlyList<VendorRow>> FindFallbacksAsync(DbConnection connection, IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        FindEverywhereAsync(connection, FallbackColumn, FallbackKeys(keys), row => row.FallbackOf is not null, cancellationToken);

    /// <summary>Log tables that exist now, newest first, from the period of <paramref name="oldest"/> on.</summary>
    protected abstract Task<IReadOnlyList<string>> LogsAsync(DbConnection connection, DateTime oldest, CancellationToken cancellationToken);

    /// <summary>The current row, or null when it is none of ours; <paramref name="logged"/> says that the agent has put it away.</summary>
    protected abstract VendorRow? Read(DbDataReader row, bool logged);

    /// <summary>The statement with its names filled in; <paramref name="key"/> is the column that is searched.</summary>
    protected abstract string Statement(string name, string table, string key);

    protected abstract object[] OwnerKeys(IEnumerable<string> keys);

    protected abstract object[] FallbackKeys(IEnumerable<string> keys);

    /// <summary>In the direction in which rows move, so that the last one found of one row is the furthest.</summary>
    private async Task<IReadOnlyList<VendorRow>> FindEverywhereAsync(
        DbConnection connection, string column, object[] keys, Func<VendorRow, bool> wanted, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(string?, string?, Guid), VendorRow>();
        foreach (var table in FixedTables)
        {
            await ReadAsync(table);
        }

        foreach (var table in await LogsAsync(connection, _korea.OldestLog(_time.GetUtcNow()), cancellationToken))
        {
            await ReadAsync(table);
        }

        return [.. found.Values];

        async Task ReadAsync(string table)
        {
            foreach (var row in (await FindAsync(connection, table, column, keys, cancellationToken)).Where(wanted))
            {
                found[(row.RowKey, row.FallbackOf, row.Report.MessageId)] = row;
            }
        }
    }

    private async Task<List<VendorRow>> FindAsync(DbConnection connection, string table, string column, object[] keys, CancellationToken cancellationToken)
    {
        var rows = new List<VendorRow>();
        if (keys.Length == 0)
        {
            return rows;
        }

        await using var command = VendorCommand.CreateWithList(connection, null, Statement("probe", table, column), keys);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var logged = !FixedTables.Contains(table);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (Read(reader, logged) is { } row)
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    /// <summary>Reads page after page, each its own short statement, until one comes back short.</summary>
    private async IAsyncEnumerable<ScanPage> PagesAsync(
        DbConnection connection, ScannedTable scanned, DateTimeOffset since, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var text = Statement(scanned.Statement, scanned.Table, IdColumn);
        var afterTime = _korea.ToWall(since);
        var afterKey = BeforeAllKeys;
        var logged = !FixedTables.Contains(scanned.Table);
        for (var full = true; full;)
        {
            var read = new List<VendorRow>();
            var count = 0;
            await using (var command = VendorCommand.Create(connection, null, text).With("@since", afterTime).With("@afterId", afterKey).With("@limit", pageSize))
            await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
            {
                for (; await reader.ReadAsync(cancellationToken); count++)
                {
                    afterKey = reader.GetValue(0);
                    afterTime = scanned.ByTime ? reader.GetDateTime(TimePlace) : afterTime;
                    if (Read(reader, logged) is { } row)
                    {
                        read.Add(row);
                    }
                }
            }

            var reports = await _fallbacks.JoinAsync(connection, read, cancellationToken);
            yield return new ScanPage(reports, count > 0 && scanned.ByTime ? _korea.FromWall(afterTime) : null);
            full = count == pageSize;
        }
    }
}
