namespace Gateway.Simulator.Agents.Xroshot;

/// <summary>SEND_STATUS 0 → 1 → 2 → 3, or -1 for what the server refuses.</summary>
internal sealed class XroshotSending(XroshotContext context)
{
    // The agent tries a refused job again this often before it gives up.
    private const int Retries = 3;

    private readonly XroshotAgentOptions _options = context.Options;
    private readonly string _send = context.Tables.Send;
    private readonly Allowance _allowance = new(context.Options.Tps, context.Time);

    public async Task<int> FetchAsync(Session session, CancellationToken cancellationToken)
    {
        var due = $"SELECT MSG_ID FROM {_send} WHERE SEND_STATUS = 0 AND (SCHEDULE_TYPE = 0 OR SEND_DATE <= @now) ORDER BY MSG_ID LIMIT @limit";
        // Again with the status: the customer may have deleted the row in between.
        var fetch = $"UPDATE {_send} SET SEND_STATUS = 1 WHERE SEND_STATUS = 0 AND MSG_ID IN @ids";
        var sum = 0;
        while (true)
        {
            var limit = Math.Min(_options.BatchSize, _allowance.Now());
            if (limit < 1)
                return sum;
            var ids = await session.IdsAsync(due, cancellationToken, ("now", context.Now), ("limit", limit));
            if (ids.Count == 0)
                return sum;
            var fetched = await session.TransactAsync(
                () => session.ExecuteAsync(fetch, cancellationToken, ("ids", ids.ToArray())), cancellationToken);
            _allowance.Use(fetched);
            context.Tell("fetched", ids);
            sum += fetched;
            if (ids.Count < limit)
                return sum;
        }
    }

    public async Task<int> TransmitAsync(Session session, CancellationToken cancellationToken)
    {
        var fetched = $"SELECT MSG_ID, DEST_COUNT, DEST_INFO FROM {_send} WHERE SEND_STATUS = 1 AND MSG_ID > @after ORDER BY MSG_ID LIMIT @limit";
        var transmit = $"UPDATE {_send} SET SEND_STATUS = 2, SEND_COUNT = SEND_COUNT + 1, SEND_PROC_TIME = @now WHERE SEND_STATUS = 1 AND MSG_ID IN @ids";
        var refuse = $"""
            UPDATE {_send} SET SEND_STATUS = -1, SEND_COUNT = {Retries}, SEND_RESULT = @code, SEND_PROC_TIME = @now WHERE SEND_STATUS = 1 AND MSG_ID IN @ids
            """;
        var sum = 0;
        for (var after = long.MinValue; ;)
        {
            var jobs = await session.QueryAsync(
                fetched,
                reader => (Id: reader.Long(0), Fate: Fate(reader.Long(0), reader.Int(1), reader.Text(2))),
                cancellationToken,
                ("after", after),
                ("limit", _options.BatchSize));
            var sent = Ids(Quirk.None);
            var refused = Ids(Quirk.Rejected);
            if (sent.Length + refused.Length > 0)
            {
                sum += await session.TransactAsync(
                    async () => await session.ExecuteAsync(transmit, cancellationToken, ("now", context.Now), ("ids", sent))
                        + await session.ExecuteAsync(refuse, cancellationToken, ("code", _options.RejectCode), ("now", context.Now), ("ids", refused)),
                    cancellationToken);
                context.Tell("transmitted", sent);
                context.Tell("refused", refused);
            }

            if (jobs.Count < _options.BatchSize)
                return sum;
            after = jobs[^1].Id;

            long[] Ids(Quirk fate) => [.. jobs.Where(job => job.Fate == fate).Select(job => job.Id)];
        }
    }

    public async Task<int> AcceptAsync(Session session, CancellationToken cancellationToken)
    {
        var due = $"SELECT MSG_ID FROM {_send} WHERE SEND_STATUS = 2 AND SEND_PROC_TIME <= @due ORDER BY MSG_ID LIMIT @limit";
        var accept = $"UPDATE {_send} SET SEND_STATUS = 3 WHERE SEND_STATUS = 2 AND MSG_ID IN @ids";
        var sum = 0;
        while (true)
        {
            var ids = await session.IdsAsync(
                due, cancellationToken, ("due", context.Before(_options.AcceptDelay)), ("limit", _options.BatchSize));
            if (ids.Count == 0)
                return sum;
            sum += await session.TransactAsync(
                () => session.ExecuteAsync(accept, cancellationToken, ("ids", ids.ToArray())), cancellationToken);
            context.Tell("accepted", ids);
        }
    }

    /// <summary>None, Stuck or Rejected; the job goes as a whole, so its first recipient decides.</summary>
    private Quirk Fate(long id, int count, string destInfo)
    {
        var recipients = XroshotRecipients.Parse(destInfo);
        if (!XroshotRecipients.AreSound(recipients, count))
            return Quirk.Rejected;
        var quirk = context.OutcomeOf(id, 1, recipients[0].Phone).Quirk;
        if (quirk.HasFlag(Quirk.Stuck))
            return Quirk.Stuck;
        var key = id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var byChance = _options.RejectRate > 0 && context.Outcomes.Chance.Of("reject" + context.Kind.Code, key) < _options.RejectRate;
        return quirk.HasFlag(Quirk.Rejected) || byChance ? Quirk.Rejected : Quirk.None;
    }
}
