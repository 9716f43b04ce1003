using System.Globalization;

namespace Gateway.Simulator.Agents.Kshot;

/// <summary>
/// Doubled agents (mode_dup = 1): every agent beats each 15 s; the standby goes on duty when nobody on duty has beaten
/// for 60 s.
/// </summary>
internal sealed class KshotWatchdog(KshotContext context)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    private readonly KshotAgentOptions _options = context.Options;
    private readonly string _table = context.Tables.Watchdog;
    private readonly string _id = context.Options.Standby ? context.Options.AgentId + "_s" : context.Options.AgentId;
    private DateTimeOffset? _nextBeat;

    public bool OnDuty { get; private set; } = !context.Options.Watchdog;

    public async Task<int> BeatAsync(Session session, CancellationToken cancellationToken)
    {
        var now = context.Time.GetUtcNow();
        if (!_options.Watchdog || now < _nextBeat)
            return 0;
        var written = await session.TransactAsync(() => WriteAsync(session, cancellationToken), cancellationToken);
        _nextBeat = now + Beat;
        return written;
    }

    private async Task<int> WriteAsync(Session session, CancellationToken cancellationToken)
    {
        var now = KoreaTime.Now(context.Time);
        var others = await session.QueryAsync(
            $"SELECT oper_active, opertime FROM {_table} WHERE agentid <> @id",
            reader => (Role: reader.Text(0), Beat: reader.Time(1)),
            cancellationToken,
            ("id", _id));
        var onDutyElsewhere = others.Exists(other => other.Role == "A" && now - other.Beat < Silence);
        // A standby that nobody preceded waits as well: its active twin may only be starting.
        OnDuty = !onDutyElsewhere && (!_options.Standby || OnDuty || others.Exists(other => other.Role == "A"));

        if (OnDuty)
            await session.ExecuteAsync(
                $"UPDATE {_table} SET oper_active = 'S' WHERE agentid <> @id", cancellationToken, ("id", _id));
        (string, object?)[] values = [("id", _id), ("now", now), ("role", _options.Standby ? "S" : "A"), ("oper", OnDuty ? "A" : "S"), ("note", Note(now))];
        var updated = await session.ExecuteAsync(
            $"UPDATE {_table} SET mode_dup = '1', mode_active = @role, oper_active = @oper, opertime = @now, note = @note WHERE agentid = @id", cancellationToken, values);
        return updated > 0
            ? updated
            : await session.ExecuteAsync(
                $"INSERT INTO {_table} (agentid, mode_dup, mode_active, oper_active, opertime, registTime, note) VALUES (@id, '1', @role, @oper, @now, @now, @note)",
                cancellationToken,
                values);
    }

    private static string Note(DateTime now) =>
        string.Create(CultureInfo.InvariantCulture, $"simulated, {now:yyyy-MM-dd HH:mm:ss}");
}
