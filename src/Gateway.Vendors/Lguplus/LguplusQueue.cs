using System.Data.Common;
using Gateway.Vendors.Databases;
using Gateway.Vendors.Models;

namespace Gateway.Vendors.Lguplus;

/// <summary>
/// LG U+'s U+ Agent: <c>SC_TRAN</c>, <c>MMS_MSG</c> → their logs of months, one row for each recipient.
/// </summary>
internal sealed class LguplusQueue : IVendorQueue
{
    private readonly VendorDatabase _database;
    private readonly LguplusSettings _settings;
    private readonly TimeProvider _time;
    private readonly KoreaTime _korea;
    private readonly HandOverLedger _ledger;
    private readonly LguplusTables _tables;
    private readonly LguplusRows _rows;
    private readonly DueQueues<LguplusRow> _queues;
    private readonly DueWithdrawal<LguplusRow> _withdrawal;

    /// <summary>What the last look found; nothing that an install may lack is written before one.</summary>
    private QueueInspection? _inspection;

    public LguplusQueue(VendorInstall install)
    {
        _database = install.Database;
        _settings = install.Setup<LguplusSettings>();
        _time = install.Time;
        _korea = install.Korea;
        var model = LguplusModel.Of(_settings, install.Channels);
        _ledger = new HandOverLedger(install, model);
        _tables = new LguplusTables(_database, model, install.CreateTables, _ledger);
        _rows = new LguplusRows(model, Has);
        _queues = new DueQueues<LguplusRow>(
            [.. _tables.Families.Select(family => new LguplusReader(_database, _tables, family, _korea, _time))],
            OpenAsync,
            _korea,
            _time,
            TimeSpan.FromMinutes(_settings.ValidMinutes));
        _withdrawal = new DueWithdrawal<LguplusRow>(
            OpenAsync, _ledger, _korea, _time, TimeSpan.FromSeconds(_settings.TakeSeconds));
    }

    public string? OriginCodeAbsent { get; private set; } = "This node has not looked at the tables yet.";

    public async Task<QueueInspection> PrepareAsync(CancellationToken cancellationToken)
    {
        var inspection = await _tables.PrepareAsync(_korea.OldestLog(_time.GetUtcNow()), cancellationToken);
        _inspection = inspection;
        var without = _tables.Families.Where(family => !Has(family, family.OriginCodeColumn))
            .Select(family => $"{_tables.TableOf(family)} lacks the column {family.OriginCodeColumn}").ToList();
        OriginCodeAbsent = without.Count > 0
            ? $"{string.Join(" and ", without)}, which newer agents have."
            : null;
        return inspection;
    }

    public Task<HandOverOutcome> HandOverAsync(
        Guid handOverId, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        var now = _korea.ToWall(_time.GetUtcNow());
        var groups = messages.GroupBy(message => LguplusFamily.Of(message.Channel)).ToList();
        return _ledger.WriteAsync(handOverId, messages.Count, InsertAsync, cancellationToken);

        async Task InsertAsync(DbConnection connection, DbTransaction transaction, CancellationToken token)
        {
            foreach (var group in groups)
            {
                var columns = _rows.Columns(group.Key, [.. group], now);
                var table = _tables.TableOf(group.Key);
                await _database.InsertAsync(connection, transaction, table, columns, group.Count(), token);
            }
        }
    }

    public Task TryWriteAsync(CancellationToken cancellationToken) =>
        _ledger.TryAsync(
            async (connection, transaction, token) =>
            {
                foreach (var family in _tables.Families)
                {
                    var columns = _rows.Columns(family, [], _korea.ToWall(_time.GetUtcNow()));
                    await _database.InsertAsync(connection, transaction, _tables.TableOf(family), columns, 0, token);
                }
            },
            cancellationToken);

    public Task<HandOverFate> ResolveAsync(Guid handOverId, CancellationToken cancellationToken) =>
        _ledger.ResolveAsync(handOverId, cancellationToken);

    public Task<int> PurgeLedgerAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        _ledger.PurgeAsync(before, cancellationToken);

    public Task<int> CountWaitingAsync(int limit, CancellationToken cancellationToken) =>
        _queues.CountWaitingAsync(limit, cancellationToken);

    /// <summary>The agent beats nowhere: only the head of its queues tells whether it lives.</summary>
    public async Task<AgentSigns> LookAsync(CancellationToken cancellationToken)
    {
        await using var context = await OpenAsync(cancellationToken);
        return new AgentSigns
        {
            Heads = await _queues.HeadsAsync(context, cancellationToken),
            Beats = [],
        };
    }

    public Task<IReadOnlyList<Guid>> WithdrawAsync(
        IReadOnlyList<QueuedRow> rows, CancellationToken cancellationToken) =>
        _withdrawal.WithdrawAsync(_settings.CancelQueued ? _queues.All : [], rows, cancellationToken);

    public Task<IReadOnlyList<Guid>> FindAgingAsync(int limit, CancellationToken cancellationToken) =>
        _queues.FindAgingAsync(limit, cancellationToken);

    public Task<int> RenewAsync(IReadOnlyList<Guid> messageIds, CancellationToken cancellationToken) =>
        _queues.RenewAsync(messageIds, cancellationToken);

    public IAsyncEnumerable<ScanPage> ScanAsync(
        DateTimeOffset since, int pageSize, CancellationToken cancellationToken) =>
        _queues.ScanAsync(since, pageSize, cancellationToken);

    public Task<IReadOnlyList<VendorReport>> ProbeAsync(
        IReadOnlyList<ProbeTarget> targets, CancellationToken cancellationToken) =>
        _queues.ProbeAsync(targets, cancellationToken);

    private bool Has(LguplusFamily family, string column) =>
        _inspection?.Has(_tables.TableOf(family), column) == true;

    private Task<VendorContext> OpenAsync(CancellationToken cancellationToken) =>
        VendorContext.OpenAsync(_database, _tables.Model, cancellationToken);
}
