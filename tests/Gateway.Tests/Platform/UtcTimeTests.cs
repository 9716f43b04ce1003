using Gateway.Platform.Bodies;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>Times as clients write them.</summary>
public sealed class UtcTimeTests
{
    [Theory]
    [InlineData("2026-12-24T09:00:00+09:00", "2026-12-24T00:00:00.0000000Z")]
    [InlineData("2026-12-24 09:00:00+09:00", "2026-12-24T00:00:00.0000000Z")]
    [InlineData("2026-12-24T09:00:00+0900", "2026-12-24T00:00:00.0000000Z")]
    [InlineData("2026-12-24 09:00:00 +0900", "2026-12-24T00:00:00.0000000Z")]
    [InlineData("2026-12-24T09:00:00+09", "2026-12-24T00:00:00.0000000Z")]
    [InlineData("2026-12-24t09:00:00z", "2026-12-24T09:00:00.0000000Z")]
    [InlineData("2026-12-24T09:00Z", "2026-12-24T09:00:00.0000000Z")]
    [InlineData("2026-12-24T09:00:00.123456789-03:30", "2026-12-24T12:30:00.1234567Z")]
    public void Are_read_with_every_form_of_an_offset(string text, string time)
    {
        Assert.True(UtcTime.TryRead(text, out var read));
        Assert.Equal(time, read.UtcDateTime.ToString("o", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("2026-12-24T09:00:00")]
    [InlineData("2026-12-24 09:00:00")]
    [InlineData("2026-12-24")]
    [InlineData("2026-02-30T09:00:00Z")]
    [InlineData("2026-12-24T25:00:00Z")]
    [InlineData("2026-12-24T09:00:00+25:00")]
    [InlineData("2026-12-24T09:00:00 09:00")]
    [InlineData("2026-12-24T09:00:00KST")]
    [InlineData("24.12.2026 09:00Z")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData(" 2026-12-24T09:00:00Z")]
    [InlineData("2026-12-24T09:00:00Z\n")]
    [InlineData("２０２６-12-24T09:00:00Z")]
    [InlineData("")]
    public void Are_refused_when_they_are_not_certain(string text) => Assert.False(UtcTime.TryRead(text, out _));
}
