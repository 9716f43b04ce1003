namespace Gateway.Simulator.Agents.Kshot;

/// <summary>The names of one install's tables, checked, and the columns that are really there.</summary>
internal sealed class KshotTables(KshotAgentOptions options)
{
    private readonly Dictionary<string, IReadOnlyList<string>> _columns = [];

    public string Queue { get; } = Identifier.Check(options.QueueTable);

    public string Result { get; } = Identifier.Check(options.ResultTable);

    public string Log { get; } = Identifier.Check(options.LogTable);

    public string Watchdog { get; } = Identifier.Check(options.WatchdogTable);

    public async Task<IReadOnlyList<string>> ColumnsAsync(
        Session session, string table, CancellationToken cancellationToken)
    {
        if (_columns.TryGetValue(table, out var known))
            return known;
        var columns = await session.ColumnsAsync(table, cancellationToken);
        // Not remembered when empty: the table may come later.
        return columns.Count == 0 ? columns : _columns[table] = columns;
    }

    public async Task<bool> HasAsync(Session session, string column, CancellationToken cancellationToken) =>
        (await ColumnsAsync(session, Queue, cancellationToken)).Contains(column, StringComparer.OrdinalIgnoreCase);

    /// <summary>The columns that both tables have: the manual wants them equal, installs differ.</summary>
    public async Task<string[]> SharedAsync(
        Session session, string from, string to, CancellationToken cancellationToken)
    {
        var target = await ColumnsAsync(session, to, cancellationToken);
        var source = await ColumnsAsync(session, from, cancellationToken);
        return [.. source.Where(column => target.Contains(column, StringComparer.OrdinalIgnoreCase))];
    }

    public async Task CreateAsync(Session session, CancellationToken cancellationToken)
    {
        var etc = Enumerable.Range(1, options.EtcColumns).Select(
            i => $"  etc{i} VARCHAR({options.EtcColumnSize}) NULL,");
        await TableTexts.CreateAsync(
            session,
            "Kshot.create",
            [("queue", Queue), ("result", Result), ("watchdog", Watchdog), ("etc", string.Join('\n', etc))],
            cancellationToken);
    }

    /// <summary>The log table that takes rows of this time; created when it is first needed.</summary>
    public async Task<string> LogFor(Session session, DateTime time, CancellationToken cancellationToken)
    {
        var name = options.Log switch
        {
            KshotLog.Month => $"{Log}_{time:yyyyMM}",
            KshotLog.Day => $"{Log}_{time:yyyyMMdd}",
            KshotLog.One or KshotLog.Unuse => Log,
        };
        if ((await ColumnsAsync(session, name, cancellationToken)).Count > 0)
            return name;
        string[] indexes = [.. options.LogIndexes.Select(index => string.Join(',', index.Split(',', StringSplitOptions.TrimEntries).Select(Identifier.Check)))];
        foreach (var statement in session.Dialect.CreateLike(name, Queue, indexes))
            await session.ExecuteAsync(statement, cancellationToken);
        return name;
    }
}
