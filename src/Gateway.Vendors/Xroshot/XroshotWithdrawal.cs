using Gateway.Vendors.Databases;
using Gateway.Vendors.Models;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Vendors.Xroshot;

/// <summary>
/// Takes rows back that the agent has not touched. A row with several recipients goes only when all of its messages
/// shall go.
/// </summary>
internal sealed class XroshotWithdrawal(VendorDatabase database, HandOverLedger ledger, XroshotTables tables)
{
    public async Task<IReadOnlyList<Guid>> WithdrawAsync(
        IReadOnlyList<QueuedRow> wanted, CancellationToken cancellationToken)
    {
        if (wanted.Count == 0)
        {
            return [];
        }

        await using var context = await VendorContext.OpenAsync(database, tables.Model, cancellationToken);
        await using var transaction = await context.BeginAsync(cancellationToken);
        var rows = await WholeRowsAsync(context, wanted.Select(row => row.MessageId).ToHashSet(), cancellationToken);
        var keys = new List<Guid>();
        foreach (var kind in tables.Queries)
        {
            keys.AddRange(await DeleteAsync(context, kind, rows.Select(row => row.Key), cancellationToken));
        }

        if (keys.Count > 0)
        {
            await PackedMessages.DeleteAsync(context, keys, cancellationToken);
        }

        return await ledger.TakeBackAsync(
            context,
            transaction,
            wanted,
            keys.SelectMany(key => rows[key]).ToHashSet(),
            cancellationToken);
    }

    /// <summary>The rows all of whose messages are wanted, with their messages.</summary>
    private static async Task<ILookup<Guid, Guid>> WholeRowsAsync(
        VendorContext context, HashSet<Guid> wanted, CancellationToken cancellationToken)
    {
        var packed = await PackedMessages.OfMessagesAsync(context, wanted, cancellationToken);
        var keys = wanted.Except(packed.Select(place => place.MessageId)).Concat(packed.Select(place => place.RowKey)).ToHashSet();
        var members = (await PackedMessages.OfRowsAsync(context, keys, cancellationToken)).ToLookup(
            place => place.RowKey, place => place.MessageId);
        return keys
            .Where(key => wanted.Contains(key) && members[key].All(wanted.Contains))
            .SelectMany(key => members[key].Prepend(key).Select(message => (key, message)))
            .ToLookup(pair => pair.key, pair => pair.message);
    }

    /// <summary>Locks the untouched rows, sees that they are, and deletes them; answers their keys.</summary>
    private static async Task<IReadOnlyList<Guid>> DeleteAsync(
        VendorContext context, XroshotQueries kind, IEnumerable<Guid> keys, CancellationToken cancellationToken)
    {
        var list = keys.Select(Rows.Key).ToList();
        if (list.Count == 0)
        {
            return [];
        }

        var untouched = kind.Untouched(context).Where(row => list.Contains(row.Key!)).OrderBy(row => row.MsgId).Select(
            row => new LockedRow<long>(row.MsgId, row.Key));
        var locked = (await VendorStatements.Locked(untouched).ToListAsync(cancellationToken)).Where(row => RowReader.MessageId(row.Key) is not null).ToList();
        if (locked.Count == 0)
        {
            return [];
        }

        var ids = locked.Select(row => row.RowKey).ToList();
        return await kind.Untouched(context).Where(row => ids.Contains(row.MsgId)).ExecuteDeleteAsync(cancellationToken) == locked.Count
            ? [.. SingleRows.MessagesOf(locked.Select(row => row.Key)).Distinct()]
            : throw new InvalidOperationException($"The table of {kind.Kind.Name} lost rows that were locked; nothing is withdrawn.");
    }
}
