using System.Globalization;

namespace Gateway.Vendors.Tests.Simulator;

/// <summary>A clock that stands still until it is moved; told and read in Korean time.</summary>
internal sealed class KoreanClock(string korea) : TimeProvider
{
    private DateTimeOffset _now = At(korea);

    public DateTime Korea => _now.UtcDateTime.AddHours(9);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(double seconds) => _now = _now.AddSeconds(seconds);

    public void Set(string korea) => _now = At(korea);

    private static DateTimeOffset At(string korea) => DateTimeOffset.Parse(korea + "+09:00", CultureInfo.InvariantCulture).ToUniversalTime();
}
