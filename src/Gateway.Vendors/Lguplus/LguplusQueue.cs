using System.Data.Common;
using System.Runtime.CompilerServices;
using Gateway.Vendors.Databases;
using Gateway.Vendors.Models;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Vendors.Lguplus;

/// <summary>
/// LG U+'s U+ Agent: <c>SC_TRAN</c>, <c>MMS_MSG</c> → their logs of months, one row for each recipient.
/// </summary>
internal sealed class LguplusQueue : IVendorQueue
{
    /// <summary>
    /// The part of its validity after which a row is renewed: early enough for a gateway that restarts in between.
    /// </summary>
    private const double RenewAfter = 0.8;

    private readonly VendorDatabase _database;
    private readonly LguplusSettings _settings;
    private readonly TimeProvider _time;
    private readonly KoreaTime _korea;
    private readonly HandOverLedger _ledger;
    private readonly LguplusTables _tables;
    private readonly LguplusRows _rows;
    private readonly IReadOnlyList<LguplusReader> _readers;
    private readonly LguplusWithdrawal _withdrawal;

    /// <summary>What the last look found; nothing that an install may lack is written before one.</summary>
    private QueueInspection? _inspection;

    public LguplusQueue(VendorInstall install)
    {
        _database = install.Database;
        _settings = install.Setup<LguplusSettings>();
        _time = install.Time;
        _korea = install.Korea;
        var model = LguplusModel.Of(_settings, install.Channels);
        _ledger = new HandOverLedger(_database, model, _time);
        _tables = new LguplusTables(_database, model, install.CreateTables, _ledger);
        _rows = new LguplusRows(model, Has);
        _readers = [.. _tables.Families.Select(family => new LguplusReader(_database, _tables, family, _korea, _time))];
        _withdrawal = new LguplusWithdrawal(_database, _ledger, _tables, _korea, _time);
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

    public async Task<int> CountWaitingAsync(int limit, CancellationToken cancellationToken)
    {
        await using var context = await OpenAsync(cancellationToken);
        var sum = 0;
        foreach (var family in _tables.Families.TakeWhile(_ => sum < limit))
        {
            sum += await LguplusQueries.Untouched(context, family).Take(limit).CountAsync(cancellationToken);
        }

        return Math.Min(sum, limit);
    }

    /// <summary>The agent beats nowhere: only the head of its queues tells whether it lives.</summary>
    public async Task<AgentSigns> LookAsync(CancellationToken cancellationToken)
    {
        await using var context = await OpenAsync(cancellationToken);
        var heads = new List<Guid>();
        foreach (var family in _tables.Families)
        {
            var rows = LguplusQueries.InOrder(LguplusQueries.Untouched(context, family));
            heads.AddRange(await SingleRows.HeadsAsync(rows.Select(row => row.Key), cancellationToken));
        }

        return new AgentSigns { Heads = heads, Beats = [] };
    }

    public Task<IReadOnlyList<Guid>> WithdrawAsync(
        IReadOnlyList<QueuedRow> rows, CancellationToken cancellationToken) =>
        _withdrawal.WithdrawAsync(rows, cancellationToken);

    public async Task<IReadOnlyList<Guid>> FindAgingAsync(int limit, CancellationToken cancellationToken)
    {
        var before = AgingBefore();
        await using var context = await OpenAsync(cancellationToken);
        var aging = new List<Guid>();
        foreach (var family in _tables.Families)
        {
            var rows = LguplusQueries.Untouched(context, family).Where(row => row.Due < before);
            var keys = await LguplusQueries.InOrder(rows).Select(row => row.Key).Take(limit)
                .ToListAsync(cancellationToken);
            aging.AddRange(SingleRows.MessagesOf(keys));
        }

        return [.. aging.Take(limit)];
    }

    public async Task<int> RenewAsync(IReadOnlyList<Guid> messageIds, CancellationToken cancellationToken)
    {
        if (messageIds.Count == 0)
        {
            return 0;
        }

        var before = AgingBefore();
        var now = _korea.ToWall(_time.GetUtcNow());
        var keys = messageIds.Select(Rows.Key).ToList();
        await using var context = await OpenAsync(cancellationToken);
        var renewed = 0;
        foreach (var family in _tables.Families)
        {
            renewed += await LguplusQueries.Untouched(context, family)
                .Where(row => row.Due < before && keys.Contains(row.Key!))
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Due, now), cancellationToken);
        }

        return renewed;
    }

    public async IAsyncEnumerable<ScanPage> ScanAsync(
        DateTimeOffset since, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var context = await OpenAsync(cancellationToken);
        foreach (var reader in _readers)
        {
            await foreach (var page in reader.ScanAsync(context, since, pageSize, cancellationToken))
            {
                yield return page;
            }
        }
    }

    /// <summary>A message has its row in one family; what was found there is not looked for in the other.</summary>
    public async Task<IReadOnlyList<VendorReport>> ProbeAsync(
        IReadOnlyList<ProbeTarget> targets, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Guid, VendorReport>();
        if (targets.Count == 0)
        {
            return [];
        }

        await using var context = await OpenAsync(cancellationToken);
        foreach (var reader in _readers)
        {
            var missing = targets.Where(target => !found.ContainsKey(target.MessageId)).ToList();
            var reports = missing.Count == 0 ? [] : await reader.ProbeAsync(context, missing, cancellationToken);
            foreach (var report in reports)
            {
                found[report.MessageId] = report;
            }
        }

        return [.. found.Values];
    }

    private bool Has(LguplusFamily family, string column) =>
        _inspection?.Has(_tables.TableOf(family), column) == true;

    private DateTime AgingBefore() =>
        _korea.ToWall(_time.GetUtcNow().AddMinutes(-_settings.ValidMinutes * RenewAfter));

    private Task<VendorContext> OpenAsync(CancellationToken cancellationToken) =>
        VendorContext.OpenAsync(_database, _tables.Model, cancellationToken);
}
