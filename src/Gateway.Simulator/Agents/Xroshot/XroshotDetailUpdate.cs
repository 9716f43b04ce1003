using System.Globalization;

namespace Gateway.Simulator.Agents.Xroshot;

/// <summary>Writes final results into the DETAIL columns that the kind and the install have.</summary>
internal sealed class XroshotDetailUpdate(XroshotContext context, List<string> columns)
{
    private static readonly string[] Telcos = ["01190", "01690", "01990"];

    // Column, and its new value over the rows r; STAT_STATUS 1 hands the row to the counters.
    private static readonly (string Column, string Value)[] Assignments =
    [
        ("RESULT", "r.v_result"), ("TCS_RESULT", "CASE WHEN r.v_tcs = -1 THEN t.TCS_RESULT ELSE r.v_tcs END"), ("REPORT_RES_DATE", "r.v_reported"),
        ("STAT_STATUS", "1"), ("DELIVER_DATE", "CASE WHEN r.v_ok = 1 THEN r.v_delivered END"), ("FEE", "r.v_ok * 9"), ("FAX_PAGE", "r.v_ok * r.v_pages"),
        ("STIME", "t.SEND_DATE"), ("RTIME", "r.v_delivered"), ("DURATION", "r.v_ok * r.v_pages * 10"), ("REPLIED_DTMF", "r.v_digit"),
        ("TELCOINFO", "r.v_telco"), ("MOBILE_INFO", "r.v_mobile"),
    ];

    public Task<int> WriteAsync(
        Session session, string detail, IEnumerable<XroshotVerdict> verdicts, CancellationToken cancellationToken)
    {
        var values = new RowValues(
            "v_id",
            "v_sub",
            "v_result",
            "v_tcs",
            "v_ok",
            "v_pages",
            "v_digit",
            "v_mobile",
            "v_telco",
            "v_reported",
            "v_delivered");
        foreach (var verdict in verdicts)
        {
            var row = verdict.Row;
            var key = string.Create(CultureInfo.InvariantCulture, $"{context.Kind.Code}{row.Job}.{row.Recipient}");
            var telco = context.Outcomes.Chance.Below(3, "telco", row.Phone);
            // RESULT 8 is a delivery whose answer did not come; any other delivered call has one.
            var digit = verdict.Result.Result == 2 ? 1 + context.Outcomes.Chance.Below(9, "digit", key) : 0;
            values.Add(
                row.Job, row.Recipient, verdict.Result.Result, verdict.Result.Tcs, verdict.Result.Delivered ? 1 : 0,
                1 + context.Outcomes.Chance.Below(3, "pages", key), digit, 1 + telco, Telcos[telco],
                KoreaTime.Digits(verdict.Reported), KoreaTime.Digits(verdict.Delivered));
        }

        var set = Assignments.Where(assignment => columns.Contains(assignment.Column, StringComparer.OrdinalIgnoreCase))
            .Select(assignment => $"{assignment.Column} = {assignment.Value}");
        var update = session.Dialect.UpdateFrom(
            detail,
            values.Source(session.Dialect),
            "t.MSG_ID = r.v_id AND t.SUBJOB_ID = r.v_sub AND t.REPORT_RES_DATE IS NULL",
            string.Join(", ", set));
        return session.ExecuteAsync(update, cancellationToken, values.Parameters);
    }
}
