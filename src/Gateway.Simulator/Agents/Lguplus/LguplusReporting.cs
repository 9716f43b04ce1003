namespace Gateway.Simulator.Agents.Lguplus;

/// <summary>Sent → done: writes results into the queue.</summary>
internal sealed class LguplusReporting(LguplusContext context, LguplusFamily family)
{
    private readonly LguplusAgentOptions _options = context.Options;

    public async Task<int> ReportAsync(Session session, CancellationToken cancellationToken)
    {
        var due = $"""
            SELECT {LguplusRow.Columns(family)} FROM {family.Table}
             WHERE {family.State} = '{family.Sent}' AND {family.SentAt} <= @upto AND {family.Number} > @after
             ORDER BY {family.Number} LIMIT @limit
            """;
        var sum = 0;
        for (var after = 0L; ;)
        {
            var rows = await session.QueryAsync(
                due,
                LguplusRow.Of(family),
                cancellationToken,
                ("upto", KoreaTime.Before(context.Time, _options.ResultDelay)),
                ("after", after),
                ("limit", _options.BatchSize));
            var reports = rows.Select(Judge).OfType<Report>().ToList();
            foreach (var group in reports.GroupBy(report => (report.Code, report.At)))
            {
                long[] ids = [.. group.Select(report => report.Row.Number)];
                sum += await WriteAsync(session, ids, group.Key.Code, group.Key.At, cancellationToken);
            }

            if (rows.Count < _options.BatchSize)
                return sum;
            after = rows[^1].Number;
        }
    }

    private async Task<int> WriteAsync(
        Session session, long[] ids, string code, DateTime at, CancellationToken cancellationToken)
    {
        var write = $"""
            UPDATE {family.Table} SET {family.State} = '{family.Done}', {family.Code} = @code, {family.Result}
             WHERE {family.State} = '{family.Sent}' AND {family.Number} IN @ids
            """;
        var sum = await session.TransactAsync(
            () => session.ExecuteAsync(
                write, cancellationToken, ("code", family.Fit(code)), ("at", at), ("ids", ids)),
            cancellationToken);
        context.Journal?.Batch($"lguplus reported {code} in {family.Table}", ids);
        return sum;
    }

    /// <summary>The report of a row, or null when it is not its time, or never will be.</summary>
    private Report? Judge(LguplusRow row)
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

    private sealed record Report(LguplusRow Row, string Code, DateTime At);
}
