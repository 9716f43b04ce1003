using System.Data.Common;
using System.Globalization;
using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Xroshot;

/// <summary>
/// The table <c>gateway_packed</c> beside the ledger: which messages are the second to hundredth recipient of a row. The first one needs no entry, its id is
/// the row's key. Written in the same transaction as the row, so that (key, SUBJOB_ID) always leads to the message.
/// </summary>
internal sealed class PackedMessages(VendorDatabase database)
{
    private const string Table = "gateway_packed";

    /// <summary>A report may come days after its message expired; an entry costs less than a hundred bytes.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public async Task InsertAsync(
        DbConnection connection, DbTransaction transaction, IReadOnlyList<XroshotJob> jobs, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var places = jobs.SelectMany(job => job.Messages.Select((message, index) => (Row: job.First.Id, Place: index + 1, message.Id))).Where(entry => entry.Place > 1).ToList();
        if (places.Count == 0)
        {
            return;
        }

        await database.InsertAsync(
            connection,
            transaction,
            Table,
            [
                new TextColumn("message_id", [.. places.Select(entry => Rows.Key(entry.Id))]),
                new TextColumn("row_key", [.. places.Select(entry => Rows.Key(entry.Row))]),
                new NumberColumn("place", [.. places.Select(entry => (int?)entry.Place)]),
                new SameColumn("entered_at", Clock(now)),
            ],
            places.Count,
            cancellationToken);
    }

    /// <summary>Where these messages are: those that are not in the answer have a row of their own key.</summary>
    public static Task<IReadOnlyList<PackedPlace>> OfMessagesAsync(
        DbConnection connection, DbTransaction? transaction, IEnumerable<Guid> messages, CancellationToken cancellationToken) =>
        ReadAsync(connection, transaction, "packed-messages", messages, cancellationToken);

    /// <summary>Who is in these rows besides the first.</summary>
    public static Task<IReadOnlyList<PackedPlace>> OfRowsAsync(DbConnection connection, DbTransaction? transaction, IEnumerable<Guid> rows, CancellationToken cancellationToken) =>
        ReadAsync(connection, transaction, "packed-rows", rows, cancellationToken);

    public static async Task DeleteAsync(DbConnection connection, DbTransaction transaction, IReadOnlyCollection<Guid> rows, CancellationToken cancellationToken)
    {
        await using var command = VendorCommand.CreateWithList(connection, transaction, VendorCommand.Text("Xroshot.Sql.delete-packed"), rows.Select(Rows.Key));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = VendorCommand.Create(connection, null, VendorCommand.Text("Xroshot.Sql.purge-packed")).With("@before", Clock(before - Kept));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<PackedPlace>> ReadAsync(
        DbConnection connection, DbTransaction? transaction, string statement, IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        object[] keys = [.. ids.Select(Rows.Key)];
        var places = new List<PackedPlace>();
        if (keys.Length == 0)
        {
            return places;
        }

        await using var command = VendorCommand.CreateWithList(connection, transaction, VendorCommand.Text($"Xroshot.Sql.{statement}"), keys);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            places.Add(new PackedPlace(Guid.ParseExact(reader.GetString(0), "N"), Guid.ParseExact(reader.GetString(1), "N"), Convert.ToInt32(reader.GetValue(2), CultureInfo.InvariantCulture)));
        }

        return places;
    }

    private static DateTime Clock(DateTimeOffset time) => DateTime.SpecifyKind(time.UtcDateTime, DateTimeKind.Unspecified);
}

/// <summary>A message's place in a row: SUBJOB_ID, counted from 1.</summary>
internal readonly record struct PackedPlace(Guid MessageId, Guid RowKey, int Place);
