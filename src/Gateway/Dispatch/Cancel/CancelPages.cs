using Gateway.Platform.Storage;
using Gateway.Vendors;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Dispatch.Cancel;

/// <summary>
/// Cancels all messages that a statement finds, some at a time, so that no step holds locks for long.
/// </summary>
internal sealed class CancelPages(CancelMessages cancel, NpgsqlDataSource source)
{
    /// <summary>Messages of one step.</summary>
    private const int Step = 500;

    /// <summary>The most recipients that share a row in any protocol.</summary>
    private static readonly int MessagesOfRow = VendorProtocols.All.Max(protocol => protocol.Carries.RowMessages);

    /// <param name="batchId">Or the request whose messages are meant.</param>
    /// <param name="accountId">Whose.</param>
    /// <param name="onlyVendor">Null: of all.</param>
    /// <param name="cancellationToken">Ends it between two steps.</param>
    public Task<CancelCounts> BatchAsync(
        Guid batchId, Guid accountId, string? onlyVendor, CancellationToken cancellationToken) =>
        CancelAsync("Dispatch.Cancel.Sql.find-of-batch", new NpgsqlParameter<Guid>("batch_id", batchId), accountId, onlyVendor, cancellationToken);

    public Task<CancelCounts> ReferenceAsync(
        string reference, Guid accountId, string? onlyVendor, CancellationToken cancellationToken) =>
        CancelAsync("Dispatch.Cancel.Sql.find-of-reference", new NpgsqlParameter<string>("reference", reference), accountId, onlyVendor, cancellationToken);

    private async Task<CancelCounts> CancelAsync(
        string statement, NpgsqlParameter which, Guid accountId, string? onlyVendor, CancellationToken cancellationToken)
    {
        var counts = new CancelCounts();
        var carried = new List<Guid>();
        var after = Guid.Empty;
        while (
            await PageAsync(statement, which, accountId, onlyVendor, after, cancellationToken) is { Count: > 0 } page)
        {
            var fates = await cancel.CancelAsync([.. page, .. carried], cancellationToken);
            counts.Canceled += fates.Values.Count(fate => fate == CancelFate.Canceled);
            counts.Pending += fates.Values.Count(fate => fate == CancelFate.Unknown);

            // A vendor's row may carry messages of two steps; it can go only when all of them are asked for together, so the last ones get a second chance.
            carried = [.. page.TakeLast(MessagesOfRow).Where(id => fates.TryGetValue(id, out var fate) && fate == CancelFate.TooLate)];
            counts.TooLate += fates.Values.Count(fate => fate == CancelFate.TooLate) - carried.Count;
            after = page[^1];
        }

        counts.TooLate += carried.Count;
        return counts;
    }

    private async Task<List<Guid>> PageAsync(
        string statement, NpgsqlParameter which, Guid accountId, string? onlyVendor, Guid after, CancellationToken cancellationToken)
    {
        await using var command = source.Command(statement);
        command.Parameters.Add(which.Clone());
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", accountId));
        command.Parameters.Add(new NpgsqlParameter<string?>("only_vendor", NpgsqlDbType.Text)
        {
            TypedValue = onlyVendor,
        });
        command.Parameters.Add(new NpgsqlParameter<Guid>("after", after));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", Step));
        var page = new List<Guid>(Step);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            page.Add(reader.GetGuid(0));
        }

        return page;
    }
}
