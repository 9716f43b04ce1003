using System.Globalization;
using System.Runtime.CompilerServices;
using Gateway.Vendors.Databases;
using Gateway.Vendors.Models;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Vendors.Xroshot;

/// <summary>
/// <c>SDK_FMS_RECEIVE</c>: faxes to the customer's 03030 number. STAT_STATUS is the agent's own and says nothing here.
/// </summary>
internal sealed class XroshotReceivedFaxes(
    VendorDatabase database, XroshotSettings settings, bool createTables, KoreaTime korea) : IReceivedFaxes
{
    /// <summary>SUBJOB_ID where the agent wrote none: the column's default.</summary>
    private const long FirstPlace = 1;

    private readonly TableKeeper _keeper = new(database, createTables, "xroshot");
    private readonly XroshotClock _clock = new(korea);
    private readonly XroshotModel _model = XroshotModel.Of(settings, []);

    public TableNeeds Needs => TableNeeds.Of(database, _model, XroshotModel.Faxes);

    public async Task<QueueInspection> PrepareAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await _keeper.PrepareAsync(connection, [], [Needs], [], DateTime.MinValue, cancellationToken);
    }

    public async IAsyncEnumerable<IReadOnlyList<ReceivedFax>> ReadAsync(
        DateTimeOffset since, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var context = await VendorContext.OpenAsync(database, _model, cancellationToken);
        var (date, job, place) = (_clock.Digits(since), -1L, -1L);
        for (var full = true; full;)
        {
            var rows = await After(context, date, job, place).Take(pageSize).ToListAsync(cancellationToken);
            if (rows.Count > 0)
            {
                (date, job, place) = (rows[^1].ReceivedAt ?? date, rows[^1].JobId, rows[^1].Place ?? FirstPlace);
            }

            full = rows.Count == pageSize;
            var faxes = rows.Select(Read).OfType<ReceivedFax>().ToList();
            if (faxes.Count > 0)
            {
                yield return faxes;
            }
        }
    }

    private static IQueryable<XroshotFaxRow> After(VendorContext context, string date, long job, long place) => context.Rows<XroshotFaxRow>(XroshotModel.Faxes)
        .Where(row => string.Compare(row.ReceivedAt, date) > 0
            || (row.ReceivedAt == date && (row.JobId > job || (row.JobId == job && (row.Place ?? FirstPlace) > place))))
        .OrderBy(row => row.ReceivedAt)
        .ThenBy(row => row.JobId)
        .ThenBy(row => row.Place ?? FirstPlace);

    /// <summary>Null while the row lacks what makes it a fax.</summary>
    private ReceivedFax? Read(XroshotFaxRow row) => RowReader.Text(row.FileName) is { } file && _clock.Read(RowReader.Text(row.ReceivedAt)) is { } at
        ? new ReceivedFax
        {
            Key = string.Create(CultureInfo.InvariantCulture, $"{row.JobId}-{row.Place ?? FirstPlace}"),
            From = RowReader.Text(row.From),
            To = RowReader.Text(row.To),
            FileName = file,
            Seconds = int.TryParse(RowReader.Text(row.Duration), CultureInfo.InvariantCulture, out var seconds) ? seconds : null,

            // 0 is the column's default: no fax has no page.
            Pages = row.Pages is > 0 and var pages ? pages : null,
            ReceivedAt = at,
        }
        : null;
}
