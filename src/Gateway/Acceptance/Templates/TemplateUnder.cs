using Gateway.Acceptance.Requests;
using Gateway.Messages;
using Gateway.Messages.Contents;
using Gateway.Vendors;

namespace Gateway.Acceptance.Templates;

/// <summary>
/// A request over a template: its own fields go first, in <c>kakao</c> and <c>fallback</c> each by itself. Where it
/// says another channel than the template, what that channel does not have is left out.
/// </summary>
internal static class TemplateUnder
{
    public static SendMessageRequest Fill(SendMessageRequest given, Channel channel, TemplateContent template)
    {
        var own = given.Channel ?? channel;
        var isKakao = own is Channel.AlimTalk or Channel.FriendTalk;
        var same = own == channel;
        var hasSubject = own is Channel.Lms or Channel.Mms or Channel.Fax;
        var fallback = same || isKakao || template.Fallback?.By == FallbackBy.Gateway ? template.Fallback : null;
        return given with
        {
            Template = null,
            Channel = own,
            Text = given.Text ?? template.Text,
            Subject = given.Subject ?? (same || hasSubject ? template.Subject : null),
            Kakao = same ? Kakao(given.Kakao, template.Kakao)
                : isKakao ? Kakao(given.Kakao, Common(template.Kakao))
                : given.Kakao,
            Fallback = Fallback(given.Fallback, fallback),
            Attachments = given.Attachments ?? (same ? template.Attachments : null),
        };
    }

    /// <summary>What alimtalk and friendtalk have both.</summary>
    private static KakaoRequest? Common(KakaoRequest? kakao) => kakao is null ? null : new KakaoRequest
    {
        SenderKey = kakao.SenderKey,
        NationCode = kakao.NationCode,
        Buttons = kakao.Buttons,
    };

    private static KakaoRequest? Kakao(KakaoRequest? given, KakaoRequest? under) => given is null || under is null
        ? given ?? under
        : new KakaoRequest
        {
            SenderKey = given.SenderKey ?? under.SenderKey,
            TemplateCode = given.TemplateCode ?? under.TemplateCode,
            NationCode = given.NationCode ?? under.NationCode,
            Buttons = given.Buttons ?? under.Buttons,
            Image = given.Image ?? under.Image,
            Ad = given.Ad ?? under.Ad,
            UserKey = given.UserKey ?? under.UserKey,
        };

    private static FallbackRequest? Fallback(FallbackRequest? given, FallbackRequest? under) =>
        given is null || under is null ? given ?? under : new FallbackRequest
        {
            Channel = given.Channel ?? under.Channel,
            Text = given.Text ?? under.Text,
            Subject = given.Subject ?? under.Subject,
            Attachments = given.Attachments ?? under.Attachments,
            By = given.By ?? under.By,
            Vendor = given.Vendor ?? under.Vendor,
            WhenUncertain = given.WhenUncertain ?? under.WhenUncertain,
        };
}
