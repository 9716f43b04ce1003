using System.Globalization;
using Gateway.Vendors.Databases;
using Gateway.Vendors.Models;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Vendors.Xroshot;

/// <summary><c>SDK_SEND_STAT</c>: the agent's hourly counters, by the hour in which it sent.</summary>
internal sealed class XroshotCounters(
    VendorDatabase database, XroshotSettings settings, KoreaTime korea) : IVendorCounters
{
    private readonly XroshotModel _model = XroshotModel.Of(settings, []);

    public async Task<IReadOnlyList<CountedDay>?> ReadAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var (first, end) = (korea.ToWall(from), korea.ToWall(to));
        await using var context = await VendorContext.OpenAsync(database, _model, cancellationToken);
        if ((await database.ColumnsAsync(context.Connection, _model.SentHoursTable, cancellationToken)).Count == 0)
        {
            return null;
        }

        var days = new SortedDictionary<DateTime, (long Total, long Succeeded)>();
        foreach (var row in await HoursAsync(context, Year(first), Year(end), cancellationToken))
        {
            if (HourOf(row) is { } hour && hour >= first && hour < end)
            {
                var (total, succeeded) = days.GetValueOrDefault(hour.Date);
                days[hour.Date] = (total + row.Total, succeeded + row.Succeeded);
            }
        }

        return [.. days.Select(day => new CountedDay(korea.FromWall(day.Key), day.Value.Total, day.Value.Succeeded))];
    }

    private Task<List<HourSum>> HoursAsync(VendorContext context, string firstYear, string lastYear, CancellationToken cancellationToken) => context
        .Rows<XroshotHourRow>(XroshotModel.SentHours)
        .Where(row => row.UserId == settings.UserId && string.Compare(row.Year, firstYear) >= 0 && string.Compare(row.Year, lastYear) <= 0)
        .GroupBy(row => new { row.Year, row.Month, row.Day, row.Hour })
        .Select(hour => new HourSum(
            hour.Key.Year,
            hour.Key.Month,
            hour.Key.Day,
            hour.Key.Hour,
            hour.Sum(row => (row.SmsTotal ?? 0) + (row.MmsTotal ?? 0) + (row.FaxTotal ?? 0) + (row.TtsTotal ?? 0) + (row.FileTotal ?? 0) + (row.StoredTotal ?? 0) + (row.ScenarioTotal ?? 0)),
            hour.Sum(row => (row.SmsSucceeded ?? 0) + (row.MmsSucceeded ?? 0) + (row.FaxSucceeded ?? 0) + (row.TtsSucceeded ?? 0) + (row.FileSucceeded ?? 0) + (row.StoredSucceeded ?? 0)
                + (row.ScenarioSucceeded ?? 0))))
        .ToListAsync(cancellationToken);

    private static string Year(DateTime time) => time.Year.ToString("0000", CultureInfo.InvariantCulture);

    /// <summary>
    /// Null for what is no hour. The columns are texts, and the manual does not say whether they are filled up with
    /// zeros.
    /// </summary>
    private static DateTime? HourOf(HourSum row) => DateTime.TryParseExact(
        $"{row.Year.Trim()}-{row.Month.Trim()}-{row.Day.Trim()} {row.Hour.Trim()}",
        "yyyy-M-d H",
        CultureInfo.InvariantCulture,
        DateTimeStyles.None,
        out var hour) ? hour : null;

    private sealed record HourSum(string Year, string Month, string Day, string Hour, long Total, long Succeeded);
}
