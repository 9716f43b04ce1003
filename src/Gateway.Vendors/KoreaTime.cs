namespace Gateway.Vendors;

/// <summary>Agents write and read wall-clock times without a zone, in Korean time whatever the server's zone is.</summary>
internal sealed class KoreaTime(TimeZoneInfo zone)
{
    public DateTime ToWall(DateTimeOffset time) => DateTime.SpecifyKind(TimeZoneInfo.ConvertTime(time, zone).DateTime, DateTimeKind.Unspecified);

    public DateTimeOffset FromWall(DateTime wall)
    {
        var unspecified = DateTime.SpecifyKind(wall, DateTimeKind.Unspecified);
        return new DateTimeOffset(unspecified, zone.GetUtcOffset(unspecified)).ToUniversalTime();
    }
}
