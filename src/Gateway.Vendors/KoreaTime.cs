namespace Gateway.Vendors;

/// <summary>
/// Agents write and read wall-clock times without a zone, in Korean time whatever the server's zone is.
/// </summary>
internal sealed class KoreaTime(TimeZoneInfo zone)
{
    /// <summary>
    /// Whole seconds, as agents write them. Cut, not rounded: a rounded time can lie in the future, which some agents
    /// refuse.
    /// </summary>
    public DateTime ToWall(DateTimeOffset time)
    {
        var wall = TimeZoneInfo.ConvertTime(time, zone).DateTime;
        return new DateTime(wall.Ticks - (wall.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Unspecified);
    }

    public DateTimeOffset FromWall(DateTime wall)
    {
        var unspecified = DateTime.SpecifyKind(wall, DateTimeKind.Unspecified);
        return new DateTimeOffset(unspecified, zone.GetUtcOffset(unspecified)).ToUniversalTime();
    }

    /// <summary>
    /// Log tables of earlier periods hold nothing that is looked for: a message lives a week at most.
    /// Which of a row's dates names its table is not documented, so one month more is searched.
    /// </summary>
    public DateTime OldestLog(DateTimeOffset time) => ToWall(time).AddMonths(-1);
}
