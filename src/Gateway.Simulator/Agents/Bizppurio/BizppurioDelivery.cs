namespace Gateway.Simulator.Agents.Bizppurio;

/// <summary>STATUS 7 → 1 with a UMID; used files are deleted.</summary>
internal sealed class BizppurioDelivery(BizppurioContext context)
{
    private readonly BizppurioAgentOptions _options = context.Options;
    private readonly string _message = context.Message;

    // No column holds the time of the take. A row that is not here was taken before a restart, so its delay is over.
    private readonly Dictionary<string, DateTimeOffset> _taken = [];

    public void Taken(IEnumerable<string> cmids)
    {
        foreach (var cmid in cmids)
            _taken[cmid] = context.Time.GetUtcNow();
    }

    public async Task<int> DeliverAsync(Session session, CancellationToken cancellationToken)
    {
        var underway = $"SELECT {BizppurioRow.Columns} FROM {_message} WHERE STATUS = 7 AND CMID > @after ORDER BY CMID LIMIT @limit";
        var accept = $"UPDATE {_message} SET STATUS = 1, UMID = {BizppurioUmid.Sql} WHERE STATUS = 7 AND CMID IN @ids";
        var sum = 0;
        for (var after = ""; ;)
        {
            var rows = await session.QueryAsync(
                underway,
                BizppurioRow.Read,
                cancellationToken,
                ("after", after),
                ("limit", _options.BatchSize));
            var due = rows.Where(IsDue).ToList();
            string[] ids = [.. due.Select(row => row.Cmid)];
            if (ids.Length > 0)
            {
                var stamp = BizppurioUmid.Stamp(KoreaTime.Exact(context.Time));
                sum += await session.TransactAsync(
                    () => session.ExecuteAsync(accept, cancellationToken, ("stamp", stamp), ("ids", ids)),
                    cancellationToken);
                // The picture of a fallback is still needed.
                context.Spool.Delete(
                    due.SelectMany(row => row.FallsBack ? row.Files.Where(file => !IsPicture(file)) : row.Files));
                context.Journal?.Batch("bizppurio accepted", ids);
            }

            foreach (var id in ids)
                _taken.Remove(id);
            if (rows.Count < _options.BatchSize)
                return sum;
            after = rows[^1].Cmid;
        }
    }

    public static bool IsPicture(string file) => !file.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    private bool IsDue(BizppurioRow row) =>
        (!_taken.TryGetValue(row.Cmid, out var at) || at + _options.AcceptDelay <= context.Time.GetUtcNow())
        && !context.OutcomeOf(row).Quirk.HasFlag(Quirk.Stuck);
}
