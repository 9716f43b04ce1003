using System.Linq.Expressions;
using Gateway.Vendors.Databases;
using Gateway.Vendors.Models;

namespace Gateway.Vendors.Emma;

/// <summary>
/// Reads reports of one family. Newer procedures write a result into the log at once, older ones into the queue first.
/// The agent makes no fallback rows that could be told from other programs'.
/// </summary>
internal sealed class EmmaReader(
    VendorDatabase database,
    EmmaTables tables,
    EmmaFamily family,
    KoreaTime korea,
    TimeProvider time) : MovingRows<EmmaRow, long>(korea, time)
{
    private readonly EmmaReports _reports = new(family, korea);

    /// <summary>AlimTalk has no carrier.</summary>
    private static readonly Expression<Func<EmmaRow, EmmaRow>> Everything = row => new EmmaRow
    {
        Number = row.Number,
        Key = row.Key,
        Status = row.Status,
        Owner = row.Owner,
        Code = row.Code,
        SentAt = row.SentAt,
        ArrivedAt = row.ArrivedAt,
        ReportedAt = row.ReportedAt,
        Carrier = row.Carrier,
    };

    private readonly Lazy<Expression<Func<EmmaRow, EmmaRow>>> _columns = new(
        () => VendorContext.Mapped(database, tables.Model, family.Queue, Everything));

    protected override IReadOnlyList<string> FixedTables { get; } = [family.Queue];

    /// <summary>What the agent itself refuses has a code and no time of a report.</summary>
    protected override IReadOnlyList<RowScan<EmmaRow, long>> Scans { get; } =
    [
        new(family.Queue, ByTime: false, Taken),
        new(family.Queue, ByTime: false, Untimed),
        new(family.Queue, ByTime: true, (rows, since, after) => Timed(Done(rows), since, after)),
    ];

    protected override RowScan<EmmaRow, long> LogScan { get; } = new(family.Log, ByTime: true, Timed);

    protected override long BeforeAllKeys => -1;

    protected override Expression<Func<EmmaRow, EmmaRow>> Columns => _columns.Value;

    protected override Task<IReadOnlyList<string>> LogsAsync(
        VendorContext context, DateTime oldest, CancellationToken cancellationToken) =>
        tables.LogsAsync(context.Connection, family, oldest, cancellationToken);

    protected override VendorRow? Read(EmmaRow row, bool logged) => _reports.Read(row, logged);

    protected override long KeyOf(EmmaRow row) => row.Number;

    protected override DateTime? TimeOf(EmmaRow row) => row.ReportedAt;

    protected override IQueryable<EmmaRow> InOrder(IQueryable<EmmaRow> rows) => rows.OrderBy(row => row.Number);

    protected override Expression<Func<EmmaRow, bool>> OfMessages(List<string> ids)
    {
        var keys = ids.Select(id => EmmaKey.Of(Guid.ParseExact(id, "N"))).ToList();
        return row => keys.Contains(row.Key!);
    }

    protected override Expression<Func<EmmaRow, bool>> OfOwners(IEnumerable<string> keys) => row => false;

    protected override Expression<Func<EmmaRow, bool>> OfFallbacks(IEnumerable<string> keys) => row => false;

    private static IQueryable<EmmaRow> Done(IQueryable<EmmaRow> rows) =>
        rows.Where(row => row.Status == EmmaReports.Done || row.Status == EmmaReports.DoneByTool);

    private static IQueryable<EmmaRow> Taken(IQueryable<EmmaRow> rows, DateTime since, long after) => rows
        .Where(row => row.Status == EmmaReports.Taken && (row.SentAt ?? row.Due) >= since && row.Number > after)
        .OrderBy(row => row.Number);

    private static IQueryable<EmmaRow> Untimed(IQueryable<EmmaRow> rows, DateTime since, long after) => Done(rows)
        .Where(row => row.ReportedAt == null && row.Due >= since && row.Number > after)
        .OrderBy(row => row.Number);

    private static IQueryable<EmmaRow> Timed(IQueryable<EmmaRow> rows, DateTime since, long after) => rows
        .Where(row => row.ReportedAt > since || (row.ReportedAt == since && row.Number > after))
        .OrderBy(row => row.ReportedAt)
        .ThenBy(row => row.Number);
}
