using Gateway.Vendors.Models;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Vendors.Databases;

/// <summary>
/// Takes rows back from an agent that reads a row that is due and marks it a moment later, without a lock: an untouched
/// row may be on its way already. So it is put off first, which keeps every agent from reading it from then on; what is
/// still untouched when a reader must have marked it is deleted. A process that dies in between leaves a row that is
/// sent later, and the next attempt finds it.
/// </summary>
/// <param name="open">A connection to the database.</param>
/// <param name="ledger">Where it is proved that rows are gone.</param>
/// <param name="korea">The agent's wall clock.</param>
/// <param name="time">The gateway's clock.</param>
/// <param name="taking">The agent needs no longer from reading a row to marking it.</param>
internal sealed class DueWithdrawal<TRow>(
    Func<CancellationToken, Task<VendorContext>> open,
    HandOverLedger ledger,
    KoreaTime korea,
    TimeProvider time,
    TimeSpan taking)
    where TRow : DueRow
{
    /// <summary>Longer than the clocks of two servers differ.</summary>
    private static readonly TimeSpan PutOff = TimeSpan.FromMinutes(10);

    /// <param name="queues">Where rows may be taken back; none: what was taken back before is told.</param>
    /// <param name="wanted">The rows.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<Guid>> WithdrawAsync(
        IReadOnlyList<DueReader<TRow>> queues, IReadOnlyList<QueuedRow> wanted, CancellationToken cancellationToken)
    {
        if (wanted.Count == 0)
        {
            return [];
        }

        var messages = wanted.Select(row => row.MessageId).ToHashSet();
        if (await PutOffAsync(queues, messages, cancellationToken))
        {
            // The agent's time is the machine's own, also where a test stops the gateway's clock.
            await Task.Delay(taking, TimeProvider.System, cancellationToken);
        }

        await using var context = await open(cancellationToken);
        await using var transaction = await context.BeginAsync(cancellationToken);
        var gone = new HashSet<Guid>();
        foreach (var queue in queues)
        {
            gone.UnionWith(await DeleteAsync(context, queue, messages, cancellationToken));
        }

        return await ledger.TakeBackAsync(context, transaction, wanted, gone, cancellationToken);
    }

    /// <summary>False when there is nothing to be put off.</summary>
    private async Task<bool> PutOffAsync(
        IReadOnlyList<DueReader<TRow>> queues, HashSet<Guid> messages, CancellationToken cancellationToken)
    {
        var later = korea.ToWall(time.GetUtcNow() + PutOff);
        var changed = 0;
        await using var context = await open(cancellationToken);
        foreach (var queue in queues)
        {
            // By their numbers: a server that goes through all that wait would lock it for the agent.
            var untouched = queue.Untouched(context);
            var found = await FindAsync(untouched, queue, messages, rows => rows, cancellationToken);
            var numbers = found.Select(row => row.RowKey).ToList();
            changed += numbers.Count == 0
                ? 0
                : await untouched.Where(row => numbers.Contains(row.Number))
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.Due, later), cancellationToken);
        }

        return changed > 0;
    }

    /// <summary>Locks the rows that were put off and are untouched still, and deletes them.</summary>
    private async Task<IReadOnlyList<Guid>> DeleteAsync(
        VendorContext context, DueReader<TRow> queue, HashSet<Guid> messages, CancellationToken cancellationToken)
    {
        var putOff = korea.ToWall(time.GetUtcNow() + (PutOff / 2));
        var untouched = queue.Untouched(context).Where(row => row.Due > putOff);
        var locked = await FindAsync(untouched, queue, messages, VendorStatements.Locked, cancellationToken);
        if (locked.Count == 0)
        {
            return [];
        }

        var numbers = locked.Select(row => row.RowKey).ToList();
        var deleted = await untouched.Where(row => numbers.Contains(row.Number)).ExecuteDeleteAsync(cancellationToken);
        return deleted == locked.Count
            ? [.. locked.Select(row => queue.MessageOf(row.Key)).OfType<Guid>()]
            : throw new InvalidOperationException(
                $"The table {queue.Table} lost rows that were locked; nothing is withdrawn.");
    }

    /// <summary>Rows of exactly these messages: some databases take upper for lower case.</summary>
    private static async Task<IReadOnlyList<LockedRow<long>>> FindAsync(
        IQueryable<TRow> rows,
        DueReader<TRow> queue,
        HashSet<Guid> messages,
        Func<IQueryable<LockedRow<long>>, IQueryable<LockedRow<long>>> look,
        CancellationToken cancellationToken)
    {
        var keys = messages.Select(queue.KeyOf).ToList();
        var query = rows.Where(row => keys.Contains(row.Key!)).OrderBy(row => row.Number)
            .Select(row => new LockedRow<long>(row.Number, row.Key));
        var found = await look(query).ToListAsync(cancellationToken);
        return [.. found.Where(row => queue.MessageOf(row.Key) is { } message && messages.Contains(message))];
    }
}
