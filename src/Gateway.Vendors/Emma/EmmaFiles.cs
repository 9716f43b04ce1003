using System.Data.Common;
using System.Globalization;
using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Emma;

/// <summary>
/// The files of MMS. Each message has a key of files of its own, numbered by a table of ours, which keeps every number:
/// nobody deletes rows of em_mmt_file, so a key must never come twice.
/// </summary>
internal sealed class EmmaFiles(VendorDatabase database, EmmaSettings settings)
{
    private static readonly Dictionary<Guid, int> None = [];

    /// <summary>
    /// Writes the rows of files, in the transaction of the hand-over; answers the key of each message.
    /// </summary>
    public async Task<IReadOnlyDictionary<Guid, int>> InsertAsync(
        DbConnection connection,
        DbTransaction transaction,
        Guid handOverId,
        IReadOnlyList<OutgoingMessage> messages,
        CancellationToken cancellationToken)
    {
        var withFiles = messages.Where(message => message.Attachments.Count > 0).ToList();
        if (withFiles.Count == 0)
        {
            return None;
        }

        await database.InsertAsync(
            connection,
            transaction,
            EmmaModel.GroupTable,
            [
                new SameColumn("handover_id", handOverId.ToString("N")),
                new NumberColumn("place", [.. withFiles.Select((_, place) => (int?)place)]),
            ],
            withFiles.Count,
            cancellationToken);
        var keys = await KeysAsync(connection, transaction, handOverId, withFiles, cancellationToken);
        var files = withFiles
            .SelectMany(message => message.Attachments.Select((name, index) => (keys[message.Id], index + 1, name)))
            .ToList();
        await InsertAsync(connection, transaction, files, cancellationToken);
        return keys;
    }

    /// <summary>Writes no row, and finds what would stand in the way.</summary>
    public Task TryAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken) =>
        InsertAsync(connection, transaction, [], cancellationToken);

    private Task InsertAsync(
        DbConnection connection,
        DbTransaction transaction,
        IReadOnlyList<(int Key, int Place, string Name)> files,
        CancellationToken cancellationToken)
    {
        var places = files.Select(file => (int?)file.Place).ToArray();
        List<Column> columns =
        [
            new NumberColumn("attach_file_group_key", [.. files.Select(file => (int?)file.Key)]),
            new NumberColumn("attach_file_group_seq", places),
            new NumberColumn("attach_file_seq", places),
            new TextColumn("attach_file_name", [.. files.Select(file => file.Name)]),
        ];
        if (settings.FileSubpath is { Length: > 0 } subpath)
        {
            columns.Add(new SameColumn("attach_file_subpath", subpath));
        }

        return database.InsertAsync(
            connection, transaction, settings.FileTable, columns, files.Count, cancellationToken);
    }

    private async Task<Dictionary<Guid, int>> KeysAsync(
        DbConnection connection,
        DbTransaction transaction,
        Guid handOverId,
        IReadOnlyList<OutgoingMessage> messages,
        CancellationToken cancellationToken)
    {
        await using var command = VendorCommand.Create(connection, transaction, VendorCommand.Text("Emma.Sql.groups"))
            .With("@handover", handOverId.ToString("N"));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new Dictionary<Guid, int>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var place = Convert.ToInt32(reader.GetValue(1), CultureInfo.InvariantCulture);
            keys[messages[place].Id] = checked(settings.FileKeysFrom + (int)reader.Long(0));
        }

        return keys;
    }
}
