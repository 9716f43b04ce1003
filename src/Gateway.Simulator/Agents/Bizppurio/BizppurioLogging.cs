namespace Gateway.Simulator.Agents.Bizppurio;

/// <summary>
/// Moves finished rows to the log, so many at every interval. The log has no key: the same CMID may stand there twice.
/// </summary>
internal sealed class BizppurioLogging(BizppurioContext context)
{
    private readonly BizppurioAgentOptions _options = context.Options;
    private readonly string _message = context.Message;
    private readonly Dictionary<string, string[]> _columns = [];
    private DateTimeOffset _nextMove = context.Time.GetUtcNow() + context.Options.MoveInterval;

    public async Task<int> MoveAsync(Session session, CancellationToken cancellationToken)
    {
        var now = context.Time.GetUtcNow();
        if (now < _nextMove)
            return 0;
        _nextMove = now + _options.MoveInterval;

        var time = _options.LogPeriod switch
        {
            BizppurioLogPeriod.SendTime or BizppurioLogPeriod.Move => "SEND_TIME",
            BizppurioLogPeriod.RequestTime => "REQUEST_TIME",
            BizppurioLogPeriod.ReportTime => "REPORT_TIME",
        };
        var done = $"""
            SELECT CMID, MSG_TYPE, DEST_PHONE, ATTACHED_FILE, {time}, UMID, RE_TYPE, RE_PART
              FROM {_message} WHERE STATUS = 2 AND REPORT_TIME <= @upto ORDER BY REPORT_TIME, CMID LIMIT @limit
            """;
        var sum = 0;
        while (sum < _options.MoveCount)
        {
            var rows = await session.QueryAsync(
                done,
                BizppurioRow.Read,
                cancellationToken,
                ("upto", KoreaTime.Before(context.Time, _options.BackupWait)),
                ("limit", Math.Min(_options.BatchSize, _options.MoveCount - sum)));
            if (rows.Count == 0)
                return sum;
            foreach (var table in rows.GroupBy(TableOf))
                sum += await MoveAsync(session, [.. table], table.Key, cancellationToken);
        }

        return sum;
    }

    private async Task<int> MoveAsync(
        Session session, BizppurioRow[] rows, string log, CancellationToken cancellationToken)
    {
        var columns = string.Join(',', await ColumnsAsync(session, log, cancellationToken));
        var copy = $"INSERT INTO {log} ({columns}) SELECT {columns} FROM {_message} WHERE CMID IN @ids";
        string[] ids = [.. rows.Select(row => row.Cmid)];
        string[] twice = [.. rows.Where(row => context.OutcomeOf(row).Quirk.HasFlag(Quirk.Duplicate)).Select(row => row.Cmid)];
        var moved = await session.TransactAsync(
            async () =>
            {
                await session.ExecuteAsync(copy, cancellationToken, ("ids", ids));
                if (twice.Length > 0)
                    await session.ExecuteAsync(copy, cancellationToken, ("ids", twice));
                return await session.ExecuteAsync(
                    $"DELETE FROM {_message} WHERE CMID IN @ids", cancellationToken, ("ids", ids));
            },
            cancellationToken);
        context.Journal?.Batch($"bizppurio logged in {log}", ids);
        return moved;
    }

    private string TableOf(BizppurioRow row)
    {
        var time = _options.LogPeriod == BizppurioLogPeriod.Move ? KoreaTime.Now(context.Time) : row.SendTime;
        return _options.Log == BizppurioLog.One ? context.Log : $"{context.Log}_{time:yyyyMM}";
    }

    /// <summary>The columns that both tables have; the log is created when it is first needed.</summary>
    private async Task<string[]> ColumnsAsync(Session session, string log, CancellationToken cancellationToken)
    {
        if (_columns.TryGetValue(log, out var known))
            return known;
        string[] indexes = [.. _options.LogIndexes.Select(index => string.Join(',', index.Split(',', StringSplitOptions.TrimEntries).Select(Identifier.Check)))];
        if ((await session.ColumnsAsync(log, cancellationToken)).Count == 0)
        {
            foreach (var statement in session.Dialect.CreateLike(log, _message, indexes))
                await session.ExecuteAsync(statement, cancellationToken);
        }

        var target = await session.ColumnsAsync(log, cancellationToken);
        var source = await session.ColumnsAsync(_message, cancellationToken);
        return _columns[log] = [.. source.Where(column => target.Contains(column, StringComparer.OrdinalIgnoreCase))];
    }
}
