using System.Linq.Expressions;
using Gateway.Vendors.Databases;
using Gateway.Vendors.Models;

namespace Gateway.Vendors.Xroshot;

/// <summary>The questions to the tables of one family.</summary>
internal sealed class XroshotQueries(VendorDatabase database, XroshotModel model, XroshotKind kind)
{
    private static readonly Expression<Func<XroshotSendRow, XroshotSendRow>> SendColumns = row => new XroshotSendRow
    {
        MsgId = row.MsgId,
        Key = row.Key,
        Status = row.Status,
        Result = row.Result,
        ProcTime = row.ProcTime,
    };

    private readonly Lazy<Expression<Func<XroshotJoined, XroshotFound>>> _columns = new(
        () => VendorContext.Mapped(database, model, XroshotModel.Detail(kind), Everything));

    /// <summary>Each family has some of these columns.</summary>
    private static readonly Expression<Func<XroshotJoined, XroshotFound>> Everything = joined => new XroshotFound
    {
        Key = joined.Key,
        MsgId = (long?)joined.Detail.MsgId,
        Place = (int?)joined.Detail.Place,
        Result = joined.Detail.Result,
        TcsResult = joined.Detail.TcsResult,
        SendDate = joined.Detail.SendDate,
        ReportDate = joined.Detail.ReportDate,
        DeliverDate = joined.Detail.DeliverDate,
        Fee = joined.Detail.Fee,
        Telecom = joined.Detail.Telecom,
        Pages = joined.Detail.Pages,
        Seconds = joined.Detail.Seconds,
        Reply = joined.Detail.Reply,
    };

    public XroshotKind Kind => kind;

    /// <summary>Rows that the agent has not touched.</summary>
    public IQueryable<XroshotSendRow> Untouched(VendorContext context) => Sends(context).Where(row => row.Status == 0);

    /// <summary>Rows of SEND with these keys.</summary>
    public IQueryable<XroshotSendRow> SentOf(VendorContext context, List<string> keys) =>
        Sends(context).Where(row => keys.Contains(row.Key!)).Select(SendColumns);

    /// <summary>Rows of SEND that the agent took or gave up since a time, after a number.</summary>
    public IQueryable<XroshotSendRow> SentAfter(VendorContext context, string since, long after) => Sends(context)
        .Where(row => row.MsgId > after
            && ((row.Status > 0 && string.Compare(row.SendDate, since) >= 0)
                || (row.Status < 0 && (string.Compare(row.ProcTime, since) >= 0 || (row.ProcTime == null && string.Compare(row.SendDate, since) >= 0)))))
        .OrderBy(row => row.MsgId)
        .Select(SendColumns);

    /// <summary>Rows of REPORT with these keys, each with its details, or alone where there are none yet.</summary>
    public IQueryable<XroshotFound> ReportedOf(VendorContext context, XroshotReportPair pair, List<string> keys) => Reports(context, pair)
        .Where(report => keys.Contains(report.Key!))
        .GroupJoin(
            Details(context, pair),
            report => report.MsgId,
            detail => detail.MsgId,
            (report, details) => new { report, details })
        .SelectMany(
            each => each.details.DefaultIfEmpty(),
            (each, detail) => new XroshotJoined { Detail = detail!, Key = each.report.Key })
        .Select(_columns.Value);

    /// <summary>Details whose result came after a time; of that time itself, after a number and a place.</summary>
    public IQueryable<XroshotFound> ReportedAfter(VendorContext context, XroshotReportPair pair, string since, long afterId, int afterPlace) => Details(context, pair)
        .Join(
            Reports(context, pair),
            detail => detail.MsgId,
            report => report.MsgId,
            (detail, report) => new XroshotJoined { Detail = detail, Key = report.Key })
        .Where(joined => string.Compare(joined.Detail.ReportDate, since) > 0
            || (joined.Detail.ReportDate == since && (joined.Detail.MsgId > afterId || (joined.Detail.MsgId == afterId && joined.Detail.Place > afterPlace))))
        .OrderBy(joined => joined.Detail.ReportDate)
        .ThenBy(joined => joined.Detail.MsgId)
        .ThenBy(joined => joined.Detail.Place)
        .Select(_columns.Value);

    private IQueryable<XroshotSendRow> Sends(VendorContext context) =>
        context.Rows<XroshotSendRow>(XroshotModel.Send(kind));

    private IQueryable<XroshotReportRow> Reports(VendorContext context, XroshotReportPair pair) =>
        model.Monthly
            ? context.Rows<XroshotReportRow>(XroshotModel.Report(kind), pair.Report)
            : context.Rows<XroshotReportRow>(XroshotModel.Report(kind));

    private IQueryable<XroshotDetailRow> Details(VendorContext context, XroshotReportPair pair) =>
        model.Monthly
            ? context.Rows<XroshotDetailRow>(XroshotModel.Detail(kind), pair.Detail)
            : context.Rows<XroshotDetailRow>(XroshotModel.Detail(kind));
}
