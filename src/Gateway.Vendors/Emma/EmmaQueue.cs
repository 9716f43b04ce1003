using System.Data.Common;
using Gateway.Vendors.Databases;
using Gateway.Vendors.Models;

namespace Gateway.Vendors.Emma;

/// <summary>
/// Infobank's EMMA and ATA: <c>em_smt_tran</c>, <c>em_mmt_tran</c>, <c>ata_mmt_tran</c> → their logs of months, one row
/// for each recipient.
/// </summary>
internal sealed class EmmaQueue : IVendorQueue
{
    /// <summary>ATA refuses longer ones (3032), however wide its column is.</summary>
    private const int AlimTalkLetters = 1000;

    private static readonly Dictionary<Guid, int> NoFiles = [];

    private readonly VendorDatabase _database;
    private readonly EmmaSettings _settings;
    private readonly TimeProvider _time;
    private readonly KoreaTime _korea;
    private readonly HandOverLedger _ledger;
    private readonly EmmaTables _tables;
    private readonly EmmaFiles _files;
    private readonly DueQueues<EmmaRow> _queues;
    private readonly DueWithdrawal<EmmaRow> _withdrawal;

    /// <summary>Families whose queue has a column for the origin code.</summary>
    private IReadOnlySet<string> _withOriginCode = new HashSet<string>();

    public EmmaQueue(VendorInstall install)
    {
        _database = install.Database;
        _settings = install.Setup<EmmaSettings>();
        _time = install.Time;
        _korea = install.Korea;
        var model = EmmaModel.Of(_settings, install.Channels);
        _ledger = new HandOverLedger(install, model);
        _tables = new EmmaTables(_database, model, install.CreateTables, _ledger);
        _files = new EmmaFiles(_database, _settings);
        _queues = new DueQueues<EmmaRow>(
            [.. _tables.Families.Select(family => new EmmaReader(_database, _tables, family, _korea, _time))],
            OpenAsync,
            _korea,
            _time,
            TimeSpan.FromMinutes(_settings.ValidMinutes));
        _withdrawal = new DueWithdrawal<EmmaRow>(
            OpenAsync, _ledger, _korea, _time, TimeSpan.FromSeconds(_settings.TakeSeconds));
    }

    public int? TemplateCodeLength { get; private set; }

    public int? TextLength => AlimTalkLetters;

    public string? OriginCodeAbsent { get; private set; } = "This node has not looked at the tables yet.";

    public async Task<QueueInspection> PrepareAsync(CancellationToken cancellationToken)
    {
        var inspection = await _tables.PrepareAsync(_korea.OldestLog(_time.GetUtcNow()), cancellationToken);
        TemplateCodeLength = inspection.WidthOf("template_code");
        var families = _tables.Families.Where(family => !family.IsTalk)
            .ToLookup(family => inspection.Has(_tables.TableOf(family), EmmaRows.OriginCodeColumn));
        _withOriginCode = families[true].Select(family => family.Name).ToHashSet();
        OriginCodeAbsent = families[false].Select(_tables.TableOf).ToList() is { Count: > 0 } without
            ? $"{string.Join(" and ", without)} lacks the column {EmmaRows.OriginCodeColumn}, which EMMA 3.7 has."
            : null;
        return inspection;
    }

    public Task<HandOverOutcome> HandOverAsync(
        Guid handOverId, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        var now = _korea.ToWall(_time.GetUtcNow());
        var groups = messages.GroupBy(message => EmmaFamily.Of(message.Channel)).ToList();
        return _ledger.WriteAsync(handOverId, messages.Count, InsertAsync, cancellationToken);

        async Task InsertAsync(DbConnection connection, DbTransaction transaction, CancellationToken token)
        {
            foreach (var group in groups)
            {
                var files = group.Key.Name == EmmaFamily.Long.Name
                    ? await _files.InsertAsync(connection, transaction, handOverId, [.. group], token)
                    : NoFiles;
                var columns = ColumnsOf(group.Key, [.. group], now, files);
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
                    var columns = ColumnsOf(family, [], _korea.ToWall(_time.GetUtcNow()), NoFiles);
                    await _database.InsertAsync(connection, transaction, _tables.TableOf(family), columns, 0, token);
                }

                if (_tables.Model.HasFiles)
                {
                    await _files.TryAsync(connection, transaction, token);
                }
            },
            cancellationToken);

    public Task<HandOverFate> ResolveAsync(Guid handOverId, CancellationToken cancellationToken) =>
        _ledger.ResolveAsync(handOverId, cancellationToken);

    public Task<int> PurgeLedgerAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        _ledger.PurgeAsync(before, cancellationToken);

    public Task<int> CountWaitingAsync(int limit, CancellationToken cancellationToken) =>
        _queues.CountWaitingAsync(limit, cancellationToken);

    public async Task<AgentSigns> LookAsync(CancellationToken cancellationToken)
    {
        await using var context = await OpenAsync(cancellationToken);
        return new AgentSigns
        {
            Heads = await _queues.HeadsAsync(context, cancellationToken),
            Beats = await EmmaBeats.ReadAsync(context, _settings, cancellationToken),
        };
    }

    public Task<IReadOnlyList<Guid>> WithdrawAsync(
        IReadOnlyList<QueuedRow> rows, CancellationToken cancellationToken) =>
        _withdrawal.WithdrawAsync(_queues.All, rows, cancellationToken);

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

    private IReadOnlyList<Column> ColumnsOf(
        EmmaFamily family,
        IReadOnlyList<OutgoingMessage> messages,
        DateTime now,
        IReadOnlyDictionary<Guid, int> files)
    {
        var hasOriginCode = _withOriginCode.Contains(family.Name);
        return EmmaRows.Columns(family, messages, now, _tables.SequenceOf(family), hasOriginCode, files);
    }

    private Task<VendorContext> OpenAsync(CancellationToken cancellationToken) =>
        VendorContext.OpenAsync(_database, _tables.Model, cancellationToken);
}
