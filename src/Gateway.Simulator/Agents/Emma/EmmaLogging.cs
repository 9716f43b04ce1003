namespace Gateway.Simulator.Agents.Emma;

/// <summary>
/// Rows go to the log of the month in which they were due: finished ones, and those that nobody finished for days.
/// </summary>
internal sealed class EmmaLogging(EmmaContext context, EmmaFamily family)
{
    private readonly EmmaAgentOptions _options = context.Options;
    private readonly HashSet<string> _known = [];
    private DateTimeOffset _nextMove = context.Time.GetUtcNow() + context.Options.MoveInterval;
    private string? _columns;

    public async Task<int> MoveFinishedAsync(Session session, CancellationToken cancellationToken)
    {
        var now = context.Time.GetUtcNow();
        if (now < _nextMove)
            return 0;
        _nextMove = now + _options.MoveInterval;

        // What the agent itself refused is put away by this move too.
        return await MoveAllAsync(session, "msg_status = '3'", cancellationToken);
    }

    /// <summary>ATA leaves the status as it was, EMMA writes 3; the code stays empty.</summary>
    public async Task<int> MovePastAsync(Session session, CancellationToken cancellationToken)
    {
        var oldest = KoreaTime.Before(context.Time, family.PastAfter);
        var past = $"msg_status IN ('1', '2') AND date_client_req < '{oldest:yyyy-MM-dd HH:mm:ss}'";
        if (!family.IsTalk)
        {
            await session.ExecuteAsync($"UPDATE {family.Table} SET msg_status = '7' WHERE {past}", cancellationToken);
            past = "msg_status = '7'";
        }

        return await MoveAllAsync(session, past, cancellationToken);
    }

    /// <summary>Makes the logs of these rows; MySQL ends a transaction with it.</summary>
    public async Task CreateAsync(Session session, EmmaRow[] rows, CancellationToken cancellationToken)
    {
        foreach (var log in rows.Select(LogOf).Distinct().Where(log => !_known.Contains(log)))
        {
            if ((await session.ColumnsAsync(log, cancellationToken)).Count == 0)
            {
                foreach (var statement in session.Dialect.CreateLike(log, family.Table, []))
                    await session.ExecuteAsync(statement, cancellationToken);
                await session.ExecuteAsync(
                    $"ALTER TABLE {log} ADD mt_seq NUMERIC(11) DEFAULT 0 NOT NULL", cancellationToken);
                await session.ExecuteAsync($"ALTER TABLE {log} ADD PRIMARY KEY (mt_pr, mt_seq)", cancellationToken);
            }

            _known.Add(log);
        }
    }

    /// <summary>In the transaction of the caller.</summary>
    public async Task<int> MoveAsync(Session session, EmmaRow[] rows, CancellationToken cancellationToken)
    {
        _columns ??= string.Join(',', await session.ColumnsAsync(family.Table, cancellationToken));
        var sum = 0;
        foreach (var group in rows.GroupBy(LogOf))
        {
            long[] ids = [.. group.Select(row => row.Number)];
            const string Status = "CASE msg_status WHEN '7' THEN '3' ELSE msg_status END";
            var values = _columns.Replace("msg_status", Status, StringComparison.OrdinalIgnoreCase);
            await session.ExecuteAsync(
                $"INSERT INTO {group.Key} ({_columns}) SELECT {values} FROM {family.Table} WHERE mt_pr IN @ids",
                cancellationToken,
                ("ids", ids));
            sum += await session.ExecuteAsync(
                $"DELETE FROM {family.Table} WHERE mt_pr IN @ids", cancellationToken, ("ids", ids));
            context.Journal?.Batch($"emma logged in {group.Key}", ids);
        }

        return sum;
    }

    private async Task<int> MoveAllAsync(Session session, string which, CancellationToken cancellationToken)
    {
        var sum = 0;
        while (true)
        {
            var rows = await session.QueryAsync(
                $"SELECT {EmmaRow.Columns(family)} FROM {family.Table} WHERE {which} ORDER BY mt_pr LIMIT @limit",
                EmmaRow.Read,
                cancellationToken,
                ("limit", _options.BatchSize));
            if (rows.Count == 0)
                return sum;
            await CreateAsync(session, [.. rows], cancellationToken);
            sum += await session.TransactAsync(
                () => MoveAsync(session, [.. rows], cancellationToken), cancellationToken);
        }
    }

    private string LogOf(EmmaRow row) => $"{family.LogPrefix}_{row.Due:yyyyMM}";
}
