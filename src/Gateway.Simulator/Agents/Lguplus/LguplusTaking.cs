namespace Gateway.Simulator.Agents.Lguplus;

/// <summary>
/// State 0 → sent of one queue. The agent reads without a lock and marks by the number alone: what was deleted in
/// between it sends all the same.
/// </summary>
internal sealed class LguplusTaking(LguplusContext context, LguplusFamily family)
{
    private readonly LguplusAgentOptions _options = context.Options;
    private readonly LguplusRefusals _refusals = new(context, family);
    private readonly Allowance _allowance = new(context.Options.Tps, context.Time);
    private readonly List<LguplusRow> _read = [];

    /// <summary>What was given to the vendor, by numbers of rows and recipients.</summary>
    public List<(long Number, string Phone)> Sent { get; } = [];

    public async Task<int> TakeAsync(Session session, CancellationToken cancellationToken)
    {
        var sum = await MarkAsync(session, cancellationToken);
        while (true)
        {
            var limit = Math.Min(_options.BatchSize, _allowance.Now());
            if (limit < 1)
                return sum;
            await ReadAsync(session, limit, cancellationToken);
            var count = _read.Count;
            _allowance.Use(count);
            if (_options.MarksLater)
                return sum;
            sum += await MarkAsync(session, cancellationToken);
            if (count < limit)
                return sum;
        }
    }

    private async Task ReadAsync(Session session, int limit, CancellationToken cancellationToken)
    {
        var due = $"""
            SELECT {LguplusRow.Columns(family)} FROM {family.Table}
             WHERE {family.State} = '0' AND {family.Due} <= @now ORDER BY {family.Number} LIMIT @limit
            """;
        _read.AddRange(await session.QueryAsync(
            due,
            LguplusRow.Of(family),
            cancellationToken,
            ("now", KoreaTime.Exact(context.Time)), ("limit", limit)));
        if (_options is { Fetches: true, MarksLater: true } && family.IsLong)
        {
            await session.ExecuteAsync(
                $"UPDATE {family.Table} SET {family.State} = '1' WHERE {family.Number} IN @ids",
                cancellationToken,
                ("ids", _read.Select(row => row.Number).ToArray()));
        }
    }

    private async Task<int> MarkAsync(Session session, CancellationToken cancellationToken)
    {
        if (_read.Count == 0)
            return 0;
        var byCode = _read.ToLookup(_refusals.Of);
        _read.Clear();
        LguplusRow[] rows = [.. byCode[""]];
        var changed = rows.Length == 0
            ? 0
            : await session.TransactAsync(
                () => session.ExecuteAsync(
                    $"""
                    UPDATE {family.Table} SET {family.State} = '{family.Sent}', {family.SentAt} = @now
                     WHERE {family.Number} IN @ids
                    """,
                    cancellationToken,
                    ("now", KoreaTime.Now(context.Time)), ("ids", Numbers(rows))),
                cancellationToken);
        Sent.AddRange(rows.Select(row => (row.Number, row.Phone)));
        context.Journal?.Batch($"lguplus sent from {family.Table}", Numbers(rows));
        foreach (var refused in byCode.Where(group => group.Key.Length > 0))
            changed += await RefuseAsync(session, refused.Key, [.. refused], cancellationToken);
        return changed;
    }

    /// <summary>
    /// What the agent itself does not send stays in the queue with a code, and has no time of a result.
    /// </summary>
    private Task<int> RefuseAsync(
        Session session, string code, LguplusRow[] rows, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            $"""
            UPDATE {family.Table} SET {family.State} = '{family.Done}', {family.Code} = @code
             WHERE {family.Number} IN @ids
            """,
            cancellationToken,
            ("code", code), ("ids", Numbers(rows)));

    private static long[] Numbers(IEnumerable<LguplusRow> rows) => [.. rows.Select(row => row.Number)];
}
