using System.Globalization;

namespace Gateway.Simulator.Agents.Emma;

/// <summary>Plays Infobank's EMMA and ATA: em_smt_tran, em_mmt_tran, ata_mmt_tran → their logs of months.</summary>
public sealed class EmmaAgent : IAgent
{
    private const string StatusTable = "em_status";

    private readonly AgentDatabase _database;
    private readonly EmmaContext _context;
    private readonly List<Part> _parts;

    public EmmaAgent(
        AgentDatabase database,
        EmmaAgentOptions options,
        TimeProvider time,
        Random random,
        AgentJournal? journal = null)
    {
        _database = database;
        _context = new EmmaContext(options, time, new Outcomes(options.Outcomes, EmmaFamily.Codes, random), journal);
        _parts = [.. _context.Families.Select(family =>
        {
            var logging = new EmmaLogging(_context, family);
            return new Part(
                family, new EmmaTaking(_context, family), new EmmaReporting(_context, family, logging), logging);
        })];
    }

    /// <summary>
    /// Numbers of rows and recipients that were given to the vendor since this agent began, of all tables.
    /// </summary>
    public IReadOnlyList<(long Number, string Phone)> Sent => [.. _parts.SelectMany(part => part.Taking.Sent)];

    /// <inheritdoc />
    public async Task<int> StepAsync(CancellationToken cancellationToken = default)
    {
        await using var session = await _database.OpenAsync(cancellationToken);
        var sum = 0;
        foreach (var part in _parts)
        {
            // Installs with one of the two agents have its tables alone.
            if (!part.Exists && (await session.ColumnsAsync(part.Family.Table, cancellationToken)).Count == 0)
                continue;
            part.Exists = true;

            // The log first: a finished row rests in the queue from one step to the next at least.
            sum += await part.Logging.MoveFinishedAsync(session, cancellationToken)
                + await part.Logging.MovePastAsync(session, cancellationToken)
                + await part.Taking.TakeAsync(session, cancellationToken)
                + await part.Reporting.ReportAsync(session, cancellationToken);
        }

        if (_context.Options.KeepsStatus)
            await BeatAsync(session, cancellationToken);
        return sum;
    }

    /// <inheritdoc />
    public async Task CreateTablesAsync(CancellationToken cancellationToken = default)
    {
        await using var session = await _database.OpenAsync(cancellationToken);
        string[] places = ["sms", "mms", "ata"];
        var names = _context.Families.Select((family, place) => (places[place], family.Table));
        await TableTexts.CreateAsync(
            session, "Emma.create", [.. names, ("files", _context.FileTable)], cancellationToken);
    }

    /// <inheritdoc />
    public async Task<bool> TablesExistAsync(CancellationToken cancellationToken = default)
    {
        await using var session = await _database.OpenAsync(cancellationToken);
        foreach (var part in _parts)
        {
            if ((await session.ColumnsAsync(part.Family.Table, cancellationToken)).Count > 0)
                return true;
        }

        return false;
    }

    private async Task BeatAsync(Session session, CancellationToken cancellationToken)
    {
        var now = KoreaTime.Now(_context.Time).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        await session.ExecuteAsync(
            $"""
            CREATE TABLE IF NOT EXISTS {StatusTable} (
              emma_id CHAR(2) NOT NULL, process_name VARCHAR(30) NOT NULL, pid VARCHAR(20) NOT NULL,
              service_type CHAR(2) NOT NULL, update_time VARCHAR(19),
              PRIMARY KEY (emma_id, process_name, pid, service_type))
            """,
            cancellationToken);
        var beat = $"UPDATE {StatusTable} SET update_time = @now";
        if (await session.ExecuteAsync(beat, cancellationToken, ("now", now)) == 0)
        {
            await session.ExecuteAsync(
                $"""
                INSERT INTO {StatusTable} (emma_id, process_name, pid, service_type, update_time)
                VALUES (' ', 'mtsender', '1', '0', @now)
                """,
                cancellationToken,
                ("now", now));
        }
    }

    private sealed record Part(EmmaFamily Family, EmmaTaking Taking, EmmaReporting Reporting, EmmaLogging Logging)
    {
        public bool Exists { get; set; }
    }
}
