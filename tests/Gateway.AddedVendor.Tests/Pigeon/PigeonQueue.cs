using System.Runtime.CompilerServices;
using Gateway.Vendors;
using Gateway.Vendors.Databases;
using Gateway.Vendors.Models;
using Gateway.Vendors.ResultCodes;
using Microsoft.EntityFrameworkCore;

namespace Gateway.AddedVendor.Tests.Pigeon;

/// <summary>The one table: a row waits, flies, and stays when its bird is home.</summary>
internal sealed class PigeonQueue : IVendorQueue
{
    private readonly VendorInstall _install;
    private readonly PigeonModel _model;
    private readonly HandOverLedger _ledger;

    public PigeonQueue(VendorInstall install)
    {
        _install = install;
        _model = new PigeonModel(install.Setup<PigeonSettings>());
        _ledger = new HandOverLedger(install, _model);
    }

    public async Task<QueueInspection> PrepareAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _install.Database.OpenAsync(cancellationToken);
        return await new TableKeeper(_install.Database, _install.CreateTables, "pigeon").PrepareAsync(
            connection,
            [_ledger.Needs],
            [TableNeeds.Of(_install.Database, _model, PigeonModel.Post)],
            [],
            DateTime.MinValue,
            cancellationToken);
    }

    public Task<HandOverOutcome> HandOverAsync(
        Guid handOverId, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken) =>
        _ledger.WriteAsync(
            handOverId,
            messages.Count,
            (connection, transaction, token) => _install.Database.InsertAsync(
                connection, transaction, _model.Settings.Table, Columns(messages), messages.Count, token),
            cancellationToken);

    public Task TryWriteAsync(CancellationToken cancellationToken) => _ledger.TryAsync(
        (connection, transaction, token) => _install.Database.InsertAsync(
            connection, transaction, _model.Settings.Table, Columns([]), 0, token),
        cancellationToken);

    public Task<HandOverFate> ResolveAsync(Guid handOverId, CancellationToken cancellationToken) =>
        _ledger.ResolveAsync(handOverId, cancellationToken);

    public Task<int> PurgeLedgerAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        _ledger.PurgeAsync(before, cancellationToken);

    public async Task<int> CountWaitingAsync(int limit, CancellationToken cancellationToken)
    {
        await using var context = await OpenAsync(cancellationToken);
        return await Untouched(context).Take(limit).CountAsync(cancellationToken);
    }

    public async Task<AgentSigns> LookAsync(CancellationToken cancellationToken)
    {
        await using var context = await OpenAsync(cancellationToken);
        var heads = Untouched(context).OrderBy(row => row.Flight).Select(row => row.Ring);
        return new AgentSigns { Heads = await SingleRows.HeadsAsync(heads, cancellationToken), Beats = [] };
    }

    public async Task<IReadOnlyList<Guid>> WithdrawAsync(
        IReadOnlyList<QueuedRow> rows, CancellationToken cancellationToken)
    {
        await using var context = await OpenAsync(cancellationToken);
        return await SingleRows.WithdrawAsync(
            context,
            _ledger,
            rows,
            keys => Untouched(context).Where(row => keys.Contains(row.Ring!)).OrderBy(row => row.Flight)
                .Select(row => new LockedRow<long>(row.Flight, row.Ring)),
            flights => Untouched(context).Where(row => flights.Contains(row.Flight))
                .ExecuteDeleteAsync(cancellationToken),
            cancellationToken);
    }

    public async IAsyncEnumerable<ScanPage> ScanAsync(
        DateTimeOffset since, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var context = await OpenAsync(cancellationToken);
        var (time, flight) = (_install.Korea.ToWall(since), -1L);
        for (var full = true; full;)
        {
            var rows = await Post(context)
                .Where(row => row.State != "W" && (row.StateAt > time || (row.StateAt == time && row.Flight > flight)))
                .OrderBy(row => row.StateAt).ThenBy(row => row.Flight).Take(pageSize).ToListAsync(cancellationToken);
            (time, flight) = rows.Count == 0 ? (time, flight) : (rows[^1].StateAt!.Value, rows[^1].Flight);
            yield return new ScanPage(Reports(rows), rows.Count == 0 ? null : _install.Korea.FromWall(time));
            full = rows.Count == pageSize;
        }
    }

    public async Task<IReadOnlyList<VendorReport>> ProbeAsync(
        IReadOnlyList<ProbeTarget> targets, CancellationToken cancellationToken)
    {
        await using var context = await OpenAsync(cancellationToken);
        var keys = targets.Select(target => Rows.Key(target.MessageId)).ToList();
        return Reports(await Post(context).Where(row => keys.Contains(row.Ring!)).ToListAsync(cancellationToken));
    }

    private IReadOnlyList<Column> Columns(IReadOnlyList<OutgoingMessage> messages) => new Rows(messages)
        .Text("RING", message => Rows.Key(message.Id))
        .Text("KIND", message => message.Channel == Channel.Sms ? "S" : "L")
        .Text("SENDER", message => message.From)
        .Text("RECIPIENT", message => message.To)
        .TextIfUsed("RECIPIENT_NAME", message => message.RecipientName)
        .TextIfUsed("SUBJECT", message => message.Subject)
        .Text("BODY", message => message.Text)
        .Same("STATE", "W")
        .Same("STATE_AT", _install.Korea.ToWall(_install.Time.GetUtcNow()))
        .Columns;

    private IReadOnlyList<VendorReport> Reports(IEnumerable<PigeonRow> rows) =>
        [.. rows.Select(row => (row, Id: RowReader.MessageId(row.Ring))).Where(row => row.Id is not null)
            .Select(row => Report(row.Id!.Value, row.row))];

    private VendorReport Report(Guid id, PigeonRow row)
    {
        var home = row.State == "H";
        return new VendorReport
        {
            MessageId = id,
            Progress = home ? RowProgress.Final : row.State == "W" ? RowProgress.Untouched : RowProgress.Taken,
            CompletedAt = home && row.StateAt is { } time ? _install.Korea.FromWall(time) : null,
            Result = home ? ResultCatalogue.Convert("pigeon", "flight", row.Answer ?? "") : null,
        };
    }

    private Task<VendorContext> OpenAsync(CancellationToken cancellationToken) =>
        VendorContext.OpenAsync(_install.Database, _model, cancellationToken);

    private static IQueryable<PigeonRow> Post(VendorContext context) => context.Rows<PigeonRow>(PigeonModel.Post);

    private static IQueryable<PigeonRow> Untouched(VendorContext context) =>
        Post(context).Where(row => row.State == "W");
}
