namespace Gateway.Simulator.Agents.Lguplus;

/// <summary>Finished rows go to the log of a month.</summary>
internal sealed class LguplusLogging(LguplusContext context, LguplusFamily family)
{
    private readonly LguplusAgentOptions _options = context.Options;
    private readonly HashSet<string> _known = [];
    private DateTimeOffset _nextMove = context.Time.GetUtcNow() + context.Options.MoveInterval;
    private string? _columns;

    public async Task<int> MoveFinishedAsync(Session session, CancellationToken cancellationToken)
    {
        var now = context.Time.GetUtcNow();
        if (_options.KeepsQueue || now < _nextMove)
            return 0;
        _nextMove = now + _options.MoveInterval;
        var done = $"""
            SELECT {LguplusRow.Columns(family)} FROM {family.Table}
             WHERE {family.State} = '{family.Done}' ORDER BY {family.Number} LIMIT @limit
            """;
        for (var sum = 0; ;)
        {
            LguplusRow[] rows = [.. await session.QueryAsync(
                done, LguplusRow.Of(family), cancellationToken, ("limit", _options.BatchSize))];
            if (rows.Length == 0)
                return sum;
            await CreateAsync(session, rows, cancellationToken);
            sum += await session.TransactAsync(() => MoveAsync(session, rows, cancellationToken), cancellationToken);
        }
    }

    /// <summary>Makes the logs of these rows; MySQL ends a transaction with it.</summary>
    private async Task CreateAsync(Session session, LguplusRow[] rows, CancellationToken cancellationToken)
    {
        foreach (var log in rows.Select(LogOf).Distinct().Where(_known.Add))
        {
            if ((await session.ColumnsAsync(log, cancellationToken)).Count > 0)
                continue;
            foreach (var statement in session.Dialect.CreateLike(log, family.Table, []))
                await session.ExecuteAsync(statement, cancellationToken);
        }
    }

    private async Task<int> MoveAsync(Session session, LguplusRow[] rows, CancellationToken cancellationToken)
    {
        _columns ??= string.Join(',', await session.ColumnsAsync(family.Table, cancellationToken));
        var sum = 0;
        foreach (var group in rows.GroupBy(LogOf))
        {
            long[] ids = [.. group.Select(row => row.Number)];
            await session.ExecuteAsync(
                $"""
                INSERT INTO {group.Key} ({_columns})
                SELECT {_columns} FROM {family.Table} WHERE {family.Number} IN @ids
                """,
                cancellationToken,
                ("ids", ids));
            sum += await session.ExecuteAsync(
                $"DELETE FROM {family.Table} WHERE {family.Number} IN @ids", cancellationToken, ("ids", ids));
            context.Journal?.Batch($"lguplus logged in {group.Key}", ids);
        }

        return sum;
    }

    private string LogOf(LguplusRow row)
    {
        var month = _options.Month == LguplusMonth.Due ? row.Due : KoreaTime.Now(context.Time);
        return $"{family.LogPrefix}_{month:yyyyMM}";
    }
}
