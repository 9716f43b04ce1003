namespace Gateway.Simulator.Agents.Emma;

/// <summary>Status 2 → result: in the log at once, or in the queue with status 3.</summary>
internal sealed class EmmaReporting(EmmaContext context, EmmaFamily family, EmmaLogging logging)
{
    private readonly EmmaAgentOptions _options = context.Options;

    public async Task<int> ReportAsync(Session session, CancellationToken cancellationToken)
    {
        var due = $"""
            SELECT {EmmaRow.Columns(family)} FROM {family.Table}
             WHERE msg_status = '2' AND date_mt_sent <= @upto AND mt_pr > @after ORDER BY mt_pr LIMIT @limit
            """;
        var sum = 0;
        for (var after = 0L; ;)
        {
            var rows = await session.QueryAsync(
                due,
                EmmaRow.Read,
                cancellationToken,
                ("upto", KoreaTime.Before(context.Time, _options.ResultDelay)),
                ("after", after),
                ("limit", _options.BatchSize));
            var reports = rows.Select(Judge).OfType<Report>().ToList();
            foreach (var group in reports.GroupBy(report => (report.Code, report.At)))
            {
                EmmaRow[] same = [.. group.Select(report => report.Row)];
                sum += await WriteAsync(session, same, group.Key.Code, group.Key.At, cancellationToken);
            }

            if (rows.Count < _options.BatchSize)
                return sum;
            after = rows[^1].Number;
        }
    }

    private async Task<int> WriteAsync(
        Session session, EmmaRow[] rows, string code, DateTime at, CancellationToken cancellationToken)
    {
        long[] ids = [.. rows.Select(row => row.Number)];
        var carrier = family.IsTalk ? "" : ", carrier = 450";
        var write = $"""
            UPDATE {family.Table}
               SET msg_status = '3', {family.Code} = @code, date_rslt = @at, date_mt_report = @at{carrier}
             WHERE msg_status = '2' AND mt_pr IN @ids
            """;
        if (context.WritesIntoLog(session))
            await logging.CreateAsync(session, rows, cancellationToken);
        var sum = await session.TransactAsync(
            async () =>
            {
                var changed = await session.ExecuteAsync(
                    write, cancellationToken, ("code", code), ("at", at), ("ids", ids));
                return context.WritesIntoLog(session)
                    ? changed + await logging.MoveAsync(session, rows, cancellationToken)
                    : changed;
            },
            cancellationToken);
        context.Journal?.Batch($"emma reported {code} in {family.Table}", ids);
        return sum;
    }

    /// <summary>The report of a row, or null when it is not its time, or never will be.</summary>
    private Report? Judge(EmmaRow row)
    {
        var outcome = context.OutcomeOf(row);
        var now = KoreaTime.Now(context.Time);
        if ((outcome.Quirk & (Quirk.Lost | Quirk.Stuck)) != 0)
            return null;
        if ((outcome.Quirk & (Quirk.Late | Quirk.Backdated)) == 0)
            return new Report(row, outcome.Code, now);
        var due = (row.SentAt ?? row.Due) + _options.ResultDelay;
        if (due + _options.Outcomes.LateBy > now)
            return null;
        var second = due.AddTicks(-(due.Ticks % TimeSpan.TicksPerSecond));
        return new Report(row, outcome.Code, outcome.Quirk.HasFlag(Quirk.Backdated) ? second : now);
    }

    private sealed record Report(EmmaRow Row, string Code, DateTime At);
}
