using System.Runtime.CompilerServices;
using Gateway.Vendors.Databases;
using Gateway.Vendors.Models;
using Microsoft.EntityFrameworkCore;

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

    public BizppurioQueue(VendorInstall install)
    {
        _database = install.Database;
        _settings = install.Setup<BizppurioSettings>();
        _time = install.Time;
        var model = BizppurioTables.ModelOf(_settings, install.Channels);
        _ledger = new HandOverLedger(install, model);
        _tables = new BizppurioTables(_database, model, install.CreateTables, _ledger);
        _korea = install.Korea;
        _reader = new BizppurioReader(_settings, _tables, _korea, _time);
    }

    public int? TemplateCodeLength { get; private set; }

    public int? TextLength { get; private set; }

    public string? OriginCodeAbsent { get; private set; } = "This node has not looked at the table yet.";

    public async Task<QueueInspection> PrepareAsync(CancellationToken cancellationToken)
    {
        var inspection = await _tables.PrepareAsync(_korea.OldestLog(_time.GetUtcNow()), cancellationToken);
        TemplateCodeLength = inspection.WidthOf("TEMPLATE_CODE");
        TextLength = inspection.WidthOf("MSG_BODY");
        OriginCodeAbsent = inspection.Has(_settings.MessageTable, BizppurioRows.OriginCodeColumn)
            ? null
            : $"{_settings.MessageTable} has no column {BizppurioRows.OriginCodeColumn} (the module's USE_RESELLERCODE).";
        return inspection;
    }

    public Task<HandOverOutcome> HandOverAsync(Guid handOverId, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        var columns = BizppurioRows.Columns(messages, _korea.ToWall(_time.GetUtcNow()), OriginCodeAbsent is null);
        return _ledger.WriteAsync(
            handOverId,
            messages.Count,
            (connection, transaction, token) => _database.InsertAsync(connection, transaction, _settings.MessageTable, columns, messages.Count, token),
            cancellationToken);
    }

    public Task TryWriteAsync(CancellationToken cancellationToken) =>
        _ledger.TryAsync(
            (connection, transaction, token) => _database.InsertAsync(
                connection,
                transaction,
                _settings.MessageTable,
                BizppurioRows.Columns([], _korea.ToWall(_time.GetUtcNow()), hasOriginCode: false),
                0,
                token),
            cancellationToken);

    public Task<HandOverFate> ResolveAsync(Guid handOverId, CancellationToken cancellationToken) => _ledger.ResolveAsync(handOverId, cancellationToken);

    public Task<int> PurgeLedgerAsync(DateTimeOffset before, CancellationToken cancellationToken) => _ledger.PurgeAsync(before, cancellationToken);

    public async Task<int> CountWaitingAsync(int limit, CancellationToken cancellationToken)
    {
        await using var context = await OpenAsync(cancellationToken);
        return await Untouched(context).Take(limit).CountAsync(cancellationToken);
    }

    public async Task<AgentSigns> LookAsync(CancellationToken cancellationToken)
    {
        await using var context = await OpenAsync(cancellationToken);
        return new AgentSigns { Heads = await SingleRows.HeadsAsync(InOrder(Untouched(context)).Select(row => row.Cmid), cancellationToken), Beats = [] };
    }

    public async Task<IReadOnlyList<Guid>> WithdrawAsync(IReadOnlyList<QueuedRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        await using var context = await OpenAsync(cancellationToken);
        return await SingleRows.WithdrawAsync(
            context,
            _ledger,
            rows,
            keys => Untouched(context).Where(row => keys.Contains(row.Cmid)).OrderBy(row => row.Cmid).Select(row => new LockedRow<string>(row.Cmid, row.Cmid)),
            cmids => Untouched(context).Where(row => cmids.Contains(row.Cmid)).ExecuteDeleteAsync(cancellationToken),
            cancellationToken);
    }

    public async Task<IReadOnlyList<Guid>> FindAgingAsync(int limit, CancellationToken cancellationToken)
    {
        var before = AgingBefore();
        await using var context = await OpenAsync(cancellationToken);
        var aging = InOrder(Untouched(context).Where(row => row.SendTime < before));
        return SingleRows.MessagesOf(await aging.Select(row => row.Cmid).Take(limit).ToListAsync(cancellationToken));
    }

    public async Task<int> RenewAsync(IReadOnlyList<Guid> messageIds, CancellationToken cancellationToken)
    {
        if (messageIds.Count == 0)
        {
            return 0;
        }

        var before = AgingBefore();
        var now = _korea.ToWall(_time.GetUtcNow());
        var cmids = messageIds.Select(Rows.Key).ToList();
        await using var context = await OpenAsync(cancellationToken);
        return await Untouched(context)
            .Where(row => row.SendTime < before && cmids.Contains(row.Cmid))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.SendTime, now), cancellationToken);
    }

    public async IAsyncEnumerable<ScanPage> ScanAsync(DateTimeOffset since, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var context = await OpenAsync(cancellationToken);
        await foreach (var page in _reader.ScanAsync(context, since, pageSize, cancellationToken))
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

        await using var context = await OpenAsync(cancellationToken);
        return await _reader.ProbeAsync(context, targets, cancellationToken);
    }

    private DateTime AgingBefore() => _korea.ToWall(_time.GetUtcNow().AddMinutes(-_settings.ValidMinutes * RenewAfter));

    private Task<VendorContext> OpenAsync(CancellationToken cancellationToken) => VendorContext.OpenAsync(_database, _tables.Model, cancellationToken);

    private static IQueryable<BizppurioRow> Untouched(VendorContext context) => context.Rows<BizppurioRow>(BizppurioModel.Queue).Where(row => row.Status == 0);

    /// <summary>In the order in which the agent takes them.</summary>
    private static IQueryable<BizppurioRow> InOrder(IQueryable<BizppurioRow> rows) => rows.OrderBy(row => row.SendTime).ThenBy(row => row.Cmid);
}
