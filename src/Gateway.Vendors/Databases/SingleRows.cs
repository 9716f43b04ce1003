using System.Data.Common;

namespace Gateway.Vendors.Databases;

/// <summary>Looking and withdrawing where every message has a row of its own.</summary>
internal static class SingleRows
{
    /// <summary>Rows of other programs may stand among ours; beyond this many the head of the queue is not looked for.</summary>
    private const int MostHeads = 100;

    /// <summary>Our messages at the head of a queue table. The statement selects our id, in the order in which the agent takes rows.</summary>
    public static async Task<IReadOnlyList<Guid>> HeadsAsync(DbConnection connection, string statement, CancellationToken cancellationToken)
    {
        await using var command = VendorCommand.Create(connection, null, statement).With("@limit", MostHeads);
        return await IdsAsync(command, cancellationToken);
    }

    /// <summary>The messages that a statement names in its first column; rows of other programs are passed over.</summary>
    public static async Task<IReadOnlyList<Guid>> IdsAsync(DbCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.MessageId(0) is { } id)
            {
                ids.Add(id);
            }
        }

        return ids;
    }

    /// <summary>
    /// Locks the untouched rows, sees that they are, deletes them and proves it: an agent cannot take one in between. The lock statement selects the row's key and our
    /// id; the delete statement takes row keys.
    /// </summary>
    public static async Task<IReadOnlyList<Guid>> WithdrawAsync(
        VendorDatabase database, HandOverLedger ledger, string lockStatement, string deleteStatement, IReadOnlyList<QueuedRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await VendorDatabase.BeginAsync(connection, cancellationToken);
        var locked = await LockAsync(connection, transaction, lockStatement, rows, cancellationToken);
        if (locked.Count > 0)
        {
            await using var delete = VendorCommand.CreateWithList(connection, transaction, deleteStatement, locked.Select(row => row.RowKey));
            if (await delete.ExecuteNonQueryAsync(cancellationToken) != locked.Count)
            {
                // Cannot happen while the locks hold; a table without them must not make us believe that a row is gone.
                throw new InvalidOperationException("The queue table lost rows that were locked; nothing is withdrawn.");
            }
        }

        return await ledger.TakeBackAsync(connection, transaction, rows, locked.Select(row => row.MessageId).ToHashSet(), cancellationToken);
    }

    private static async Task<List<(object RowKey, Guid MessageId)>> LockAsync(
        DbConnection connection, DbTransaction transaction, string statement, IReadOnlyList<QueuedRow> rows, CancellationToken cancellationToken)
    {
        var locked = new List<(object, Guid)>();
        await using var select = VendorCommand.CreateWithList(connection, transaction, statement, rows.Select(row => Rows.Key(row.MessageId)));
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.MessageId(1) is { } id)
            {
                locked.Add((reader.GetValue(0), id));
            }
        }

        return locked;
    }
}
