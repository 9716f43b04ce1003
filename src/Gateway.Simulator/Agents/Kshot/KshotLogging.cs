namespace Gateway.Simulator.Agents.Kshot;

/// <summary>Moves finished rows: queue → result table, and on every migrate interval result table → log.</summary>
internal sealed class KshotLogging(KshotContext context)
{
    private readonly KshotAgentOptions _options = context.Options;
    private readonly string _queue = context.Tables.Queue;
    private readonly string _result = context.Tables.Result;
    private DateTimeOffset _nextMigration = context.Time.GetUtcNow() + context.Options.MigrateInterval;

    public async Task<int> FinishAsync(Session session, CancellationToken cancellationToken)
    {
        var sum = 0;
        while (true)
        {
            var ids = await session.IdsAsync(
                $"SELECT Id FROM {_queue} WHERE state = 3 ORDER BY Id LIMIT @limit",
                cancellationToken,
                ("limit", _options.BatchSize));
            if (ids.Count == 0)
                return sum;
            var columns = await ListAsync(session, _result, cancellationToken);
            var move = $"INSERT INTO {_result} ({columns}) SELECT {columns} FROM {_queue} WHERE Id IN @ids";
            var delete = $"DELETE FROM {_queue} WHERE Id IN @ids";
            sum += await session.TransactAsync(
                async () =>
                {
                    await session.ExecuteAsync(move, cancellationToken, ("ids", ids.ToArray()));
                    return await session.ExecuteAsync(delete, cancellationToken, ("ids", ids.ToArray()));
                },
                cancellationToken);
            context.Journal?.Batch("kshot finished", ids);
        }
    }

    public async Task<int> MigrateAsync(Session session, CancellationToken cancellationToken)
    {
        var now = context.Time.GetUtcNow();
        if (_options.Log == KshotLog.Unuse || now < _nextMigration)
            return 0;
        _nextMigration = now + _options.MigrateInterval;

        var time = _options.LogPeriod == KshotLogPeriod.Move ? "registTime" : _options.LogPeriod.ToString();
        var rest = $"SELECT Id, kind, receiveNo, {time} FROM {_result} ORDER BY Id LIMIT @limit";
        var sum = 0;
        while (true)
        {
            var rows = await session.QueryAsync(
                rest, KshotReporting.Read, cancellationToken, ("limit", _options.BatchSize));
            if (rows.Count == 0)
                return sum;
            foreach (var period in rows.GroupBy(Period))
                sum += await MoveAsync(session, [.. period], period.Key, cancellationToken);
        }
    }

    private async Task<int> MoveAsync(
        Session session, KshotRow[] rows, DateTime period, CancellationToken cancellationToken)
    {
        var log = await context.Tables.LogFor(session, period, cancellationToken);
        var columns = await context.Tables.SharedAsync(session, _result, log, cancellationToken);
        var values = columns.Select(
            column => _options.LogState4 && column.Equals("state", StringComparison.OrdinalIgnoreCase) ? "4" : column);
        var copy = $"INSERT INTO {log} ({string.Join(',', columns)}) SELECT {string.Join(',', values)} FROM {_result} WHERE Id IN @ids";
        long[] ids = [.. rows.Select(row => row.Id)];
        long[] twice = [.. rows.Where(row => context.OutcomeOf(row).Quirk.HasFlag(Quirk.Duplicate)).Select(row => row.Id)];
        var moved = await session.TransactAsync(
            async () =>
            {
                await session.ExecuteAsync(copy, cancellationToken, ("ids", ids));
                if (twice.Length > 0)
                    await session.ExecuteAsync(copy, cancellationToken, ("ids", twice));
                return await session.ExecuteAsync(
                    $"DELETE FROM {_result} WHERE Id IN @ids", cancellationToken, ("ids", ids));
            },
            cancellationToken);
        context.Journal?.Batch($"kshot logged in {log}", ids);
        return moved;
    }

    /// <summary>One moment for all rows that go to the same table.</summary>
    private DateTime Period(KshotRow row)
    {
        var time = _options.LogPeriod == KshotLogPeriod.Move || row.Since == DateTime.MinValue
            ? KoreaTime.Now(context.Time)
            : row.Since;
        return _options.Log == KshotLog.Month ? new DateTime(time.Year, time.Month, 1) : time.Date;
    }

    private async Task<string> ListAsync(Session session, string target, CancellationToken cancellationToken) =>
        string.Join(',', await context.Tables.SharedAsync(session, _queue, target, cancellationToken));
}
