using Gateway.Messages;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Messages;

/// <summary>Quiet hours of advertisements, in Korean time.</summary>
public sealed class QuietHoursTests
{
    [Theory]
    [InlineData("2027-03-01T20:59:59+09:00", "sms", null)]
    [InlineData("2027-03-01T21:00:00+09:00", "sms", "2027-03-02T08:00:00+09:00")]
    [InlineData("2027-03-01T23:59:59+09:00", "lms", "2027-03-02T08:00:00+09:00")]
    [InlineData("2027-03-02T00:00:00+09:00", "mms", "2027-03-02T08:00:00+09:00")]
    [InlineData("2027-03-02T07:59:59+09:00", "voice", "2027-03-02T08:00:00+09:00")]
    [InlineData("2027-03-02T08:00:00+09:00", "fax", null)]
    [InlineData("2027-03-01T19:59:59+09:00", "friendtalk", null)]
    [InlineData("2027-03-01T20:00:00+09:00", "friendtalk", "2027-03-02T08:00:00+09:00")]
    [InlineData("2027-03-01T20:00:00+09:00", "alimtalk", "2027-03-02T08:00:00+09:00")]
    [InlineData("2027-12-31T12:00:00Z", "sms", "2027-12-31T23:00:00Z")]
    [InlineData("2027-12-31T23:00:00Z", "sms", null)]
    public void Hold_an_advertisement_until_eight(string at, string channel, string? until)
    {
        var kind = Enum.Parse<Channel>(channel, ignoreCase: true);

        Assert.Equal(until is null ? (DateTimeOffset?)null : Time(until), QuietHours.HeldUntil(Time(at), MessagePurpose.Advertisement, kind));
        Assert.Null(QuietHours.HeldUntil(Time(at), MessagePurpose.Transactional, kind));
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
