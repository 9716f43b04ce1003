using System.Data.Common;
using System.Runtime.CompilerServices;
using Gateway.Vendors.Databases;
using Gateway.Vendors.Models;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Vendors.Xroshot;

/// <summary>KT Xroshot's MCS Agent: <c>SDK_x_SEND</c> → <c>SDK_x_REPORT</c> and <c>SDK_x_REPORT_DETAIL</c>, up to 100 recipients in a row.</summary>
internal sealed class XroshotQueue : IVendorQueue
{
    private readonly VendorDatabase _database;
    private readonly KoreaTime _korea;
    private readonly TimeProvider _time;
    private readonly HandOverLedger _ledger;
    private readonly XroshotTables _tables;
    private readonly XroshotRows _rows;
    private readonly XroshotClock _clock;
    private readonly PackedMessages _packed;
    private readonly XroshotReader _reader;
    private readonly XroshotWithdrawal _withdrawal;

    /// <summary>Families whose SEND table has a column for the origin code.</summary>
    private IReadOnlySet<string> _withOriginCode = new HashSet<string>();

    public XroshotQueue(VendorInstall install)
    {
        _database = install.Database;
        var settings = install.Setup<XroshotSettings>();
        _korea = install.Korea;
        _time = install.Time;
        var model = XroshotModel.Of(settings, install.Channels);
        _ledger = new HandOverLedger(install, model);
        _tables = new XroshotTables(_database, model, install.CreateTables, _ledger);
        _rows = new XroshotRows(settings);
        _clock = new XroshotClock(_korea);
        _packed = new PackedMessages(_database, model);
        _reader = new XroshotReader(_tables, _clock, _korea);
        _withdrawal = new XroshotWithdrawal(_database, _ledger, _tables);
    }

    public string? OriginCodeAbsent { get; private set; } = "This node has not looked at the tables yet.";

    public async Task<QueueInspection> PrepareAsync(CancellationToken cancellationToken)
    {
        var inspection = await _tables.PrepareAsync(_korea.OldestLog(_time.GetUtcNow()), cancellationToken);
        _withOriginCode = _tables.Kinds.Where(kind => inspection.Has(_tables.Send(kind), XroshotRows.OriginCodeColumn))
            .Select(kind => kind.Name).ToHashSet();

        // Calls and faxes have no place for it in any install.
        var without = _tables.Kinds.Where(kind => kind.Name is "SMS" or "MMS" && !_withOriginCode.Contains(kind.Name))
            .Select(_tables.Send)
            .ToList();
        OriginCodeAbsent = without.Count == 0
            ? null
            : $"{string.Join(" and ", without)} lacks the column {XroshotRows.OriginCodeColumn}, which newer agents have.";
        return inspection;
    }

    public Task<HandOverOutcome> HandOverAsync(Guid handOverId, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var inserts = messages.GroupBy(message => XroshotKind.Of(message.Channel))
            .Select(group => (Kind: group.Key, Jobs: XroshotJob.Pack([.. group])))
            .Select(group => (group.Kind, group.Jobs, Columns: ColumnsOf(group.Kind, group.Jobs)))
            .ToList();
        return _ledger.WriteAsync(handOverId, messages.Count, InsertAsync, cancellationToken);

        IReadOnlyList<Column> ColumnsOf(XroshotKind kind, IReadOnlyList<XroshotJob> jobs) =>
            _rows.Columns(kind, jobs, _clock.Digits(now), _withOriginCode.Contains(kind.Name));

        async Task InsertAsync(DbConnection connection, DbTransaction transaction, CancellationToken token)
        {
            foreach (var (kind, jobs, columns) in inserts)
            {
                await _database.InsertAsync(connection, transaction, _tables.Send(kind), columns, jobs.Count, token);
                await _packed.InsertAsync(connection, transaction, jobs, now, token);
            }
        }
    }

    public Task TryWriteAsync(CancellationToken cancellationToken) =>
        _ledger.TryAsync(
            async (connection, transaction, token) =>
            {
                foreach (var kind in _tables.Kinds)
                {
                    await _database.InsertAsync(
                        connection,
                        transaction,
                        _tables.Send(kind),
                        _rows.Columns(kind, [], _clock.Digits(_time.GetUtcNow()), hasOriginCode: false),
                        0,
                        token);
                }
            },
            cancellationToken);

    public Task<HandOverFate> ResolveAsync(Guid handOverId, CancellationToken cancellationToken) => _ledger.ResolveAsync(handOverId, cancellationToken);

    public async Task<int> PurgeLedgerAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await _packed.PurgeAsync(before, cancellationToken);
        return await _ledger.PurgeAsync(before, cancellationToken);
    }

    public async Task<int> CountWaitingAsync(int limit, CancellationToken cancellationToken)
    {
        await using var context = await OpenAsync(cancellationToken);
        var sum = 0L;
        foreach (var kind in _tables.Queries.TakeWhile(_ => sum < limit))
        {
            sum += await kind.Untouched(context).Take(limit).SumAsync(row => (long?)row.DestCount, cancellationToken) ?? 0;
        }

        return (int)Math.Min(sum, limit);
    }

    public async Task<AgentSigns> LookAsync(CancellationToken cancellationToken)
    {
        await using var context = await OpenAsync(cancellationToken);
        var heads = new List<Guid>();
        foreach (var kind in _tables.Queries)
        {
            heads.AddRange(await SingleRows.HeadsAsync(kind.Untouched(context).OrderBy(row => row.MsgId).Select(row => row.Key), cancellationToken));
        }

        return new AgentSigns { Heads = heads, Beats = [] };
    }

    public Task<IReadOnlyList<Guid>> WithdrawAsync(IReadOnlyList<QueuedRow> rows, CancellationToken cancellationToken) =>
        _withdrawal.WithdrawAsync(rows, cancellationToken);

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
}
