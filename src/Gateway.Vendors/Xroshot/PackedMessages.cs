using System.Data.Common;
using Gateway.Vendors.Databases;
using Gateway.Vendors.Models;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Vendors.Xroshot;

/// <summary>
/// The table <c>gateway_packed</c> beside the ledger: which messages are the second to hundredth recipient of a row.
/// The first one needs no entry, its id is the row's key. Written in the same transaction as the row, so that (key,
/// SUBJOB_ID) always leads to the message.
/// </summary>
internal sealed class PackedMessages(VendorDatabase database, XroshotModel model)
{
    /// <summary>A report may come days after its message expired; an entry costs less than a hundred bytes.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public async Task InsertAsync(
        DbConnection connection,
        DbTransaction transaction,
        IReadOnlyList<XroshotJob> jobs,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var places = jobs.SelectMany(job => job.Messages.Select((message, index) => (Row: job.First.Id, Place: index + 1, message.Id))).Where(entry => entry.Place > 1).ToList();
        if (places.Count == 0)
        {
            return;
        }

        await database.InsertAsync(
            connection,
            transaction,
            XroshotModel.PackedTable,
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
    public static async Task<IReadOnlyList<PackedPlace>> OfMessagesAsync(
        VendorContext context, IEnumerable<Guid> messages, CancellationToken cancellationToken)
    {
        var ids = messages.Select(Rows.Key).ToList();
        return ids.Count == 0
            ? []
            : await ReadAsync(Places(context).Where(row => ids.Contains(row.MessageId)), cancellationToken);
    }

    /// <summary>Who is in these rows besides the first.</summary>
    public static async Task<IReadOnlyList<PackedPlace>> OfRowsAsync(
        VendorContext context, IEnumerable<Guid> rows, CancellationToken cancellationToken)
    {
        var keys = rows.Select(Rows.Key).ToList();
        return keys.Count == 0
            ? []
            : await ReadAsync(Places(context).Where(row => keys.Contains(row.RowKey)), cancellationToken);
    }

    public static Task<int> DeleteAsync(
        VendorContext context, IReadOnlyCollection<Guid> rows, CancellationToken cancellationToken)
    {
        var keys = rows.Select(Rows.Key).ToList();
        return Places(context).Where(row => keys.Contains(row.RowKey)).ExecuteDeleteAsync(cancellationToken);
    }

    public async Task PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var end = Clock(before - Kept);
        await using var context = await VendorContext.OpenAsync(database, model, cancellationToken);
        await Places(context).Where(row => row.EnteredAt < end).ExecuteDeleteAsync(cancellationToken);
    }

    private static IQueryable<PackedRow> Places(VendorContext context) => context.Rows<PackedRow>(XroshotModel.Packed);

    private static async Task<IReadOnlyList<PackedPlace>> ReadAsync(
        IQueryable<PackedRow> rows, CancellationToken cancellationToken)
    {
        var read = await rows.Select(row => new { row.MessageId, row.RowKey, row.Place }).ToListAsync(
            cancellationToken);
        return [.. read.Select(row => new PackedPlace(Guid.ParseExact(row.MessageId, "N"), Guid.ParseExact(row.RowKey, "N"), row.Place))];
    }

    private static DateTime Clock(DateTimeOffset time) =>
        DateTime.SpecifyKind(time.UtcDateTime, DateTimeKind.Unspecified);
}

/// <summary>A message's place in a row: SUBJOB_ID, counted from 1.</summary>
internal readonly record struct PackedPlace(Guid MessageId, Guid RowKey, int Place);
