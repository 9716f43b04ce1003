using System.Data.Common;
using System.Runtime.CompilerServices;

namespace Gateway.Vendors.Databases;

/// <summary>
/// A vendor's queue, each of whose members ends in time (<see cref="VendorDeadline"/>) and leaves its trouble to be seen. Every queue that <see cref="VendorQueues"/> makes is one.
/// </summary>
/// <param name="queue">The adapter.</param>
/// <param name="time">Of all that is told.</param>
/// <param name="changed">Called when writing or reading begins to fail, and when it works again.</param>
/// <param name="clock">Of the deadlines.</param>
internal sealed class BoundedQueue(IVendorQueue queue, TimeProvider time, Action? changed = null, TimeProvider? clock = null) : IVendorQueue
{
    /// <summary>How long the fault of a true attempt to write outweighs a try that found nothing: a try writes no row, so it cannot see a table that is full, or whose rows are locked.</summary>
    private static readonly TimeSpan AttemptHolds = TimeSpan.FromSeconds(15);

    /// <summary>How long a probe that failed stands for all that are not due: probes come ever more rarely.</summary>
    private static readonly TimeSpan ProbeHolds = TimeSpan.FromMinutes(1);

    private readonly VendorDeadline _deadline = new(clock);
    private readonly Troubles _writing = new(time, changed);

    /// <summary>Apart, because they read different tables: one that is locked for the probe must not be hidden by each scan of another.</summary>
    private readonly Troubles _scanning = new(time, changed);

    private readonly Troubles _probing = new(time, changed);

    public QueueTrouble? Writing => _writing.Now;

    public QueueTrouble? Reading => (_scanning.Now, _probing.Now) switch
    {
        ({ } scanning, { } probing) => scanning.Since <= probing.Since ? scanning : probing,
        var (scanning, probing) => scanning ?? probing,
    };

    public int? TemplateCodeLength => queue.TemplateCodeLength;

    public int? TextLength => queue.TextLength;

    public string? OriginCodeAbsent => queue.OriginCodeAbsent;

    public Task<QueueInspection> PrepareAsync(CancellationToken cancellationToken) =>
        _deadline.RunAsync(VendorDeadline.Preparing, queue.PrepareAsync, cancellationToken);

    public async Task<HandOverOutcome> HandOverAsync(Guid handOverId, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        HandOverOutcome outcome;
        var begun = time.GetUtcNow();
        try
        {
            outcome = await _deadline.RunAsync(VendorDeadline.Short, token => queue.HandOverAsync(handOverId, messages, token), cancellationToken, late => _writing.Note(late, begun));
        }
        catch (DbException fault)
        {
            // Given up in the middle: its COMMIT may have been on its way.
            outcome = HandOverOutcome.Failed(HandOverKind.InDoubt, fault);
        }

        switch (outcome.Kind)
        {
            case HandOverKind.NotWritten or HandOverKind.InDoubt:
                _writing.Note(outcome.Fault, begun);
                break;
            case HandOverKind.Written or HandOverKind.Held:
                _writing.Clear();
                break;
            case HandOverKind.BadRow or HandOverKind.AlreadyDecided:
                // Nothing is known of the table's health: the row is to blame, or somebody else was first.
                break;
        }

        return outcome;
    }

    public Task<HandOverFate> ResolveAsync(Guid handOverId, CancellationToken cancellationToken) =>
        _deadline.RunAsync(VendorDeadline.Short, token => queue.ResolveAsync(handOverId, token), cancellationToken);

    public Task<int> CountWaitingAsync(int limit, CancellationToken cancellationToken) =>
        _deadline.RunAsync(VendorDeadline.Short, token => queue.CountWaitingAsync(limit, token), cancellationToken);

    public Task<AgentSigns> LookAsync(CancellationToken cancellationToken) => _deadline.RunAsync(VendorDeadline.Short, queue.LookAsync, cancellationToken);

    public async Task TryWriteAsync(CancellationToken cancellationToken)
    {
        var begun = time.GetUtcNow();
        try
        {
            await _deadline.RunAsync(VendorDeadline.Short, token => DoneAsync(queue.TryWriteAsync(token)), cancellationToken);
        }
        catch (DbException fault)
        {
            _writing.NoteTry(fault, begun);
            return;
        }

        if (_writing.Now is { } known && time.GetUtcNow() - known.At >= AttemptHolds)
        {
            _writing.Clear();
        }
    }

    public Task<IReadOnlyList<Guid>> WithdrawAsync(IReadOnlyList<QueuedRow> rows, CancellationToken cancellationToken) =>
        _deadline.RunAsync(VendorDeadline.Short, token => queue.WithdrawAsync(rows, token), cancellationToken);

    public Task<IReadOnlyList<Guid>> FindAgingAsync(int limit, CancellationToken cancellationToken) =>
        _deadline.RunAsync(VendorDeadline.Short, token => queue.FindAgingAsync(limit, token), cancellationToken);

    public Task<int> RenewAsync(IReadOnlyList<Guid> messageIds, CancellationToken cancellationToken) =>
        _deadline.RunAsync(VendorDeadline.Short, token => queue.RenewAsync(messageIds, token), cancellationToken);

    public async IAsyncEnumerable<ScanPage> ScanAsync(DateTimeOffset since, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in BoundedPages.Of(token => queue.ScanAsync(since, pageSize, token), _deadline, _scanning, cancellationToken))
        {
            yield return page;
        }

        _probing.ClearOld(ProbeHolds);
    }

    public Task<IReadOnlyList<VendorReport>> ProbeAsync(IReadOnlyList<ProbeTarget> targets, CancellationToken cancellationToken) =>
        _probing.WatchAsync(_deadline, VendorDeadline.Long, token => queue.ProbeAsync(targets, token), cancellationToken);

    public Task<int> PurgeLedgerAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        _deadline.RunAsync(VendorDeadline.Long, token => queue.PurgeLedgerAsync(before, token), cancellationToken);

    private static async Task<bool> DoneAsync(Task work)
    {
        await work;
        return true;
    }
}
