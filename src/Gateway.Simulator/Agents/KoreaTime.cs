using System.Globalization;

namespace Gateway.Simulator.Agents;

/// <summary>Korean wall time (UTC+9, no summer time), cut to whole seconds as the vendors' columns hold it.</summary>
internal static class KoreaTime
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(9);

    public static DateTime Now(TimeProvider time) => Cut(Exact(time));

    /// <summary>The latest whole second that lies at least the delay back.</summary>
    public static DateTime Before(TimeProvider time, TimeSpan delay) => Cut(Exact(time) - delay);

    public static DateTime Exact(TimeProvider time) =>
        DateTime.SpecifyKind((time.GetUtcNow() + Offset).DateTime, DateTimeKind.Unspecified);

    /// <summary><c>YYYYMMDDHHMMSS</c>.</summary>
    public static string Digits(DateTime time) => time.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    private static DateTime Cut(DateTime time) =>
        new(time.Ticks - time.Ticks % TimeSpan.TicksPerSecond, DateTimeKind.Unspecified);
}
