using Gateway.Vendors.Models;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Vendors.Databases;

/// <summary>A row that was seen untouched and is locked.</summary>
/// <param name="RowKey">Its own key.</param>
/// <param name="Key">Our id in it.</param>
internal sealed record LockedRow<TKey>(TKey RowKey, string? Key);

/// <summary>Looking and withdrawing where every message has a row of its own.</summary>
internal static class SingleRows
{
    /// <summary>
    /// Rows of other programs may stand among ours; beyond this many the head of the queue is not looked for.
    /// </summary>
    public const int MostHeads = 100;

    /// <summary>
    /// Our messages at the head of a queue table, whose ids come in the order in which the agent takes rows; rows of
    /// other programs are passed over.
    /// </summary>
    public static async Task<IReadOnlyList<Guid>> HeadsAsync(
        IQueryable<string?> ids, CancellationToken cancellationToken) =>
        MessagesOf(await ids.Take(MostHeads).ToListAsync(cancellationToken));

    /// <summary>The messages of these columns; rows of other programs are passed over.</summary>
    public static IReadOnlyList<Guid> MessagesOf(IEnumerable<string?> ids) =>
        [.. ids.Select(RowReader.MessageId).OfType<Guid>()];

    /// <summary>
    /// Locks the untouched rows, sees that they are, deletes them and proves it: an agent cannot take one in between.
    /// <paramref name="untouched"/> finds the untouched ones of our ids, in the order in which everybody locks;
    /// <paramref name="deleteAsync"/> deletes those that are untouched still.
    /// </summary>
    public static async Task<IReadOnlyList<Guid>> WithdrawAsync<TKey>(
        VendorContext context,
        HandOverLedger ledger,
        IReadOnlyList<QueuedRow> rows,
        Func<List<string>, IQueryable<LockedRow<TKey>>> untouched,
        Func<List<TKey>, Task<int>> deleteAsync,
        CancellationToken cancellationToken)
    {
        await using var transaction = await context.BeginAsync(cancellationToken);
        var keys = rows.Select(row => Rows.Key(row.MessageId)).ToList();
        var locked = (await VendorStatements.Locked(untouched(keys)).ToListAsync(cancellationToken)).Where(row => RowReader.MessageId(row.Key) is not null).ToList();

        // Fewer cannot be while the locks hold; a table without them must not make us believe that a row is gone.
        if (locked.Count > 0 && await deleteAsync([.. locked.Select(row => row.RowKey)]) != locked.Count)
        {
            throw new InvalidOperationException("The queue table lost rows that were locked; nothing is withdrawn.");
        }

        return await ledger.TakeBackAsync(
            context,
            transaction,
            rows,
            MessagesOf(locked.Select(row => row.Key)).ToHashSet(),
            cancellationToken);
    }
}
