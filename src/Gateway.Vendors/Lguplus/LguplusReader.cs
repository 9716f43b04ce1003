using System.Linq.Expressions;
using Gateway.Vendors.Databases;
using Gateway.Vendors.Models;

namespace Gateway.Vendors.Lguplus;

/// <summary>
/// Reads reports of one family. A result appears in the queue first, and how long it stays there is not public. The
/// agent makes no fallback rows.
/// </summary>
internal sealed class LguplusReader(
    VendorDatabase database,
    LguplusTables tables,
    LguplusFamily family,
    KoreaTime korea,
    TimeProvider time) : MovingRows<LguplusRow, long>(korea, time)
{
    private readonly LguplusReports _reports = new(family, korea);

    /// <summary>SC_TRAN has one time of a result alone.</summary>
    private static readonly Expression<Func<LguplusRow, LguplusRow>> Everything = row => new LguplusRow
    {
        Number = row.Number,
        Key = row.Key,
        Status = row.Status,
        Code = row.Code,
        Due = row.Due,
        SentAt = row.SentAt,
        ArrivedAt = row.ArrivedAt,
        ReportedAt = row.ReportedAt,
        Carrier = row.Carrier,
    };

    private readonly Lazy<Expression<Func<LguplusRow, LguplusRow>>> _columns = new(
        () => VendorContext.Mapped(database, tables.Model, family.Queue, Everything));

    protected override IReadOnlyList<string> FixedTables { get; } = [family.Queue];

    /// <summary>What the agent itself refuses may have a code and no time of a result.</summary>
    protected override IReadOnlyList<RowScan<LguplusRow, long>> Scans { get; } =
    [
        new(family.Queue, ByTime: false, (rows, since, after) => Taken(rows, family, since, after)),
        new(family.Queue, ByTime: false, (rows, since, after) => Untimed(rows, family, since, after)),
        new(family.Queue, ByTime: true, (rows, since, after) => Timed(Done(rows, family), since, after)),
    ];

    protected override RowScan<LguplusRow, long> LogScan { get; } = new(family.Log, ByTime: true, Timed);

    protected override long BeforeAllKeys => -1;

    protected override Expression<Func<LguplusRow, LguplusRow>> Columns => _columns.Value;

    protected override Task<IReadOnlyList<string>> LogsAsync(
        VendorContext context, DateTime oldest, CancellationToken cancellationToken) =>
        tables.LogsAsync(context.Connection, family, oldest, cancellationToken);

    protected override VendorRow? Read(LguplusRow row, bool logged) => _reports.Read(row, logged);

    protected override long KeyOf(LguplusRow row) => row.Number;

    protected override DateTime? TimeOf(LguplusRow row) => row.ReportedAt;

    protected override IQueryable<LguplusRow> InOrder(IQueryable<LguplusRow> rows) => rows.OrderBy(row => row.Number);

    protected override Expression<Func<LguplusRow, bool>> OfMessages(List<string> ids) =>
        row => ids.Contains(row.Key!);

    protected override Expression<Func<LguplusRow, bool>> OfOwners(IEnumerable<string> keys) => row => false;

    protected override Expression<Func<LguplusRow, bool>> OfFallbacks(IEnumerable<string> keys) => row => false;

    private static IQueryable<LguplusRow> Done(IQueryable<LguplusRow> rows, LguplusFamily family) =>
        rows.Where(row => row.Status == family.Done);

    private static IQueryable<LguplusRow> Taken(
        IQueryable<LguplusRow> rows, LguplusFamily family, DateTime since, long after)
    {
        var states = family.Taken.ToList();
        return rows
            .Where(row => states.Contains(row.Status!) && (row.SentAt ?? row.Due) >= since && row.Number > after)
            .OrderBy(row => row.Number);
    }

    private static IQueryable<LguplusRow> Untimed(
        IQueryable<LguplusRow> rows, LguplusFamily family, DateTime since, long after) => Done(rows, family)
        .Where(row => row.ReportedAt == null && row.Due >= since && row.Number > after)
        .OrderBy(row => row.Number);

    private static IQueryable<LguplusRow> Timed(IQueryable<LguplusRow> rows, DateTime since, long after) => rows
        .Where(row => row.ReportedAt > since || (row.ReportedAt == since && row.Number > after))
        .OrderBy(row => row.ReportedAt)
        .ThenBy(row => row.Number);
}
