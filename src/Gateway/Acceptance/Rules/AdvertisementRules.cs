using System.Text.RegularExpressions;
using Gateway.Messages;
using Gateway.Platform.Numbers;
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

    /// <summary>Letters between the notice and the number: "(ARS, 24시간)" is too much.</summary>
    private const int MostBetween = 20;

    public static void Check(ContentCheck check, Channel channel, string text, string? subject, string pointer)
    {
        if (!check.AdvertisementMarks || check.Content.Purpose != MessagePurpose.Advertisement || channel is not (Channel.Sms or Channel.Lms or Channel.Mms))
        {
            return;
        }

        if (!StartsWithMark(text) && !StartsWithMark(subject))
        {
            check.Fault(
                pointer,
                "advertisement_mark_missing",
                $"This account's advertisements begin with {Mark}, in the text or the subject (정보통신망법 제50조): exactly so, "
                    + "in round brackets and without blanks.");
        }

        var notices = Notice().Matches(text);
        if (notices.Count == 0)
        {
            check.Fault(
                pointer,
                "optout_notice_missing",
                "This account's advertisements say how to refuse them at no cost: 무료수신거부 or 무료거부 and an 080 number "
                    + "(정보통신망법 제50조).");
        }
        else if (!notices.Any(notice => HasFreeNumber(text, notice.Index + notice.Length)))
        {
            check.Fault(
                pointer,
                "optout_number_missing",
                "An 080 number stands behind 무료수신거부 or 무료거부, such as 무료수신거부 080-123-4567: a call to any other "
                    + "costs the recipient money (정보통신망법 시행령 별표 6).");
        }
    }

    [GeneratedRegex(@"무\s*료\s*(?:수\s*신\s*)?거\s*부")]
    private static partial Regex Notice();

    /// <summary>
    /// The next digits are an 080 number, soon behind the notice, in whatever form numbers are written.
    /// </summary>
    private static bool HasFreeNumber(string text, int from)
    {
        for (var at = from; at < text.Length && at <= from + MostBetween; at++)
        {
            if (NumberLetters.DigitAt(text, at, out _) >= 0)
            {
                return NumberFinder.Next(text, at) is { } found && found.Start == at
                    && PhoneNumber.Recipient(text[at..found.End]).Digits is ['0', '8', '0', ..];
            }
        }

        return false;
    }

    private static bool StartsWithMark(string? text) => text?.AsSpan().TrimStart().StartsWith(Mark, StringComparison.Ordinal) == true;
}
