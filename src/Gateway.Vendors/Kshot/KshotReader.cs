using System.Globalization;
using System.Linq.Expressions;
using Gateway.Vendors.Databases;
using Gateway.Vendors.Models;

namespace Gateway.Vendors.Kshot;

/// <summary>
/// Reads reports from the tables of one KShot install. A fallback row points to its message by <c>AFTALK_REPLACE_ID</c>
/// = <c>Id</c>.
/// </summary>
internal sealed class KshotReader(
    VendorDatabase database,
    KshotTables tables,
    KoreaTime korea,
    TimeProvider time) : MovingRows<KshotRow, long>(korea, time)
{
    private readonly KshotReports _reports = new(korea);

    private readonly Lazy<Expression<Func<KshotRow, KshotRow>>> _columns = new(() => VendorContext.Mapped<KshotRow, KshotRow>(database, tables.Model, KshotModel.Queue, row => new KshotRow
    {
        Id = row.Id,
        Key = row.Key,
        Kind = row.Kind,
        State = row.State,
        Result = row.Result,
        Telecom = row.Telecom,
        SendTime = row.SendTime,
        ResultTime = row.ResultTime,
        ReplaceType = row.ReplaceType,
        ReplaceId = row.ReplaceId,
    }));

    protected override IReadOnlyList<string> FixedTables { get; } = [KshotModel.Queue, KshotModel.Result];

    protected override IReadOnlyList<RowScan<KshotRow, long>> Scans { get; } =
    [
        new(KshotModel.Queue, ByTime: false, (rows, since, after) => rows.Where(row => row.State >= 1 && row.SendTime >= since && row.Id > after).OrderBy(row => row.Id)),
        new(KshotModel.Result, ByTime: true, Finished),
    ];

    protected override RowScan<KshotRow, long> LogScan { get; } = new(KshotModel.Log, ByTime: true, Finished);

    protected override long BeforeAllKeys => -1;

    protected override Expression<Func<KshotRow, KshotRow>> Columns => _columns.Value;

    protected override Task<IReadOnlyList<string>> LogsAsync(
        VendorContext context, DateTime oldest, CancellationToken cancellationToken) =>
        tables.LogsAsync(context.Connection, oldest, cancellationToken);

    protected override VendorRow? Read(KshotRow row, bool logged) => _reports.Read(row);

    protected override long KeyOf(KshotRow row) => row.Id;

    protected override DateTime? TimeOf(KshotRow row) => row.ResultTime;

    protected override IQueryable<KshotRow> InOrder(IQueryable<KshotRow> rows) => rows.OrderBy(row => row.Id);

    protected override Expression<Func<KshotRow, bool>> OfMessages(List<string> ids) => row => ids.Contains(row.Key!);

    protected override Expression<Func<KshotRow, bool>> OfOwners(IEnumerable<string> keys)
    {
        var ids = keys.Select(key => long.Parse(key, CultureInfo.InvariantCulture)).ToList();
        return row => ids.Contains(row.Id);
    }

    protected override Expression<Func<KshotRow, bool>> OfFallbacks(IEnumerable<string> keys)
    {
        var ids = keys.Select(key => (long?)long.Parse(key, CultureInfo.InvariantCulture)).ToList();
        return row => ids.Contains(row.ReplaceId);
    }

    private static IQueryable<KshotRow> Finished(IQueryable<KshotRow> rows, DateTime since, long after) => rows
        .Where(row => row.State >= 3 && (row.ResultTime > since || (row.ResultTime == since && row.Id > after)))
        .OrderBy(row => row.ResultTime)
        .ThenBy(row => row.Id);
}
