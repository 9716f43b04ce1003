using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Gateway.Vendors.Models;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Vendors.Databases;

/// <summary>Where rows are: a table that the model names, or a log that was found.</summary>
/// <param name="Entity">Its form in the model.</param>
/// <param name="Log">The log's name; null for a table that is always there.</param>
internal readonly record struct RowPlace(string Entity, string? Log = null);

/// <summary>One look of a scan, which reads a table page by page.</summary>
/// <param name="Entity">The table.</param>
/// <param name="ByTime">
/// True when pages follow the time of the result; else they follow the row's key alone, and give no high water.
/// </param>
/// <param name="Next">The rows after a time and a key, in their order.</param>
internal sealed record RowScan<TRow, TKey>(
    string Entity, bool ByTime, Func<IQueryable<TRow>, DateTime, TKey, IQueryable<TRow>> Next);

/// <summary>Reads reports where a row carries one message and moves, whole, from the queue to a log.</summary>
internal abstract class MovingRows<TRow, TKey> : IFallbackRows
    where TRow : class
{
    /// <summary>
    /// Log tables read by a scan: the newest and the one before, for the minutes after midnight. Older ones are the
    /// probe's work.
    /// </summary>
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
    protected abstract IReadOnlyList<RowScan<TRow, TKey>> Scans { get; }

    /// <summary>How a log is scanned.</summary>
    protected abstract RowScan<TRow, TKey> LogScan { get; }

    /// <summary>Less than every key of a row.</summary>
    protected abstract TKey BeforeAllKeys { get; }

    /// <summary>The columns that are read.</summary>
    protected abstract Expression<Func<TRow, TRow>> Columns { get; }

    public async IAsyncEnumerable<ScanPage> ScanAsync(
        VendorContext context,
        DateTimeOffset since,
        int pageSize,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var scan in Scans)
        {
            await foreach (var page in PagesAsync(context, scan, new RowPlace(scan.Entity), since, pageSize, cancellationToken))
            {
                yield return page;
            }
        }

        foreach (var log in (await LogsAsync(context, _korea.OldestLog(_time.GetUtcNow()), cancellationToken)).Take(ScannedLogs))
        {
            await foreach (var page in PagesAsync(context, LogScan, new RowPlace(LogScan.Entity, log), since, pageSize, cancellationToken))
            {
                yield return page;
            }
        }
    }

    public async Task<IReadOnlyList<VendorReport>> ProbeAsync(
        VendorContext context, IReadOnlyList<ProbeTarget> targets, CancellationToken cancellationToken)
    {
        var found = new FoundRows(targets.Select(target => target.MessageId));
        foreach (var table in FixedTables)
        {
            await LookUpAsync(new RowPlace(table));
        }

        // Listed only now: a row may just have opened the log table of a new month.
        foreach (var log in await LogsAsync(context, _korea.OldestLog(targets.Min(target => target.QueuedAt)), cancellationToken))
        {
            await LookUpAsync(new RowPlace(LogScan.Entity, log));
        }

        return await _fallbacks.JoinAsync(context, found.Rows, cancellationToken);

        async Task LookUpAsync(RowPlace place)
        {
            if (found.Missing.Count == 0)
            {
                return;
            }

            foreach (var row in await FindAsync(context, place, OfMessages([.. found.Missing.Select(Rows.Key)]), cancellationToken))
            {
                found.Add(row);
            }

            found.Settle();
        }
    }

    public Task<IReadOnlyList<VendorRow>> FindOwnersAsync(
        VendorContext context, IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        FindEverywhereAsync(context, OfOwners(keys), row => row.FallbackOf is null, cancellationToken);

    public Task<IReadOnlyList<VendorRow>> FindFallbacksAsync(
        VendorContext context, IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        FindEverywhereAsync(context, OfFallbacks(keys), row => row.FallbackOf is not null, cancellationToken);

    /// <summary>Log tables that exist now, newest first, from the period of <paramref name="oldest"/> on.</summary>
    protected abstract Task<IReadOnlyList<string>> LogsAsync(
        VendorContext context, DateTime oldest, CancellationToken cancellationToken);

    /// <summary>
    /// The row as a report, or null when it is none of ours; <paramref name="logged"/> says that the agent has put it
    /// away.
    /// </summary>
    protected abstract VendorRow? Read(TRow row, bool logged);

    protected abstract TKey KeyOf(TRow row);

    /// <summary>The time of the row's result.</summary>
    protected abstract DateTime? TimeOf(TRow row);

    /// <summary>In the order in which rows were made.</summary>
    protected abstract IQueryable<TRow> InOrder(IQueryable<TRow> rows);

    /// <summary>Rows with our ids.</summary>
    protected abstract Expression<Func<TRow, bool>> OfMessages(List<string> ids);

    /// <summary>Rows with these keys of their own, to which fallback rows point.</summary>
    protected abstract Expression<Func<TRow, bool>> OfOwners(IEnumerable<string> keys);

    /// <summary>Rows that point to these keys.</summary>
    protected abstract Expression<Func<TRow, bool>> OfFallbacks(IEnumerable<string> keys);

    /// <summary>In the direction in which rows move, so that the last one found of one row is the furthest.</summary>
    private async Task<IReadOnlyList<VendorRow>> FindEverywhereAsync(
        VendorContext context,
        Expression<Func<TRow, bool>> which,
        Func<VendorRow, bool> wanted,
        CancellationToken cancellationToken)
    {
        var found = new Dictionary<(string?, string?, Guid), VendorRow>();
        foreach (var table in FixedTables)
        {
            await ReadAsync(new RowPlace(table));
        }

        foreach (var log in await LogsAsync(context, _korea.OldestLog(_time.GetUtcNow()), cancellationToken))
        {
            await ReadAsync(new RowPlace(LogScan.Entity, log));
        }

        return [.. found.Values];

        async Task ReadAsync(RowPlace place)
        {
            foreach (var row in (await FindAsync(context, place, which, cancellationToken)).Where(wanted))
            {
                found[(row.RowKey, row.FallbackOf, row.Report.MessageId)] = row;
            }
        }
    }

    private async Task<IReadOnlyList<VendorRow>> FindAsync(
        VendorContext context, RowPlace place, Expression<Func<TRow, bool>> which, CancellationToken cancellationToken)
    {
        var rows = await InOrder(RowsOf(context, place).Where(which)).Select(Columns).ToListAsync(cancellationToken);
        return [.. rows.Select(row => Read(row, place.Log is not null)).OfType<VendorRow>()];
    }

    /// <summary>Reads page after page, each its own short statement, until one comes back short.</summary>
    private async IAsyncEnumerable<ScanPage> PagesAsync(
        VendorContext context,
        RowScan<TRow, TKey> scan,
        RowPlace place,
        DateTimeOffset since,
        int pageSize,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var afterTime = _korea.ToWall(since);
        var afterKey = BeforeAllKeys;
        for (var full = true; full;)
        {
            var rows = await scan.Next(RowsOf(context, place), afterTime, afterKey).Take(pageSize).Select(Columns).ToListAsync(cancellationToken);
            if (rows.Count > 0)
            {
                afterKey = KeyOf(rows[^1]);
                afterTime = scan.ByTime ? TimeOf(rows[^1]) ?? afterTime : afterTime;
            }

            var reports = await _fallbacks.JoinAsync(
                context,
                [.. rows.Select(row => Read(row, place.Log is not null)).OfType<VendorRow>()],
                cancellationToken);
            yield return new ScanPage(reports, rows.Count > 0 && scan.ByTime ? _korea.FromWall(afterTime) : null);
            full = rows.Count == pageSize;
        }
    }

    private static IQueryable<TRow> RowsOf(VendorContext context, RowPlace place) =>
        place.Log is { } log ? context.Rows<TRow>(place.Entity, log) : context.Rows<TRow>(place.Entity);
}
