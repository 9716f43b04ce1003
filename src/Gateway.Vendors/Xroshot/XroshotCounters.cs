using System.Data.Common;
using System.Globalization;
using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Xroshot;

/// <summary><c>SDK_SEND_STAT</c>: the agent's hourly counters, by the hour in which it sent.</summary>
internal sealed class XroshotCounters(VendorDatabase database, XroshotSettings settings, KoreaTime korea) : IVendorCounters
{
    private readonly string _table = "SDK_SEND_STAT" + settings.Suffix;

    public async Task<IReadOnlyList<CountedDay>?> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var (first, end) = (korea.ToWall(from), korea.ToWall(to));
        await using var connection = await database.OpenAsync(cancellationToken);
        if ((await database.ColumnsAsync(connection, _table, cancellationToken)).Count == 0)
        {
            return null;
        }

        await using var command = VendorCommand.Create(connection, null, VendorCommand.Fill(VendorCommand.Text("Xroshot.Sql.count-hours"), ("table", _table)))
            .With("@user", settings.UserId)
            .With("@firstYear", first.Year.ToString("0000", CultureInfo.InvariantCulture))
            .With("@lastYear", end.Year.ToString("0000", CultureInfo.InvariantCulture));
        var days = new SortedDictionary<DateTime, (long Total, long Succeeded)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (HourOf(reader) is { } hour && hour >= first && hour < end)
            {
                var (total, succeeded) = days.GetValueOrDefault(hour.Date);
                days[hour.Date] = (total + reader.Long(4), succeeded + reader.Long(5));
            }
        }

        return [.. days.Select(day => new CountedDay(korea.FromWall(day.Key), day.Value.Total, day.Value.Succeeded))];
    }

    /// <summary>Null for what is no hour. The columns are texts, and the manual does not say whether they are filled up with zeros.</summary>
    private static DateTime? HourOf(DbDataReader row) =>
        DateTime.TryParseExact($"{row.Text(0)}-{row.Text(1)}-{row.Text(2)} {row.Text(3)}", "yyyy-M-d H", CultureInfo.InvariantCulture, DateTimeStyles.None, out var hour) ? hour : null;
}
