namespace Gateway.Simulator.Agents.Kshot;

/// <summary>state 0 → 1 → 2.</summary>
internal sealed class KshotSending(KshotContext context)
{
    private readonly KshotAgentOptions _options = context.Options;
    private readonly string _queue = context.Tables.Queue;
    private readonly Allowance _allowance = new(context.Options.Tps, context.Time);

    /// <summary>
    /// Takes waiting rows in the order of their Id, reserved ones when they are due, not more than agent_tps allows.
    /// </summary>
    public async Task<int> TakeAsync(Session session, CancellationToken cancellationToken)
    {
        var due = $"SELECT Id FROM {_queue} WHERE state = 0 AND (COALESCE(isReserved, 'N') <> 'Y' OR reservedTime <= @now) ORDER BY Id LIMIT @limit";
        // Again with the state: the customer may have deleted the row in between.
        var take = $"UPDATE {_queue} SET state = 1, sendTime = @now WHERE state = 0 AND Id IN @ids";
        var sum = 0;
        while (true)
        {
            var limit = Math.Min(_options.BatchSize, _allowance.Now());
            if (limit < 1)
                return sum;
            var now = KoreaTime.Now(context.Time);
            var ids = await session.IdsAsync(due, cancellationToken, ("now", now), ("limit", limit));
            if (ids.Count == 0)
                return sum;
            var taken = await session.TransactAsync(
                () => session.ExecuteAsync(take, cancellationToken, ("now", now), ("ids", ids.ToArray())),
                cancellationToken);
            _allowance.Use(taken);
            context.Journal?.Batch("kshot sent", ids);
            sum += taken;
            if (ids.Count < limit)
                return sum;
        }
    }

    /// <summary>The relay acknowledges what was sent long enough ago.</summary>
    public async Task<int> AcceptAsync(Session session, CancellationToken cancellationToken)
    {
        var due = $"SELECT Id, kind, receiveNo, sendTime FROM {_queue} WHERE state = 1 AND sendTime <= @due AND Id > @after ORDER BY Id LIMIT @limit";
        var accept = $"UPDATE {_queue} SET state = 2, responseTime = @now WHERE state = 1 AND Id IN @ids";
        var before = KoreaTime.Before(context.Time, _options.AcceptDelay);
        var sum = 0;
        for (var after = long.MinValue; ;)
        {
            var rows = await session.QueryAsync(
                due,
                KshotReporting.Read,
                cancellationToken,
                ("due", before),
                ("after", after),
                ("limit", _options.BatchSize));
            long[] ids = [.. rows.Where(row => !context.OutcomeOf(row).Quirk.HasFlag(Quirk.Stuck)).Select(row => row.Id)];
            if (ids.Length > 0)
            {
                sum += await session.TransactAsync(
                    () => session.ExecuteAsync(accept, cancellationToken, ("now", KoreaTime.Now(context.Time)), ("ids", ids)), cancellationToken);
                context.Journal?.Batch("kshot accepted", ids);
            }

            if (rows.Count < _options.BatchSize)
                return sum;
            after = rows[^1].Id;
        }
    }
}
