using System.ComponentModel.DataAnnotations;
using Gateway.Messages;
using Gateway.Vendors;
using Microsoft.Extensions.Options;
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
    [InlineData("2027-03-01T20:49:59+09:00", "friendtalk", null)]
    [InlineData("2027-03-01T20:50:00+09:00", "friendtalk", "2027-03-02T08:00:00+09:00")]
    [InlineData("2027-03-01T20:50:00+09:00", "alimtalk", "2027-03-02T08:00:00+09:00")]
    [InlineData("2027-12-31T12:00:00Z", "sms", "2027-12-31T23:00:00Z")]
    [InlineData("2027-12-31T23:00:00Z", "sms", null)]
    public void Hold_an_advertisement_until_eight(string at, string channel, string? until)
    {
        var kind = Enum.Parse<Channel>(channel, ignoreCase: true);

        Assert.Equal(until is null ? (DateTimeOffset?)null : Time(until), Of("20:50-08:00").HeldUntil(Time(at), MessagePurpose.Advertisement, kind));
        Assert.Null(Of("20:50-08:00").HeldUntil(Time(at), MessagePurpose.Transactional, kind));
    }

    [Theory]
    [InlineData("2027-03-01T19:59:59+09:00", null)]
    [InlineData("2027-03-01T20:00:00+09:00", "2027-03-02T09:00:00+09:00")]
    [InlineData("2027-03-02T08:30:00+09:00", "2027-03-02T09:00:00+09:00")]
    public void Are_longer_for_Kakao_by_setting(string at, string? until)
    {
        var quiet = Of("20:00-09:00");

        Assert.Equal(
            until is null ? (DateTimeOffset?)null : Time(until),
            quiet.HeldUntil(Time(at), MessagePurpose.Advertisement, Channel.FriendTalk));
        Assert.Null(quiet.HeldUntil(Time("2027-03-01T20:30:00+09:00"), MessagePurpose.Advertisement, Channel.Sms));
    }

    [Theory]
    [InlineData("20:50-08:00", true)]
    [InlineData("21:00-08:00", true)]
    [InlineData("20:00-10:30", true)]
    [InlineData("21:01-08:00", false)]
    [InlineData("20:50-07:59", false)]
    [InlineData("08:00-21:00", false)]
    [InlineData("8-9", false)]
    [InlineData("", false)]
    public void Are_never_shorter_than_the_law_wants(string setting, bool isFine) =>
        Assert.Equal(isFine, !new KakaoOptions { QuietHours = setting }.Validate(new ValidationContext(setting)).Any());

    private static QuietHours Of(string kakao) => new(Options.Create(new KakaoOptions { QuietHours = kakao }));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
