using System.Text.RegularExpressions;
using Gateway.Messages;
using Gateway.Vendors;

namespace Gateway.Acceptance.Rules;

/// <summary>
/// What the text of an advertisement must show, for accounts that want it checked: (광고) where it begins, and a number
/// at which refusing costs nothing, which is one of 080 (정보통신망법 제50조 제4항, 시행령 제61조 and its 별표 6). Kakao adds its own
/// marks, and a call says them aloud; the text message that follows one of them is checked like any other.
/// </summary>
internal static partial class AdvertisementRules
{
    private const string Mark = "(광고)";

    public static void Check(ContentCheck check, Channel channel, string text, string? subject, string pointer)
    {
        if (!check.AdvertisementMarks || check.Content.Purpose != MessagePurpose.Advertisement || channel is not (Channel.Sms or Channel.Lms or Channel.Mms))
        {
            return;
        }

        if (!StartsWithMark(text) && !StartsWithMark(subject))
        {
            check.Fault(pointer, "advertisement_mark_missing", $"This account's advertisements begin with {Mark}, in the text or the subject (정보통신망법 제50조).");
        }

        var written = HalfWidth(text);
        if (!Notice().IsMatch(written))
        {
            check.Fault(
                pointer,
                "optout_notice_missing",
                "This account's advertisements say how to refuse them at no cost: 무료수신거부 or 무료거부 and an 080 number "
                    + "(정보통신망법 제50조).");
        }
        else if (!NoticeWithNumber().IsMatch(written))
        {
            check.Fault(
                pointer,
                "optout_number_missing",
                "An 080 number stands behind 무료수신거부 or 무료거부, such as 무료수신거부 080-123-4567: a call to any other "
                    + "costs the recipient money (정보통신망법 시행령 별표 6).");
        }
    }

    /// <summary>Full-width digits and hyphens (U+FF01 to U+FF5E) as the plain ones that they stand for.</summary>
    private static string HalfWidth(string text) => text.AsSpan().ContainsAnyInRange('！', '～')
        ? string.Concat(text.Select(letter => letter is >= '！' and <= '～' ? (char)(letter - '！' + '!') : letter))
        : text;

    [GeneratedRegex(@"무\s*료\s*(?:수\s*신\s*)?거\s*부")]
    private static partial Regex Notice();

    /// <summary>
    /// 080 and seven or eight digits, with blanks, dots and hyphens of any kind between them, soon behind the notice.
    /// </summary>
    [GeneratedRegex(@"무\s*료\s*(?:수\s*신\s*)?거\s*부[^0-9]{0,20}080(?:[\s.\p{Pd}]?[0-9]){7,8}(?![0-9])")]
    private static partial Regex NoticeWithNumber();

    private static bool StartsWithMark(string? text) => text?.AsSpan().TrimStart().StartsWith(Mark, StringComparison.Ordinal) == true;
}
