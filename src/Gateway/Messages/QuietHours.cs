using Gateway.Platform.Vendors;
using Gateway.Vendors;
using Microsoft.Extensions.Options;

namespace Gateway.Messages;

/// <summary>
/// When advertisements may not be sent: 21:00 to 08:00 in Korea (정보통신망법 제50조 제3항), and for Kakao what
/// <see cref="KakaoOptions"/> says. The law is Korea's, whatever zone the installation has; Korea has no daylight
/// saving time.
/// </summary>
internal sealed class QuietHours(IOptions<KakaoOptions> kakao)
{
    private static readonly TimeSpan Korea = TimeSpan.FromHours(9);
    private static readonly ExpireWindow Law = new(new TimeOnly(21, 0), new TimeOnly(8, 0));

    /// <summary>The settings are checked before this.</summary>
    private readonly ExpireWindow _kakao = ExpireWindow.TryParse(kakao.Value.QuietHours, out var window) ? window : Law;

    /// <summary>
    /// The first moment from <paramref name="at"/> on at which a message may be sent: that moment itself outside quiet
    /// hours.
    /// </summary>
    public DateTimeOffset Release(DateTimeOffset at, MessagePurpose purpose, Channel channel)
    {
        if (purpose != MessagePurpose.Advertisement)
        {
            return at;
        }

        var local = at.ToOffset(Korea);
        var quiet = channel is Channel.AlimTalk or Channel.FriendTalk ? _kakao : Law;
        var (begin, end) = (quiet.From.ToTimeSpan(), quiet.To.ToTimeSpan());
        if (local.TimeOfDay >= end && local.TimeOfDay < begin)
        {
            return at;
        }

        var day = local.TimeOfDay < end ? local.Date : local.Date.AddDays(1);
        return new DateTimeOffset(day + end, Korea).ToUniversalTime();
    }

    /// <summary>Until when a message is held that was meant for a moment; null when it is not.</summary>
    public DateTimeOffset? HeldUntil(DateTimeOffset at, MessagePurpose purpose, Channel channel) =>
        Release(at, purpose, channel) is var release && release > at ? release : null;
}
