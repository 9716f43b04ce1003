using Gateway.Platform.Vendors;
using Xunit;

namespace Gateway.Tests.Platform;

public sealed class ExpireWindowTests
{
    private static readonly TimeZoneInfo Korea = TimeZoneInfo.FindSystemTimeZoneById("Asia/Seoul");

    [Theory]
    [InlineData("05:00-06:00", "2027-03-01T05:00:00+09:00", "2027-03-01T05:00:00+09:00")]
    [InlineData("05:00-06:00", "2027-03-01T05:59:59+09:00", "2027-03-01T05:59:59+09:00")]
    [InlineData("05:00-06:00", "2027-03-01T06:00:00+09:00", "2027-03-01T06:00:00+09:00")]
    [InlineData("05:00-06:00", "2027-03-01T23:00:00+09:00", "2027-03-01T06:00:00+09:00")]
    [InlineData("05:00-06:00", "2027-03-01T04:59:59+09:00", "2027-02-28T06:00:00+09:00")]
    [InlineData("23:30-00:30", "2027-01-01T00:10:00+09:00", "2027-01-01T00:10:00+09:00")]
    [InlineData("23:30-00:30", "2027-01-01T12:00:00+09:00", "2027-01-01T00:30:00+09:00")]
    public void Reaches_back_to_its_last_end_and_everything_while_it_is_open(string text, string now, string reach)
    {
        Assert.True(ExpireWindow.TryParse(text, out var window));

        Assert.Equal(DateTimeOffset.Parse(reach, null), window.Reach(DateTimeOffset.Parse(now, null), Korea));
    }

    [Theory]
    [InlineData("05:00")]
    [InlineData("05:00-05:00")]
    [InlineData("5-6")]
    [InlineData("05:00-24:00")]
    [InlineData("05:00-06:00-07:00")]
    public void Refuses_what_is_no_window(string text) => Assert.False(ExpireWindow.TryParse(text, out _));
}
