using Gateway.Vendors;

namespace Gateway.Messages.Contents;

/// <summary>The way back from what is stored to the fields that a request has for it.</summary>
internal static class RequestOfDetails
{
    public static KakaoRequest Kakao(KakaoContent kakao) => new()
    {
        SenderKey = kakao.SenderKey,
        TemplateCode = kakao.TemplateCode,
        NationCode = kakao.NationCode,
        Buttons = kakao.Buttons.Count == 0 ? null : [.. kakao.Buttons.Select(Button)],
        Image = kakao.Image is { } image ? new KakaoImageRequest { Url = image.Url, Link = image.Link } : null,
        Ad = kakao.Advertisement,
        UserKey = kakao.UserKey,
    };

    /// <summary>Null for what is no call.</summary>
    public static VoiceRequest? Voice(MessageDetails details) =>
        details is { Voice: null, Scenario: null } ? null : new VoiceRequest
        {
            Scenario = details.Scenario,
            ServerFile = details.Voice?.ServerFile,
            AcceptReply = details.Voice?.AcceptReply is true ? true : null,
            Retries = details.Voice?.Retries,
            SmsOnFailure = details.Voice?.SmsOnFailure is true ? true : null,
        };

    public static FaxRequest Fax(FaxContent fax) =>
        new() { CoverPage = fax.CoverPage ? true : null, Retries = fax.Retries, ServerFile = fax.ServerFile };

    /// <summary>The gateway's, or the vendor's; null for none.</summary>
    public static FallbackRequest? Fallback(MessageDetails details) =>
        details.Next is { } next ? new FallbackRequest
        {
            Channel = next.Channel,
            Text = next.Text,
            Subject = next.Subject,
            Attachments = next.Attachments is { } pictures ? [.. pictures] : null,
            By = FallbackBy.Gateway,
            Vendor = next.Routed ? null : next.Vendor,
            WhenUncertain = next.WhenUncertain ? true : null,
        }
        : details.Fallback is { } fallback ? new FallbackRequest
        {
            Channel = fallback.Channel,
            Text = fallback.Text,
            Subject = fallback.Subject,
            Attachments = details.FallbackAttachments is { } files ? [.. files] : null,
        }
        : null;

    private static KakaoButtonRequest Button(KakaoButton button) => new()
    {
        Name = button.Name,
        Type = button.Type,
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
    };
}
