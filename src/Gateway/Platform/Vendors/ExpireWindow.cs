using System.Globalization;

namespace Gateway.Platform.Vendors;

/// <summary>
/// The hours of the day in which messages that an agent has taken may expire, such as 05:00–06:00. It may go over
/// midnight.
/// </summary>
internal readonly record struct ExpireWindow(TimeOnly From, TimeOnly To)
{
    private const string Form = "HH:mm";

    /// <summary>Reads <c>05:00-06:00</c>. A window without length is none.</summary>
    public static bool TryParse(string text, out ExpireWindow window)
    {
        window = default;
        if (text.Split('-', StringSplitOptions.TrimEntries) is not [var from, var to]
            || !TimeOnly.TryParseExact(from, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var start)
            || !TimeOnly.TryParseExact(to, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var end)
            || start == end)
        {
            return false;
        }

        window = new ExpireWindow(start, end);
        return true;
    }

    /// <summary>
    /// What expired until this moment may end now: while the window is open, everything; else what expired before it
    /// last closed. So a window in which nothing could run is made up for, and nobody waits longer than until the end
    /// of the next one.
    /// </summary>
    public DateTimeOffset Reach(DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        if (TimeOnly.FromDateTime(local).IsBetween(From, To))
        {
            return now;
        }

        var closed = DateOnly.FromDateTime(local).ToDateTime(To);
        closed = closed > local ? closed.AddDays(-1) : closed;
        return new DateTimeOffset(closed, zone.GetUtcOffset(closed)).ToUniversalTime();
    }
}
