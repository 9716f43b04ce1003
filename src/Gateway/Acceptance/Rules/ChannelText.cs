using System.Globalization;
using Gateway.Acceptance.Texts;
using Gateway.Vendors;

namespace Gateway.Acceptance.Rules;

/// <summary>What fits into a text of each channel. The limits are the operators' and the vendors' manuals'.</summary>
internal static class ChannelText
{
    /// <summary>Kakao counts characters, and takes all of Unicode.</summary>
    public const int AlimTalkCharacters = 1300;

    public const int FriendTalkCharacters = 1000;

    /// <summary>Characters that are filled in and counted: twice what any channel carries. A longer text is refused by its computed length, and never made.</summary>
    public const int MostFilled = 4000;

    /// <summary>True when a text is an SMS by its form but too long for one.</summary>
    public static bool IsTooLongForSms(ContentCheck check, string text) => KoreanText.Bytes(text) > check.Carries.SmsBytes;

    public static void CheckText(ContentCheck check, Channel channel, string text, string pointer)
    {
        switch (channel)
        {
            case Channel.Sms:
                CheckBytes(check, text, check.Carries.SmsBytes, "SMS takes", pointer, check.Channel == Channel.Sms ? " Use lms, or onTooLong: upgrade." : "");
                break;
            case Channel.Lms or Channel.Mms:
                CheckBytes(check, text, check.Carries.TextBytes, $"{channel.ToString().ToUpperInvariant()} takes", pointer, "");
                break;
            case Channel.Voice or Channel.Fax:
                CheckBytes(check, text, check.Carries.SpokenBytes, "The vendor takes", pointer, "");
                break;
            case Channel.AlimTalk or Channel.FriendTalk:
                var most = channel == Channel.AlimTalk ? AlimTalkCharacters : FriendTalkCharacters;
                CheckKakao(check, most, text, pointer);
                break;
        }
    }

    public static void CheckSubject(ContentCheck check, Channel channel, string subject, string pointer)
    {
        var label = channel is Channel.Sms or Channel.Voice or Channel.Fax ? check.Carries.LabelBytes : null;
        CheckBytes(check, subject, label ?? check.Carries.SubjectBytes, "A subject takes", pointer, "");
    }

    private static void CheckKakao(ContentCheck check, int most, string text, string pointer)
    {
        check.TooLong(text, Math.Min(most, check.Vendor.TextLength ?? most), pointer);
        if (text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')))
        {
            check.Fault(pointer, "unmappable_text", "Holds control characters.");
        }
    }

    private static void CheckBytes(ContentCheck check, string text, int limit, string what, string pointer, string advice)
    {
        var characters = check.Characters;
        var fitted = check.Fitted(text);
        var bytes = KoreanText.BytesOrUnmappable(fitted, characters);
        if (bytes < 0)
        {
            var who = characters == KoreanCharacters.KsX1001
                ? $"{check.Vendor.Name} ({check.Protocol.Name}) would turn into '?'"
                : "Korean phones cannot show";
            check.Unmappable(text, pointer, who);
            bytes = KoreanText.Bytes(fitted);
        }
        else if (fitted.Length == 0 && text.Length > 0)
        {
            check.Fault(pointer, "required", "Nothing is left of it without the letters that nobody sees.");
        }

        if (bytes > limit)
        {
            check.Fault(pointer, "too_long", string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes in CP949 (Hangul takes 2); {what} {limit}.{advice}"));
        }
    }
}
