namespace Gateway.Simulator.Agents.Lguplus;

/// <summary>Plays LG U+'s U+ Agent: SC_TRAN and MMS_MSG → their logs of months.</summary>
public sealed class LguplusAgent : IAgent
{
    private readonly AgentDatabase _database;
    private readonly LguplusContext _context;
    private readonly List<Part> _parts;

    public LguplusAgent(
        AgentDatabase database,
        LguplusAgentOptions options,
        TimeProvider time,
        Random random,
        AgentJournal? journal = null)
    {
        _database = database;
        _context = new LguplusContext(
            options, time, new Outcomes(options.Outcomes, LguplusFamily.Codes, random), journal);
        _parts = [.. _context.Families.Select(family => new Part(
            family,
            new LguplusTaking(_context, family),
            new LguplusReporting(_context, family),
            new LguplusLogging(_context, family)))];
    }

    /// <summary>
    /// Numbers of rows and recipients that were given to the vendor since this agent began, of both tables.
    /// </summary>
    public IReadOnlyList<(long Number, string Phone)> Sent => [.. _parts.SelectMany(part => part.Taking.Sent)];

    /// <inheritdoc />
    public async Task<int> StepAsync(CancellationToken cancellationToken = default)
    {
        await using var session = await _database.OpenAsync(cancellationToken);
        var sum = 0;
        foreach (var part in _parts)
        {
            // Somebody may have made the queue of SMS alone.
            if (!part.Exists && (await session.ColumnsAsync(part.Family.Table, cancellationToken)).Count == 0)
                continue;
            part.Exists = true;

            // The log first: a finished row rests in the queue from one step to the next at least.
            sum += await part.Logging.MoveFinishedAsync(session, cancellationToken)
                + await part.Taking.TakeAsync(session, cancellationToken)
                + await part.Reporting.ReportAsync(session, cancellationToken);
        }

        return sum;
    }

    /// <inheritdoc />
    public async Task CreateTablesAsync(CancellationToken cancellationToken = default)
    {
        await using var session = await _database.OpenAsync(cancellationToken);
        await TableTexts.CreateAsync(
            session,
            "Lguplus.create",
            [("sms", _context.Families[0].Table), ("mms", _context.Families[1].Table)],
            cancellationToken);
    }

    /// <inheritdoc />
    public async Task<bool> TablesExistAsync(CancellationToken cancellationToken = default)
    {
        await using var session = await _database.OpenAsync(cancellationToken);
        return (await session.ColumnsAsync(_context.Families[0].Table, cancellationToken)).Count > 0;
    }

    private sealed record Part(
        LguplusFamily Family, LguplusTaking Taking, LguplusReporting Reporting, LguplusLogging Logging)
    {
        public bool Exists { get; set; }
    }
}
