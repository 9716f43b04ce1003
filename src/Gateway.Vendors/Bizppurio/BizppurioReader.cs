using System.Linq.Expressions;
using Gateway.Vendors.Databases;
using Gateway.Vendors.Models;

namespace Gateway.Vendors.Bizppurio;

/// <summary>
/// Reads reports from the tables of one Bizppurio install. A fallback row has <c>CMID</c> = the message's <c>UMID</c>,
/// a second one <c>RE_</c> before it.
/// </summary>
internal sealed class BizppurioReader(
    BizppurioSettings settings,
    BizppurioTables tables,
    KoreaTime korea,
    TimeProvider time) : MovingRows<BizppurioRow, string>(korea, time)
{
    private readonly BizppurioReports _reports = new(settings, korea);

    protected override IReadOnlyList<string> FixedTables { get; } = [BizppurioModel.Queue];

    protected override IReadOnlyList<RowScan<BizppurioRow, string>> Scans { get; } =
    [
        new(BizppurioModel.Queue, ByTime: false, Taken),
        new(BizppurioModel.Queue, ByTime: false, Untimed),
        new(
            BizppurioModel.Queue,
            ByTime: true,
            (rows, since, after) => Timed(rows.Where(row => row.Status == 2 || row.Status == 13), since, after)),
    ];

    protected override RowScan<BizppurioRow, string> LogScan { get; } = new(BizppurioModel.Log, ByTime: true, Timed);

    protected override string BeforeAllKeys => "";

    protected override Expression<Func<BizppurioRow, BizppurioRow>> Columns { get; } = row => new BizppurioRow
    {
        Cmid = row.Cmid,
        Umid = row.Umid,
        MsgType = row.MsgType,
        Status = row.Status,
        CallStatus = row.CallStatus,
        ReportTime = row.ReportTime,
        TelInfo = row.TelInfo,
        UsePage = row.UsePage,
        UseTime = row.UseTime,
        SnResult = row.SnResult,
        AttachedFile = row.AttachedFile,
        ReType = row.ReType,
    };

    protected override Task<IReadOnlyList<string>> LogsAsync(
        VendorContext context, DateTime oldest, CancellationToken cancellationToken) =>
        tables.LogsAsync(context.Connection, oldest, cancellationToken);

    protected override VendorRow Read(BizppurioRow row, bool logged) => _reports.Read(row, logged);

    protected override string KeyOf(BizppurioRow row) => row.Cmid;

    protected override DateTime? TimeOf(BizppurioRow row) => row.ReportTime;

    protected override IQueryable<BizppurioRow> InOrder(IQueryable<BizppurioRow> rows) =>
        rows.OrderBy(row => row.SendTime).ThenBy(row => row.Cmid);

    protected override Expression<Func<BizppurioRow, bool>> OfMessages(List<string> ids) =>
        row => ids.Contains(row.Cmid);

    protected override Expression<Func<BizppurioRow, bool>> OfOwners(IEnumerable<string> keys)
    {
        var umids = keys.ToList();
        return row => umids.Contains(row.Umid!);
    }

    protected override Expression<Func<BizppurioRow, bool>> OfFallbacks(IEnumerable<string> keys) =>
        OfMessages([.. keys.SelectMany(key => new[] { key, BizppurioReports.SecondFallback + key })]);

    private static IQueryable<BizppurioRow> Taken(IQueryable<BizppurioRow> rows, DateTime since, string after) => rows
        .Where(
            row => row.Status != 0 && row.Status != 2 && row.SendTime >= since && string.Compare(row.Cmid, after) > 0)
        .OrderBy(row => row.Cmid);

    private static IQueryable<BizppurioRow> Untimed(IQueryable<BizppurioRow> rows, DateTime since, string after) => rows
        .Where(row => (row.Status == 2 || row.Status == 13) && row.ReportTime == null && row.SendTime >= since && string.Compare(row.Cmid, after) > 0)
        .OrderBy(row => row.Cmid);

    private static IQueryable<BizppurioRow> Timed(IQueryable<BizppurioRow> rows, DateTime since, string after) => rows
        .Where(row => row.ReportTime > since || (row.ReportTime == since && string.Compare(row.Cmid, after) > 0))
        .OrderBy(row => row.ReportTime)
        .ThenBy(row => row.Cmid);
}
