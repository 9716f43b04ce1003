namespace Gateway.Simulator.Agents.Xroshot;

/// <summary>Plays KT Xroshot's MCS Agent: SDK_x_SEND → SDK_x_REPORT and SDK_x_REPORT_DETAIL for SMS, MMS, VMS and FMS.</summary>
public sealed class XroshotAgent : IAgent
{
    private readonly AgentDatabase _database;
    private readonly List<Line> _lines;
    private readonly XroshotInbound _inbound;
    private HashSet<string>? _present;

    public XroshotAgent(AgentDatabase database, XroshotAgentOptions options, TimeProvider time, Random random, AgentJournal? journal = null)
    {
        _database = database;
        _inbound = new XroshotInbound(time);
        var outcomes = new Outcomes(options.Outcomes, XroshotKind.Codes, random);
        _lines = [.. XroshotKind.All.Select(kind => new Line(new XroshotContext(options, kind, new XroshotTables(options, kind), time, outcomes, journal)))];
    }

    /// <inheritdoc />
    public async Task<int> StepAsync(CancellationToken cancellationToken = default)
    {
        await using var session = await _database.OpenAsync(cancellationToken);
        var sum = 0;
        foreach (var line in await PresentAsync(session, cancellationToken))
            sum += await line.StepAsync(session, cancellationToken);
        return sum;
    }

    /// <summary>A fax comes in: writes a small TIFF into the directory, then a row into SDK_FMS_RECEIVE.</summary>
    public async Task<XroshotReceivedFax> ReceiveFaxAsync(
        string from, string to, int pages, string directory, CancellationToken cancellationToken = default)
    {
        await using var session = await _database.OpenAsync(cancellationToken);
        return await _inbound.ReceiveAsync(session, from, to, pages, directory, cancellationToken);
    }

    /// <summary>A short message comes in: a row in SDK_SMS_RECEIVE. Answers its JOB_ID.</summary>
    public async Task<long> ReceiveTextAsync(
        string from, string to, string text, CancellationToken cancellationToken = default)
    {
        await using var session = await _database.OpenAsync(cancellationToken);
        return await _inbound.ReceiveTextAsync(session, from, to, text, cancellationToken);
    }

    /// <inheritdoc />
    public async Task CreateTablesAsync(CancellationToken cancellationToken = default)
    {
        await using var session = await _database.OpenAsync(cancellationToken);
        await TableTexts.CreateAsync(session, "Xroshot.common", [], cancellationToken);
        foreach (var line in _lines)
            await line.CreateAsync(session, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<bool> TablesExistAsync(CancellationToken cancellationToken = default)
    {
        await using var session = await _database.OpenAsync(cancellationToken);
        return (await PresentAsync(session, cancellationToken)).Count > 0;
    }

    /// <summary>The kinds whose SEND table is there: SMS, MMS, VMS and FMS are switches of the install.</summary>
    private async Task<List<Line>> PresentAsync(Session session, CancellationToken cancellationToken)
    {
        if (_present is not { Count: > 0 })
            _present = [.. (await session.TablesAsync("SDK_", cancellationToken)).Select(table => table.ToUpperInvariant())];
        return _lines.FindAll(line => _present.Contains(line.Send.ToUpperInvariant()));
    }

    /// <summary>All parts for one kind.</summary>
    private sealed class Line(XroshotContext context)
    {
        private readonly XroshotSending _sending = new(context);
        private readonly XroshotCopying _copying = new(context);
        private readonly XroshotReporting _reporting = new(context);
        private readonly XroshotCounting _counting = new(context);

        public string Send => context.Tables.Send;

        // Monthly tables are made with their first row.
        public Task CreateAsync(Session session, CancellationToken cancellationToken) => context.Tables.CreateAsync(session, "", cancellationToken);

        public async Task<int> StepAsync(Session session, CancellationToken cancellationToken)
        {
            // The counters first: a final row shows STAT_STATUS 1 from one step to the next at least.
            var sum = 0;
            foreach (var month in await context.Tables.MonthsAsync(session, cancellationToken))
                sum += await _counting.CountAsync(session, month, cancellationToken);
            sum += await _sending.FetchAsync(session, cancellationToken)
                + await _sending.TransmitAsync(session, cancellationToken)
                + await _sending.AcceptAsync(session, cancellationToken)
                + await _copying.CopyAsync(session, cancellationToken);
            foreach (var month in await context.Tables.MonthsAsync(session, cancellationToken))
            {
                sum += await _reporting.ReportAsync(session, month, cancellationToken)
                    + await _reporting.InterimAsync(session, month, cancellationToken);
            }

            return sum;
        }
    }
}
