using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Xroshot;

/// <summary><c>SDK_FMS_RECEIVE</c>: faxes to the customer's 03030 number. STAT_STATUS is the agent's own and says nothing here (gaps.md G21).</summary>
internal sealed class XroshotReceivedFaxes(VendorDatabase database, XroshotSettings settings, bool createTables, KoreaTime korea) : IReceivedFaxes
{
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
        await using var connection = await database.OpenAsync(cancellationToken);
        var (date, job, place) = (_clock.Digits(since), -1L, -1L);
        for (var full = true; full;)
        {
            var page = new List<ReceivedFax>();
            var read = 0;
            await using (var command = VendorCommand.Create(connection, null, VendorCommand.Fill(VendorCommand.Text("Xroshot.Sql.scan-received"), ("table", _model.FaxTable)))
                .With("@since", date).With("@afterJob", job).With("@afterPlace", place).With("@limit", pageSize))
            await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
            {
                for (; await reader.ReadAsync(cancellationToken); read++)
                {
                    (job, place, date) = (reader.Long(0), reader.Long(1), reader.GetString(7));
                    if (Read(reader, job, place) is { } fax)
                    {
                        page.Add(fax);
                    }
                }
            }

            full = read == pageSize;
            if (page.Count > 0)
            {
                yield return page;
            }
        }
    }

    /// <summary>Null while the row lacks what makes it a fax.</summary>
    private ReceivedFax? Read(DbDataReader row, long job, long place) => row.Text(4) is { } file && _clock.Read(row.Text(7)) is { } at
        ? new ReceivedFax
        {
            Key = string.Create(CultureInfo.InvariantCulture, $"{job}-{place}"),
            From = row.Text(2),
            To = row.Text(3),
            FileName = file,
            Seconds = int.TryParse(row.Text(5), CultureInfo.InvariantCulture, out var seconds) ? seconds : null,

            // 0 is the column's default: no fax has no page.
            Pages = row.Number(6) is > 0 and var pages ? pages : null,
            ReceivedAt = at,
        }
        : null;
}
