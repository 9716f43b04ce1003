using System.Globalization;

namespace Gateway.Simulator.Agents.Xroshot;

/// <summary>
/// DETAIL rows: RESULT 0 → interim 43 or 1 → final, recipient by recipient, and the counters of REPORT.
/// </summary>
internal sealed class XroshotReporting(XroshotContext context)
{
    // Read in big pieces, because finding the open rows costs a sort; written in batches.
    private const int BatchesPerRead = 20;

    private readonly XroshotAgentOptions _options = context.Options;

    public async Task<int> ReportAsync(Session session, string month, CancellationToken cancellationToken)
    {
        var detail = context.Tables.Detail(month);
        var limit = _options.BatchSize * BatchesPerRead;
        var open = $"""
            SELECT MSG_ID, SUBJOB_ID, PHONE_NUMBER, SEND_DATE FROM {detail}
             WHERE STAT_STATUS = 0 AND REPORT_RES_DATE IS NULL AND SEND_DATE <= @due AND (MSG_ID > @job OR (MSG_ID = @job AND SUBJOB_ID > @sub))
             ORDER BY MSG_ID, SUBJOB_ID LIMIT @limit
            """;
        var due = context.Before(_options.ResultDelay);
        var columns = await context.Tables.ColumnsAsync(session, detail, cancellationToken);
        var sum = 0;
        for (var (job, sub) = (long.MinValue, 0); ;)
        {
            var rows = await session.QueryAsync(
                open,
                reader => new XroshotRow(reader.Long(0), reader.Int(1), reader.Text(2), Time(reader.Text(3))),
                cancellationToken,
                ("due", due), ("job", job), ("sub", sub), ("limit", limit));
            foreach (var batch in rows.Select(Judge).OfType<XroshotVerdict>().Chunk(_options.BatchSize))
                sum += await WriteAsync(session, month, batch, columns, cancellationToken);
            if (rows.Count < limit)
                return sum;
            (job, sub) = (rows[^1].Job, rows[^1].Recipient);
        }
    }

    /// <summary>Whatever has no final result by now is with the telco, or being called.</summary>
    public async Task<int> InterimAsync(Session session, string month, CancellationToken cancellationToken)
    {
        var interim = $"""
            UPDATE {context.Tables.Detail(month)} SET RESULT = {context.Kind.Interim}
             WHERE STAT_STATUS = 0 AND RESULT = 0 AND REPORT_RES_DATE IS NULL AND SEND_DATE <= @due
            """;
        return await session.TransactAsync(
            () => session.ExecuteAsync(interim, cancellationToken, ("due", context.Before(_options.InterimDelay))),
            cancellationToken);
    }

    /// <summary>The report of a recipient, or null when it is not its time, or never will be.</summary>
    private XroshotVerdict? Judge(XroshotRow row)
    {
        var outcome = context.OutcomeOf(row.Job, row.Recipient, row.Phone);
        if (outcome.Quirk.HasFlag(Quirk.Lost))
            return null;
        var now = KoreaTime.Now(context.Time);
        var result = XroshotResult.Parse(outcome.Code);
        if ((outcome.Quirk & (Quirk.Late | Quirk.Backdated)) == 0)
            return new XroshotVerdict(row, result, now, now);
        var due = row.Sent + TimeSpan.FromSeconds(Math.Floor(_options.ResultDelay.TotalSeconds));
        if (row.Sent + _options.ResultDelay + _options.Outcomes.LateBy > now)
            return null;
        // The telco's time is the old one in both cases; what differs is when the agent says that it got the report.
        return new XroshotVerdict(row, result, outcome.Quirk.HasFlag(Quirk.Backdated) ? due : now, due);
    }

    private async Task<int> WriteAsync(
        Session session,
        string month,
        XroshotVerdict[] verdicts,
        List<string> columns,
        CancellationToken cancellationToken)
    {
        var details = new XroshotDetailUpdate(context, columns);
        var jobs = new RowValues("v_id", "v_succ", "v_fail");
        foreach (var job in verdicts.GroupBy(verdict => verdict.Row.Job))
            jobs.Add(
                job.Key,
                job.Count(verdict => verdict.Result.Delivered),
                job.Count(verdict => !verdict.Result.Delivered));
        var count = session.Dialect.UpdateFrom(
            context.Tables.Report(month),
            jobs.Source(session.Dialect),
            "t.MSG_ID = r.v_id",
            "SUCC_COUNT = t.SUCC_COUNT + r.v_succ, FAIL_COUNT = t.FAIL_COUNT + r.v_fail");
        var written = await session.TransactAsync(
            async () =>
            {
                var changed = await details.WriteAsync(
                    session, context.Tables.Detail(month), verdicts, cancellationToken);
                await session.ExecuteAsync(count, cancellationToken, jobs.Parameters);
                return changed;
            },
            cancellationToken);
        context.Tell("reported", [.. verdicts.Select(verdict => $"{verdict.Row.Job}.{verdict.Row.Recipient} {verdict.Result.Result}/{verdict.Result.Tcs}")]);
        return written;
    }

    private static DateTime Time(string digits) =>
        DateTime.TryParseExact(digits, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : DateTime.MinValue;
}

/// <summary>An open DETAIL row.</summary>
internal sealed record XroshotRow(long Job, int Recipient, string Phone, DateTime Sent);

/// <summary>A recipient's report: when the agent got it, and when the phone or machine did.</summary>
internal sealed record XroshotVerdict(XroshotRow Row, XroshotResult Result, DateTime Reported, DateTime Delivered);
