namespace Gateway.Simulator.Agents.Emma;

/// <summary>
/// Status 1 → 2 of one queue. The agent reads without a lock and marks by the number alone: what was deleted in
/// between it sends all the same.
/// </summary>
internal sealed class EmmaTaking(EmmaContext context, EmmaFamily family)
{
    private readonly EmmaAgentOptions _options = context.Options;
    private readonly Allowance _allowance = new(context.Options.Tps, context.Time);
    private readonly List<EmmaRow> _read = [];

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

    /// <summary>The predicate of the vendor's procedure, without an order.</summary>
    private async Task ReadAsync(Session session, int limit, CancellationToken cancellationToken)
    {
        var services = family.IsTalk ? "" : $" AND service_type IN ({(family.IsLong ? "'2', '3'" : "'0', '1'")})";
        var due = $"""
            SELECT {EmmaRow.Columns(family)} FROM {family.Table}
             WHERE msg_status = '1' AND date_client_req < @now AND date_client_req > @oldest
               AND priority = 'S' AND TRIM({family.Owner}) = ''{services} LIMIT @limit
            """;
        var now = KoreaTime.Exact(context.Time);
        _read.AddRange(await session.QueryAsync(
            due,
            EmmaRow.Read,
            cancellationToken,
            ("now", now), ("oldest", now - _options.Ttl), ("limit", limit)));
    }

    private async Task<int> MarkAsync(Session session, CancellationToken cancellationToken)
    {
        if (_read.Count == 0)
            return 0;
        EmmaRow[] rows = [.. _read];
        var changed = await session.TransactAsync(
            () => session.ExecuteAsync(
                $"UPDATE {family.Table} SET msg_status = '2', date_mt_sent = @now WHERE mt_pr IN @ids",
                cancellationToken,
                ("now", KoreaTime.Now(context.Time)), ("ids", rows.Select(row => row.Number).ToArray())),
            cancellationToken);
        _read.Clear();
        Sent.AddRange(rows.Select(row => (row.Number, row.Phone)));
        context.Journal?.Batch($"emma sent from {family.Table}", rows.Select(row => row.Number).ToList());
        return changed + await RefuseAsync(session, rows, cancellationToken);
    }

    /// <summary>
    /// What the agent itself does not send stays in the queue with a code, and has no time of a report.
    /// </summary>
    private async Task<int> RefuseAsync(Session session, EmmaRow[] rows, CancellationToken cancellationToken)
    {
        var sum = 0;
        foreach (var row in rows)
        {
            if (await RefusalAsync(session, row, cancellationToken) is { } code)
            {
                sum += await session.ExecuteAsync(
                    $"UPDATE {family.Table} SET msg_status = '3', {family.Code} = @code WHERE mt_pr = @id",
                    cancellationToken,
                    ("code", code), ("id", row.Number));
            }
        }

        return sum;
    }

    private async Task<string?> RefusalAsync(Session session, EmmaRow row, CancellationToken cancellationToken)
    {
        if (row.Text.Length == 0)
            return "E904";
        if (!family.IsLong)
            return null;
        if (row.Subject.Length == 0)
            return "E903";
        if (row.Type == "3")
            return row.Group == 0 ? null : "E920";
        if (row.Group == 0)
            return "E921";
        var files = await session.IdsAsync(
            $"SELECT attach_file_group_seq FROM {context.FileTable} WHERE attach_file_group_key = @key",
            cancellationToken,
            ("key", row.Group));
        return files.Count == 0 ? "E914" : null;
    }
}
