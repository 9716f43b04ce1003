using Gateway.Vendors;

namespace Gateway.Messages.Content;

/// <summary>
/// What the text of an advertisement must show, for accounts that want it checked: (광고) where it begins, and a way to refuse that costs nothing (정보통신망법 제50조 제4항, 시행령 제61조
/// and its 별표 6). Kakao adds its own marks, and a call says them aloud.
/// </summary>
internal static class AdvertisementRules
{
    private const string Mark = "(광고)";

    private static readonly string[] Notices = ["무료수신거부", "무료거부"];

    public static void Check(ContentCheck check, Channel channel, string text, string? subject, string pointer)
    {
        if (!check.AdvertisementMarks || check.Request.PurposeOrDefault() != MessagePurpose.Advertisement || channel is not (Channel.Sms or Channel.Lms or Channel.Mms))
        {
            return;
        }

        if (!StartsWithMark(text) && !StartsWithMark(subject))
        {
            check.Fault(pointer, "advertisement_mark_missing", $"This account's advertisements begin with {Mark}, in the text or the subject (정보통신망법 제50조).");
        }

        var dense = text.Replace(" ", "", StringComparison.Ordinal);
        if (!Notices.Any(notice => dense.Contains(notice, StringComparison.Ordinal)))
        {
            check.Fault(pointer, "optout_notice_missing", $"This account's advertisements say how to refuse them at no cost: {string.Join(" or ", Notices)} and a number (정보통신망법 제50조).");
        }
    }

    private static bool StartsWithMark(string? text) => text?.AsSpan().TrimStart().StartsWith(Mark, StringComparison.Ordinal) == true;
}
