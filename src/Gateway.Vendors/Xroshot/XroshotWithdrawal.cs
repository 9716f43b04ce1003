using System.Data.Common;
using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Xroshot;

/// <summary>Takes rows back that the agent has not touched. A row with several recipients goes only when all of its messages shall go.</summary>
internal sealed class XroshotWithdrawal(VendorDatabase database, HandOverLedger ledger, XroshotSettings settings, XroshotTables tables)
{
    public async Task<IReadOnlyList<Guid>> WithdrawAsync(IReadOnlyList<QueuedRow> wanted, CancellationToken cancellationToken)
    {
        if (wanted.Count == 0)
        {
            return [];
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await VendorDatabase.BeginAsync(connection, cancellationToken);
        var rows = await WholeRowsAsync(connection, transaction, wanted.Select(row => row.MessageId).ToHashSet(), cancellationToken);
        var keys = new List<Guid>();
        foreach (var kind in tables.Kinds)
        {
            keys.AddRange(await DeleteAsync(connection, transaction, kind, rows.Select(row => row.Key), cancellationToken));
        }

        if (keys.Count > 0)
        {
            await PackedMessages.DeleteAsync(connection, transaction, keys, cancellationToken);
        }

        return await ledger.TakeBackAsync(connection, transaction, wanted, keys.SelectMany(key => rows[key]).ToHashSet(), cancellationToken);
    }

    /// <summary>The rows all of whose messages are wanted, with their messages.</summary>
    private static async Task<ILookup<Guid, Guid>> WholeRowsAsync(
        DbConnection connection, DbTransaction transaction, HashSet<Guid> wanted, CancellationToken cancellationToken)
    {
        var packed = await PackedMessages.OfMessagesAsync(connection, transaction, wanted, cancellationToken);
        var keys = wanted.Except(packed.Select(place => place.MessageId)).Concat(packed.Select(place => place.RowKey)).ToHashSet();
        var members = (await PackedMessages.OfRowsAsync(connection, transaction, keys, cancellationToken)).ToLookup(place => place.RowKey, place => place.MessageId);
        return keys
            .Where(key => wanted.Contains(key) && members[key].All(wanted.Contains))
            .SelectMany(key => members[key].Prepend(key).Select(message => (key, message)))
            .ToLookup(pair => pair.key, pair => pair.message);
    }

    /// <summary>Locks the untouched rows, sees that they are, and deletes them; answers their keys.</summary>
    private async Task<IReadOnlyList<Guid>> DeleteAsync(
        DbConnection connection, DbTransaction transaction, XroshotKind kind, IEnumerable<Guid> keys, CancellationToken cancellationToken)
    {
        object[] list = [.. keys.Select(Rows.Key)];
        if (list.Length == 0)
        {
            return [];
        }

        var locked = new List<(object Id, Guid Key)>();
        await using (var select = VendorCommand.CreateWithList(connection, transaction, Statement("lock-untouched", kind), list))
        await using (var reader = await select.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                if (reader.MessageId(1) is { } key)
                {
                    locked.Add((reader.GetValue(0), key));
                }
            }
        }

        if (locked.Count == 0)
        {
            return [];
        }

        await using var delete = VendorCommand.CreateWithList(connection, transaction, Statement("delete-untouched", kind), locked.Select(row => row.Id));
        return await delete.ExecuteNonQueryAsync(cancellationToken) == locked.Count
            ? [.. locked.Select(row => row.Key).Distinct()]
            : throw new InvalidOperationException($"{tables.Send(kind)} lost rows that were locked; nothing is withdrawn.");
    }

    private string Statement(string name, XroshotKind kind) => VendorCommand.Fill(
        VendorCommand.Text($"Xroshot.Sql.{name}"), ("send", tables.Send(kind)), ("correlation", settings.CorrelationColumn));
}
