using System.Globalization;
using System.Runtime.CompilerServices;
using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Bizppurio;

/// <summary>Daou's BIZCLIENT: <c>BIZ_MSG</c>, which is queue and result in one → <c>BIZ_LOG_YYYYMM</c>, one row for each recipient.</summary>
internal sealed class BizppurioQueue : IVendorQueue
{
    /// <summary>The part of its validity after which a row is renewed: early enough for a gateway that restarts in between.</summary>
    private const double RenewAfter = 0.8;

    private readonly VendorDatabase _database;
    private readonly BizppurioSettings _settings;
    private readonly TimeProvider _time;
    private readonly HandOverLedger _ledger;
    private readonly BizppurioTables _tables;
    private readonly KoreaTime _korea;
    private readonly BizppurioReader _reader;

    public BizppurioQueue(VendorDatabase database, VendorSettings settings, IReadOnlyCollection<Channel> channels, KoreaTime korea, TimeProvider time)
    {
        _database = database;
        _settings = settings.Bizppurio;
        _time = time;
        var model = BizppurioTables.ModelOf(settings.Bizppurio, channels);
        _ledger = new HandOverLedger(database, model, time);
        _tables = new BizppurioTables(database, model, settings.CreateTables, _ledger);
        _korea = korea;
        _reader = new BizppurioReader(settings.Bizppurio, _tables, korea, time);
    }

    public Task<QueueInspection> PrepareAsync(CancellationToken cancellationToken) =>
        _tables.PrepareAsync(_korea.OldestLog(_time.GetUtcNow()), cancellationToken);

    public Task<HandOverOutcome> HandOverAsync(Guid handOverId, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        var columns = BizppurioRows.Columns(messages, _korea.ToWall(_time.GetUtcNow()));
        return _ledger.WriteAsync(
            handOverId,
            messages.Count,
            (connection, transaction, token) => _database.InsertAsync(connection, transaction, _settings.MessageTable, columns, messages.Count, token),
            cancellationToken);
    }

    public Task TryWriteAsync(CancellationToken cancellationToken) =>
        _ledger.TryAsync(
            (connection, transaction, token) => _database.InsertAsync(connection, transaction, _settings.MessageTable, BizppurioRows.Columns([], _korea.ToWall(_time.GetUtcNow())), 0, token),
            cancellationToken);

    public Task<HandOverFate> ResolveAsync(Guid handOverId, CancellationToken cancellationToken) => _ledger.ResolveAsync(handOverId, cancellationToken);

    public Task<int> PurgeLedgerAsync(DateTimeOffset before, CancellationToken cancellationToken) => _ledger.PurgeAsync(before, cancellationToken);

    public async Task<int> CountWaitingAsync(int limit, CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenAsync(cancellationToken);
        await using var command = VendorCommand.Create(connection, null, Statement("count-waiting")).With("@limit", limit);
        return Convert.ToInt32(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    public async Task<AgentSigns> LookAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenAsync(cancellationToken);
        return new AgentSigns { Heads = await SingleRows.HeadsAsync(connection, Statement("heads"), cancellationToken), Beats = [] };
    }

    public Task<IReadOnlyList<Guid>> WithdrawAsync(IReadOnlyList<QueuedRow> rows, CancellationToken cancellationToken) =>
        SingleRows.WithdrawAsync(_database, _ledger, Statement("lock-untouched"), Statement("delete-untouched"), rows, cancellationToken);

    public async Task<IReadOnlyList<Guid>> FindAgingAsync(int limit, CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenAsync(cancellationToken);
        await using var command = VendorCommand.Create(connection, null, Statement("find-aging")).With("@before", AgingBefore()).With("@limit", limit);
        return await SingleRows.IdsAsync(command, cancellationToken);
    }

    public async Task<int> RenewAsync(IReadOnlyList<Guid> messageIds, CancellationToken cancellationToken)
    {
        if (messageIds.Count == 0)
        {
            return 0;
        }

        await using var connection = await _database.OpenAsync(cancellationToken);
        await using var command = VendorCommand.CreateWithList(connection, null, Statement("renew"), messageIds.Select(Rows.Key))
            .With("@now", _korea.ToWall(_time.GetUtcNow())).With("@before", AgingBefore());
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async IAsyncEnumerable<ScanPage> ScanAsync(DateTimeOffset since, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenAsync(cancellationToken);
        await foreach (var page in _reader.ScanAsync(connection, since, pageSize, cancellationToken))
        {
            yield return page;
        }
    }

    public async Task<IReadOnlyList<VendorReport>> ProbeAsync(IReadOnlyList<ProbeTarget> targets, CancellationToken cancellationToken)
    {
        if (targets.Count == 0)
        {
            return [];
        }

        await using var connection = await _database.OpenAsync(cancellationToken);
        return await _reader.ProbeAsync(connection, targets, cancellationToken);
    }

    private DateTime AgingBefore() => _korea.ToWall(_time.GetUtcNow().AddMinutes(-_settings.ValidMinutes * RenewAfter));

    private string Statement(string name) => VendorCommand.Fill(
        VendorCommand.Text($"Bizppurio.Sql.{name}"), ("table", _settings.MessageTable));
}
