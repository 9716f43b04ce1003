using System.Linq.Expressions;
using Gateway.Vendors.Models;

namespace Gateway.Vendors.Databases;

/// <summary>
/// One queue of an agent that takes what is due, and the logs of its months. A result appears in the queue first, or in
/// the log at once. The agent makes no fallback rows that could be told from other programs'.
/// </summary>
internal abstract class DueReader<TRow> : MovingRows<TRow, long>
    where TRow : DueRow
{
    private readonly string _queue;

    protected DueReader(string queue, string log, KoreaTime korea, TimeProvider time)
        : base(korea, time)
    {
        _queue = queue;
        FixedTables = [queue];
        LogScan = new RowScan<TRow, long>(log, ByTime: true, Timed);

        // What the agent itself refuses has a code, and perhaps no time of a result.
        Scans =
        [
            new(queue, ByTime: false, TakenSince),
            new(queue, ByTime: false, Untimed),
            new(queue, ByTime: true, (rows, since, after) => Timed(Done(rows), since, after)),
        ];
    }

    /// <summary>The queue's name in the database.</summary>
    public abstract string Table { get; }

    protected override IReadOnlyList<string> FixedTables { get; }

    protected override IReadOnlyList<RowScan<TRow, long>> Scans { get; }

    protected override RowScan<TRow, long> LogScan { get; }

    protected override long BeforeAllKeys => -1;

    /// <summary>Rows of the queue that no agent has touched, as far as they tell.</summary>
    public IQueryable<TRow> Untouched(VendorContext context) => Untouched(context.Rows<TRow>(_queue));

    /// <summary>Our id as the queue's free column holds it.</summary>
    public abstract string KeyOf(Guid message);

    /// <summary>Null when the column holds something else: another program may share the table.</summary>
    public abstract Guid? MessageOf(string? key);

    protected abstract IQueryable<TRow> Untouched(IQueryable<TRow> rows);

    /// <summary>Rows that the agent has and that have no result.</summary>
    protected abstract IQueryable<TRow> Taken(IQueryable<TRow> rows);

    /// <summary>Rows whose state says that they have a result.</summary>
    protected abstract IQueryable<TRow> Done(IQueryable<TRow> rows);

    protected override long KeyOf(TRow row) => row.Number;

    protected override DateTime? TimeOf(TRow row) => row.ReportedAt;

    protected override IQueryable<TRow> InOrder(IQueryable<TRow> rows) => rows.OrderBy(row => row.Number);

    protected override Expression<Func<TRow, bool>> OfMessages(List<string> ids)
    {
        var keys = ids.Select(id => KeyOf(Guid.ParseExact(id, "N"))).ToList();
        return row => keys.Contains(row.Key!);
    }

    protected override Expression<Func<TRow, bool>> OfOwners(IEnumerable<string> keys) => row => false;

    protected override Expression<Func<TRow, bool>> OfFallbacks(IEnumerable<string> keys) => row => false;

    private IQueryable<TRow> TakenSince(IQueryable<TRow> rows, DateTime since, long after) => Taken(rows)
        .Where(row => (row.SentAt ?? row.Due) >= since && row.Number > after)
        .OrderBy(row => row.Number);

    private IQueryable<TRow> Untimed(IQueryable<TRow> rows, DateTime since, long after) => Done(rows)
        .Where(row => row.ReportedAt == null && row.Due >= since && row.Number > after)
        .OrderBy(row => row.Number);

    private static IQueryable<TRow> Timed(IQueryable<TRow> rows, DateTime since, long after) => rows
        .Where(row => row.ReportedAt > since || (row.ReportedAt == since && row.Number > after))
        .OrderBy(row => row.ReportedAt)
        .ThenBy(row => row.Number);
}
