using System.Globalization;
using System.Runtime.CompilerServices;
using Gateway.Vendors.Databases;
using Gateway.Vendors.Models;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Vendors.Xroshot;

/// <summary>
/// <c>SDK_SMS_RECEIVE</c>: short messages to the customer's number. STAT_STATUS is the agent's own and says nothing
/// here.
/// </summary>
internal sealed class XroshotReceivedMessages(
    VendorDatabase database, XroshotSettings settings, bool createTables, KoreaTime korea) : IReceivedMessages
{
    private readonly TableKeeper _keeper = new(database, createTables, "xroshot");
    private readonly XroshotClock _clock = new(korea);
    private readonly XroshotModel _model = XroshotModel.Of(settings, []);

    public TableNeeds Needs => TableNeeds.Of(database, _model, XroshotModel.Texts);

    public async Task<QueueInspection> PrepareAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await _keeper.PrepareAsync(connection, [], [Needs], [], DateTime.MinValue, cancellationToken);
    }

    public async IAsyncEnumerable<IReadOnlyList<ReceivedText>> ReadAsync(
        DateTimeOffset since, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var context = await VendorContext.OpenAsync(database, _model, cancellationToken);
        var (date, job, id) = (_clock.Digits(since), -1L, -1L);
        for (var full = true; full;)
        {
            var rows = await After(context, date, job, id).Take(pageSize).ToListAsync(cancellationToken);
            if (rows.Count > 0)
            {
                (date, job, id) = (rows[^1].ReceivedAt ?? date, rows[^1].JobId, rows[^1].MsgId);
            }

            full = rows.Count == pageSize;
            var texts = rows.Select(Read).OfType<ReceivedText>().ToList();
            if (texts.Count > 0)
            {
                yield return texts;
            }
        }
    }

    /// <summary>Two keys: JOB_ID is the key in the installs that were seen, MSG_ID in older ones.</summary>
    private static IQueryable<XroshotTextRow> After(VendorContext context, string date, long job, long id) =>
        context.Rows<XroshotTextRow>(XroshotModel.Texts)
        .Where(row => string.Compare(row.ReceivedAt, date) > 0
            || (row.ReceivedAt == date && (row.JobId > job || (row.JobId == job && row.MsgId > id))))
        .OrderBy(row => row.ReceivedAt)
        .ThenBy(row => row.JobId)
        .ThenBy(row => row.MsgId);

    /// <summary>Null while the row has no time.</summary>
    private ReceivedText? Read(XroshotTextRow row) => _clock.Read(RowReader.Text(row.ReceivedAt)) is { } at
        ? new ReceivedText
        {
            Key = string.Create(CultureInfo.InvariantCulture, $"{row.JobId}-{row.MsgId}"),
            From = RowReader.Text(row.From) ?? RowReader.Text(row.Callback),
            To = RowReader.Text(row.To),
            Text = row.Text ?? "",
            ReceivedAt = at,
        }
        : null;
}
