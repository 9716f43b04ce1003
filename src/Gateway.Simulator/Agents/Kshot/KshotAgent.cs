namespace Gateway.Simulator.Agents.Kshot;

/// <summary>Plays KShotAgent 2.2.2: agent_msgqueue → agent_msgresult → agent_msglog_*.</summary>
public sealed class KshotAgent : IAgent
{
    private readonly AgentDatabase _database;
    private readonly KshotContext _context;
    private readonly KshotSending _sending;
    private readonly KshotReporting _reporting;
    private readonly KshotLogging _logging;
    private readonly KshotWatchdog _watchdog;

    public KshotAgent(
        AgentDatabase database,
        KshotAgentOptions options,
        TimeProvider time,
        Random random,
        AgentJournal? journal = null)
    {
        _database = database;
        _context = new KshotContext(
            options,
            new KshotTables(options),
            time,
            new Outcomes(options.Outcomes, KshotKind.Codes, random),
            journal);
        _sending = new KshotSending(_context);
        _reporting = new KshotReporting(_context);
        _logging = new KshotLogging(_context);
        _watchdog = new KshotWatchdog(_context);
    }

    /// <inheritdoc />
    public async Task<int> StepAsync(CancellationToken cancellationToken = default)
    {
        await using var session = await _database.OpenAsync(cancellationToken);
        var beats = await _watchdog.BeatAsync(session, cancellationToken);
        if (!_watchdog.OnDuty)
            return beats;

        // The log first: a row rests in the result table from one step to the next at least, as a reader of the real
        // one would see it.
        return beats
            + await _logging.MigrateAsync(session, cancellationToken)
            + await _sending.TakeAsync(session, cancellationToken)
            + await _sending.AcceptAsync(session, cancellationToken)
            + await _reporting.ReportAsync(session, cancellationToken)
            + await _reporting.ExpireAsync(session, cancellationToken)
            + await _logging.FinishAsync(session, cancellationToken);
    }

    /// <inheritdoc />
    public async Task CreateTablesAsync(CancellationToken cancellationToken = default)
    {
        await using var session = await _database.OpenAsync(cancellationToken);
        await _context.Tables.CreateAsync(session, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<bool> TablesExistAsync(CancellationToken cancellationToken = default)
    {
        await using var session = await _database.OpenAsync(cancellationToken);
        return (await _context.Tables.ColumnsAsync(session, _context.Tables.Queue, cancellationToken)).Count > 0
            && (await _context.Tables.ColumnsAsync(session, _context.Tables.Result, cancellationToken)).Count > 0;
    }
}
