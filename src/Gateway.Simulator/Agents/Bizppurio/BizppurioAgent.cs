namespace Gateway.Simulator.Agents.Bizppurio;

/// <summary>Plays Bizppurio's BIZCLIENT: BIZ_MSG → BIZ_LOG_YYYYMM.</summary>
public sealed class BizppurioAgent : IAgent
{
    private readonly AgentDatabase _database;
    private readonly BizppurioContext _context;
    private readonly BizppurioTaking _taking;
    private readonly BizppurioDelivery _delivery;
    private readonly BizppurioReporting _reporting;
    private readonly BizppurioLogging _logging;

    public BizppurioAgent(
        AgentDatabase database,
        BizppurioAgentOptions options,
        TimeProvider time,
        Random random,
        AgentJournal? journal = null)
    {
        _database = database;
        _context = new BizppurioContext(
            options,
            time,
            new Outcomes(options.Outcomes, BizppurioKind.Codes, random),
            new BizppurioSpool(options),
            journal);
        _taking = new BizppurioTaking(_context);
        _delivery = new BizppurioDelivery(_context);
        _reporting = new BizppurioReporting(_context);
        _logging = new BizppurioLogging(_context);
    }

    /// <inheritdoc />
    public async Task<int> StepAsync(CancellationToken cancellationToken = default)
    {
        await using var session = await _database.OpenAsync(cancellationToken);
        // The log first: a finished row rests in BIZ_MSG from one step to the next at least, as a reader of the real
        // one would see it.
        return await _logging.MoveAsync(session, cancellationToken)
            + await _taking.TakeAsync(session, _delivery, cancellationToken)
            + await _delivery.DeliverAsync(session, cancellationToken)
            + await _reporting.ReportAsync(session, cancellationToken)
            + await _reporting.FinishDetoursAsync(session, cancellationToken);
    }

    /// <inheritdoc />
    public async Task CreateTablesAsync(CancellationToken cancellationToken = default)
    {
        await using var session = await _database.OpenAsync(cancellationToken);
        await TableTexts.CreateAsync(session, "Bizppurio.create", [("message", _context.Message)], cancellationToken);
    }

    /// <inheritdoc />
    public async Task<bool> TablesExistAsync(CancellationToken cancellationToken = default)
    {
        await using var session = await _database.OpenAsync(cancellationToken);
        return (await session.ColumnsAsync(_context.Message, cancellationToken)).Count > 0;
    }
}
