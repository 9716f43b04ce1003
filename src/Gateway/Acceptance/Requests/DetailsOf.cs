using Gateway.Messages;
using Gateway.Vendors;

namespace Gateway.Acceptance.Requests;

/// <summary>The checked parts of a request in the form in which they are stored and handed over.</summary>
internal static class DetailsOf
{
    public static MessageDetails Request(SendMessageRequest request) => new()
    {
        Kakao = request.Kakao is { } kakao ? Kakao(kakao, request) : null,
        Voice = request.Voice is { } voice
            ? new VoiceContent { ServerFile = voice.ServerFile, AcceptReply = voice.AcceptReply ?? false, Retries = voice.Retries, SmsOnFailure = voice.SmsOnFailure ?? false }
            : null,
        Fax = request.Fax is { } fax ? new FaxContent { CoverPage = fax.CoverPage ?? false, Retries = fax.Retries, ServerFile = fax.ServerFile } : null,
        Attachments = request.Attachments is { Count: > 0 } attachments ? [.. attachments] : null,
        Scenario = request.Voice?.Scenario,
        FallbackAttachments = request.Fallback?.Attachments is { Count: > 0 } pictures ? [.. pictures] : null,
        Fallback = request.Fallback is { Channel: { } channel } fallback ? new FallbackContent(channel, fallback.Text, fallback.Subject) : null,
    };

    /// <summary>The same with one recipient's own fallback text and subject.</summary>
    public static MessageDetails With(this MessageDetails details, string? fallbackText, string? fallbackSubject) =>
        details.Fallback is not { } fallback || (fallbackText ?? fallbackSubject) is null
            ? details
            : details with { Fallback = fallback with { Text = fallbackText ?? fallback.Text, Subject = fallbackSubject ?? fallback.Subject } };

    /// <summary>The same with one recipient's own buttons and links; null: they are the same for all.</summary>
    public static MessageDetails With(this MessageDetails details, KakaoRequest? kakao, SendMessageRequest request) =>
        kakao is null ? details : details with { Kakao = Kakao(kakao, request) };

    private static string NameOf(KakaoButtonRequest button) =>
        button.Name ?? (button.Type == KakaoButtonTypes.AddChannel ? KakaoButtonTypes.AddChannelName : "");

    /// <summary>The same with the letters that were replaced.</summary>
    public static MessageDetails Replacing(this MessageDetails details, IReadOnlyList<Replacement>? replacements) =>
        replacements is null ? details : details with { Replacements = replacements };

    public static KakaoContent Kakao(KakaoRequest kakao, SendMessageRequest request) => new()
    {
        SenderKey = kakao.SenderKey ?? "",
        TemplateCode = kakao.TemplateCode,
        NationCode = kakao.NationCode ?? "82",
        Buttons = [.. (kakao.Buttons ?? []).Select(button => new KakaoButton(NameOf(button), button.Type ?? "")
        {
            UrlMobile = button.UrlMobile,
            UrlPc = button.UrlPc,
            SchemeIos = button.SchemeIos,
            SchemeAndroid = button.SchemeAndroid,
            ChatExtra = button.ChatExtra,
            ChatEvent = button.ChatEvent,
            PluginId = button.PluginId,
            RelayId = button.RelayId,
            OneclickId = button.OneclickId,
            ProductId = button.ProductId,
            BizFormKey = button.BizFormKey,
        })],
        Image = kakao.Image is { Url: { } url } image ? new KakaoImage(url, image.Link) : null,
        // Said in either case: a vendor's column may count as advertisement when nobody fills it.
        Advertisement = request.Channel == Channel.FriendTalk ? request.PurposeOrDefault() == MessagePurpose.Advertisement : null,
        UserKey = kakao.UserKey,
    };
}
