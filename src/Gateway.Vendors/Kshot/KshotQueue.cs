using System.Runtime.CompilerServices;
using Gateway.Vendors.Databases;
using Gateway.Vendors.Models;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Vendors.Kshot;

/// <summary>KShotAgent 2.2.2: <c>agent_msgqueue</c> → <c>agent_msgresult</c> → <c>agent_msglog…</c>, one row for each recipient.</summary>
internal sealed class KshotQueue : IVendorQueue
{
    private readonly VendorDatabase _database;
    private readonly KshotSettings _settings;
    private readonly KoreaTime _korea;
    private readonly TimeProvider _time;
    private readonly HandOverLedger _ledger;
    private readonly KshotTables _tables;
    private readonly KshotRows _rows;
    private readonly KshotReader _reader;

    public KshotQueue(VendorInstall install)
    {
        _database = install.Database;
        _settings = install.Setup<KshotSettings>();
        _korea = install.Korea;
        _time = install.Time;
        var model = KshotTables.ModelOf(_settings, install.Channels);
        _ledger = new HandOverLedger(install, model);
        _tables = new KshotTables(_database, model, install.CreateTables, _ledger);
        _rows = new KshotRows(_settings, _korea);
        _reader = new KshotReader(_database, _tables, _korea, _time);
    }

    public int? TemplateCodeLength { get; private set; }

    public int? TextLength { get; private set; }

    public string? OriginCodeAbsent => _settings.OriginCodeColumn is null
        ? $"Kshot:{nameof(KshotSettings.OriginCodeColumn)} is not set: name the agent's KisaOrigCode_column there."
        : null;

    public async Task<QueueInspection> PrepareAsync(CancellationToken cancellationToken)
    {
        var inspection = await _tables.PrepareAsync(_korea.OldestLog(_time.GetUtcNow()), cancellationToken);
        TemplateCodeLength = inspection.WidthOf("AFTALK_TMPLGRP_CD");
        TextLength = inspection.WidthOf("message");
        return inspection;
    }

    public Task<HandOverOutcome> HandOverAsync(Guid handOverId, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        var columns = _rows.Columns(messages, _time.GetUtcNow());
        return _ledger.WriteAsync(
            handOverId,
            messages.Count,
            (connection, transaction, token) => _database.InsertAsync(connection, transaction, _settings.QueueTable, columns, messages.Count, token),
            cancellationToken);
    }

    public Task TryWriteAsync(CancellationToken cancellationToken) =>
        _ledger.TryAsync((connection, transaction, token) => _database.InsertAsync(connection, transaction, _settings.QueueTable, _rows.Columns([], _time.GetUtcNow()), 0, token), cancellationToken);

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
        return new AgentSigns
        {
            Heads = await SingleRows.HeadsAsync(Untouched(context).OrderBy(row => row.Id).Select(row => row.Key), cancellationToken),
            Beats = _settings.WatchdogTable is { Length: > 0 } ? await KshotWatchdog.ReadAsync(context, cancellationToken) : [],
        };
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
            keys => Untouched(context).Where(row => keys.Contains(row.Key!)).OrderBy(row => row.Id).Select(row => new LockedRow<long>(row.Id, row.Key)),
            ids => Untouched(context).Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken),
            cancellationToken);
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

    private Task<VendorContext> OpenAsync(CancellationToken cancellationToken) => VendorContext.OpenAsync(_database, _tables.Model, cancellationToken);

    private static IQueryable<KshotRow> Untouched(VendorContext context) => context.Rows<KshotRow>(KshotModel.Queue).Where(row => row.State == 0);
}
