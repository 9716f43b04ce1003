using Gateway.Vendors;

namespace Gateway.Messages;

/// <summary>
/// When advertisements may not be sent: 21:00 to 08:00 in Korea (정보통신망법 제50조 제3항), and 20:00 to 08:00 by Kakao, which sends none after 20:50. The law is Korea's, whatever zone the
/// installation has; Korea has no daylight saving time.
/// </summary>
internal static class QuietHours
{
    private static readonly TimeSpan Korea = TimeSpan.FromHours(9);
    private static readonly TimeSpan Begin = TimeSpan.FromHours(21);
    private static readonly TimeSpan KakaoBegin = TimeSpan.FromHours(20);
    private static readonly TimeSpan End = TimeSpan.FromHours(8);

    /// <summary>The first moment from <paramref name="at"/> on at which a message may be sent: that moment itself outside quiet hours.</summary>
    public static DateTimeOffset Release(DateTimeOffset at, MessagePurpose purpose, Channel channel)
    {
        if (purpose != MessagePurpose.Advertisement)
        {
            return at;
        }

        var local = at.ToOffset(Korea);
        var begin = channel is Channel.AlimTalk or Channel.FriendTalk ? KakaoBegin : Begin;
        if (local.TimeOfDay >= End && local.TimeOfDay < begin)
        {
            return at;
        }

        var day = local.TimeOfDay < End ? local.Date : local.Date.AddDays(1);
        return new DateTimeOffset(day + End, Korea).ToUniversalTime();
    }

    /// <summary>Until when a message is held that was meant for a moment; null when it is not.</summary>
    public static DateTimeOffset? HeldUntil(DateTimeOffset at, MessagePurpose purpose, Channel channel) => Release(at, purpose, channel) is var release && release > at ? release : null;
}
