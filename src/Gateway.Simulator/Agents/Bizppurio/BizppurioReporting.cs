namespace Gateway.Simulator.Agents.Bizppurio;

/// <summary>STATUS 1 → 2, or by way of 11 while the module sends a fallback.</summary>
internal sealed class BizppurioReporting(BizppurioContext context)
{
    private const string Timeout = "9023";

    private readonly BizppurioAgentOptions _options = context.Options;
    private readonly string _message = context.Message;
    private readonly BizppurioFallback _fallback = new(context);

    public async Task<int> ReportAsync(Session session, CancellationToken cancellationToken)
    {
        var due = $"SELECT {BizppurioRow.Columns} FROM {_message} WHERE STATUS = 1 AND UMID <= @upto AND CMID > @after ORDER BY CMID LIMIT @limit";
        var upto = BizppurioUmid.Upto(KoreaTime.Exact(context.Time) - _options.ResultDelay);
        var sum = 0;
        for (var after = ""; ;)
        {
            var rows = await session.QueryAsync(
                due,
                BizppurioRow.Read,
                cancellationToken,
                ("upto", upto),
                ("after", after),
                ("limit", _options.BatchSize));
            List<BizppurioReport> reports = [.. rows.Select(Judge).OfType<BizppurioReport>()];
            if (reports.Count > 0)
            {
                sum += await session.TransactAsync(
                    () => WriteAsync(session, reports, cancellationToken), cancellationToken);
                context.Spool.Delete(reports.Where(report => report.Row.FallsBack && !report.FallsBack).SelectMany(report => report.Row.Files));
                context.Journal?.Batch(
                    "bizppurio reported", [.. reports.Select(report => $"{report.Row.Cmid} {report.Code}")]);
            }

            if (rows.Count < _options.BatchSize)
                return sum;
            after = rows[^1].Cmid;
        }
    }

    /// <summary>The report of a row, or null when it is not its time, or never will be.</summary>
    private BizppurioReport? Judge(BizppurioRow row)
    {
        var outcome = context.OutcomeOf(row);
        var now = KoreaTime.Exact(context.Time);
        var accepted = BizppurioUmid.Time(row.Umid);
        if (_options.ReportTimeout is { } timeout && accepted + timeout <= now)
            return new BizppurioReport(row, Timeout, now, context);
        if (outcome.Quirk.HasFlag(Quirk.Lost))
            return null;
        if ((outcome.Quirk & (Quirk.Late | Quirk.Backdated)) == 0)
            return new BizppurioReport(row, outcome.Code, now, context);
        var due = accepted + _options.ResultDelay;
        if (due + _options.Outcomes.LateBy > now)
            return null;
        return new BizppurioReport(row, outcome.Code, outcome.Quirk.HasFlag(Quirk.Backdated) ? due : now, context);
    }

    private async Task<int> WriteAsync(
        Session session, List<BizppurioReport> reports, CancellationToken cancellationToken)
    {
        var write = $"""
            UPDATE {_message}
               SET STATUS = @status, CALL_STATUS = @code, REPORT_TIME = @time, TEL_INFO = @telco, USE_PAGE = @pages, USE_TIME = @seconds, SN_RESULT = @answer
             WHERE STATUS = 1 AND CMID IN @ids
            """;
        var sum = 0;
        foreach (var group in reports.GroupBy(report => report.Columns))
        {
            var (status, code, time, telco, pages, seconds, answer) = group.Key;
            sum += await session.ExecuteAsync(
                write,
                cancellationToken,
                ("status", status), ("code", code), ("time", time), ("telco", telco), ("pages", pages), ("seconds", seconds), ("answer", answer),
                ("ids", group.Select(report => report.Row.Cmid).ToArray()));
        }

        return sum + await _fallback.CreateAsync(session, reports, cancellationToken);
    }

    /// <summary>STATUS 11 → 2 when the module's own fallback row has its report, or was moved already.</summary>
    public async Task<int> FinishDetoursAsync(Session session, CancellationToken cancellationToken)
    {
        var ids = await session.QueryAsync(
            $"""
            SELECT o.CMID FROM {_message} o LEFT JOIN {_message} f ON f.CMID = o.UMID
             WHERE o.STATUS = 11 AND (f.CMID IS NULL OR f.STATUS = 2) ORDER BY o.CMID LIMIT @limit
            """,
            reader => reader.GetString(0),
            cancellationToken,
            ("limit", _options.BatchSize));
        return ids.Count == 0
            ? 0
            : await session.TransactAsync(
                () => session.ExecuteAsync($"UPDATE {_message} SET STATUS = 2 WHERE STATUS = 11 AND CMID IN @ids", cancellationToken, ("ids", ids.ToArray())),
                cancellationToken);
    }
}
