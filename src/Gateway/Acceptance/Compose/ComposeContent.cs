using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Rules;
using Gateway.Acceptance.Texts;
using Gateway.Platform.Bodies;
using Gateway.Vendors;

namespace Gateway.Acceptance.Compose;

/// <summary>The texts of one message. The channel is another one where an SMS was too long and became an LMS.</summary>
/// <param name="Channel">May be another one than the request's.</param>
/// <param name="Subject">Filled.</param>
/// <param name="Text">Filled.</param>
/// <param name="FallbackText">Filled.</param>
/// <param name="FallbackSubject">Filled.</param>
/// <param name="Kakao">Buttons and links; null when nothing in them was to be filled.</param>
internal sealed record FilledContent(
    Channel Channel, string? Subject, string? Text, string? FallbackText, string? FallbackSubject, KakaoContent? Kakao)
{
    /// <summary>Letters that were replaced in them; null: the request does not say so.</summary>
    public ReplacedLetters? Replaced { get; init; }
}

/// <summary>Fills the texts of a request for a recipient, and checks what comes out. What would be too long for every channel is refused by its computed length, before it is made.</summary>
internal static class ComposeContent
{
    /// <summary>Names that are told of one recipient.</summary>
    private const int MaxMissing = 100;

    private const int MostOfName = 64;

    /// <summary>The texts for one recipient, or for all when nothing is to be filled in. What is wrong is told to <paramref name="check"/>.</summary>
    public static FilledContent Compose(ContentCheck check, IReadOnlyDictionary<string, string>? variables, string textPointer, string subjectPointer, string variablesPointer)
    {
        var (content, instead) = (check.Content, check.Details.Fallback);
        SortedSet<string>? missing = null;
        KakaoText[] filledTexts = [];
        var known = check.Faults.Count;
        var text = Fill(check.Templates.Text, content.Text, textPointer);
        var subject = Fill(check.Templates.Subject, content.Subject, subjectPointer);
        var fallback = Fill(check.Templates.FallbackText, instead?.Text, textPointer);
        var fallbackSubject = Fill(check.Templates.FallbackSubject, instead?.Subject, subjectPointer);
        var kakao = check.Templates.Kakao.Count > 0 && check.Details.Kakao is { } given
            ? KakaoTexts.Map(given, FillKakao)
            : null;
        foreach (var name in ((IEnumerable<string>?)missing ?? []).Take(MaxMissing).Select(Shown))
        {
            check.Fault($"{variablesPointer}/{JsonPointer.Escape(name)}", "missing_variable", $"The text has #{{{name}}}, but this recipient has no value for it.");
        }

        var upgraded = check.Channel == Channel.Sms && check.Asked?.OnTooLong == OnTooLong.Upgrade && check.Vendor.Channels.Contains(Channel.Lms)
            && text is not null && ChannelText.IsTooLongForSms(check, check.Fitted(text));
        var channel = upgraded ? Channel.Lms : check.Channel;
        if (check.Faults.Count == known)
        {
            CheckTexts(check, channel, text, subject, fallback, fallbackSubject, textPointer, subjectPointer);
            if (fallbackSubject is not null)
            {
                ChannelText.CheckSubject(check, Channel.Mms, fallbackSubject, Placeholders.HasAny(instead?.Subject) ? subjectPointer : "/fallback/subject");
            }

            if (check.Channel is Channel.AlimTalk or Channel.FriendTalk)
            {
                KakaoRules.CheckFilled(check, [text, fallback], kakao, filledTexts, variablesPointer);
                check.Registered?.Check(check, text, kakao, (textPointer, variablesPointer));
            }
        }

        var filled = new FilledContent(channel, subject, text, fallback, fallbackSubject, kakao);
        return check.Replaces ? Fit(check, filled) : filled;

        string FillKakao(KakaoText text)
        {
            if (!check.Templates.Kakao.TryGetValue(text.Value, out var template))
            {
                return text.Value;
            }

            var value = Fill(template, null, variablesPointer, text.IsLink ? KakaoLinks.Encode : null) ?? "";
            filledTexts = [.. filledTexts, text with { Value = value }];
            return value;
        }

        string? Fill(Template? template, string? plain, string pointer, Func<string, string, string>? written = null)
        {
            if (template is null)
            {
                return plain;
            }

            if (template.LengthWith(variables) is > ChannelText.MostFilled and var length)
            {
                check.Fault(pointer, "too_long", $"{length} characters when its placeholders are filled; no channel carries more than {ChannelText.MostFilled}.");
                return null;
            }

            return template.Fill(variables, missing ??= new SortedSet<string>(StringComparer.Ordinal), written);
        }
    }

    /// <summary>
    /// The texts as the vendor gets them. Kakao carries all letters: there only its fallback is changed.
    /// </summary>
    private static FilledContent Fit(ContentCheck check, FilledContent filled)
    {
        var replaced = new ReplacedLetters();
        var kakao = filled.Channel is Channel.AlimTalk or Channel.FriendTalk;
        var instead = check.Details.Fallback is null ? null : filled.FallbackText ?? filled.Text;
        var fitted = Written(instead);
        return filled with
        {
            Subject = Written(filled.Subject),
            Text = kakao ? filled.Text : Written(filled.Text),
            FallbackText = fitted == instead ? filled.FallbackText : fitted,
            FallbackSubject = Written(filled.FallbackSubject),
            Replaced = replaced,
        };

        string? Written(string? text) => text is null ? null : replaced.Take(check.Fit(text));
    }

    /// <summary>A name that nobody has given may be of any length.</summary>
    private static string Shown(string name) => name.Length > MostOfName ? name[..MostOfName] + "…" : name;

    private static void CheckTexts(
        ContentCheck check,
        Channel channel,
        string? text,
        string? subject,
        string? fallback,
        string? fallbackSubject,
        string textPointer,
        string subjectPointer)
    {
        if (text is not null)
        {
            ChannelText.CheckText(check, channel, text, textPointer);
            var seen = subject is null ? null : check.Fitted(subject);
            AdvertisementRules.Check(check, channel, check.Fitted(text), seen, textPointer);
        }

        if (subject is not null)
        {
            ChannelText.CheckSubject(check, channel, subject, subjectPointer);
        }

        // A fallback text without placeholders was checked with the other fields.
        if (check.Details.Fallback is { } instead && Placeholders.HasAny(instead.Text ?? check.Content.Text)
            && (fallback ?? text) is { } filled)
        {
            ChannelText.CheckText(check, instead.Channel, filled, textPointer);
            AdvertisementRules.Check(check, instead.Channel, filled, fallbackSubject ?? subject, textPointer);
        }
    }
}
