using System.ComponentModel.DataAnnotations;
using Gateway.Platform.Bodies;
using Gateway.Vendors;

namespace Gateway.Messages.Contents;

/// <summary>What AlimTalk (알림톡) and FriendTalk (친구톡) need besides the text.</summary>
internal sealed record KakaoRequest
{
    internal const string Korea = "82";

    /// <summary>The sender profile's key (발신프로필키), at most 40 characters. Required.</summary>
    public string? SenderKey { get; init; }

    /// <summary>
    /// The approved template's code: as many characters as the vendor's column holds (30 in the manuals' tables).
    /// Required for alimtalk, not for friendtalk.
    /// </summary>
    public string? TemplateCode { get; init; }

    /// <summary>Country of the recipient's number. Default: 82.</summary>
    public string? NationCode { get; init; }

    /// <summary>
    /// At most 5, exactly as approved with the template. Names, links and <c>chatExtra</c>, <c>chatEvent</c> may hold
    /// <c>#{variable}</c>. In a link the values are percent-encoded (RFC 3986); where the link or its host is a
    /// variable (<c>#{link}</c>, <c>https://#{host}/a</c>), <c>/ ? # &amp; =</c> and the like stay as they are.
    /// </summary>
    public List<KakaoButtonRequest>? Buttons { get; init; }

    /// <summary>FriendTalk only: a picture that was registered with the vendor before.</summary>
    public KakaoImageRequest? Image { get; init; }

    /// <summary>FriendTalk only: marks it as advertisement, as <c>purpose: advertisement</c> does. Absent: what <c>purpose</c> says.</summary>
    public bool? Ad { get; init; }

    /// <summary>FriendTalk only: Kakao's key of the recipient.</summary>
    public string? UserKey { get; init; }
}

/// <summary>A button below a Kakao message.</summary>
internal sealed record KakaoButtonRequest
{
    /// <summary>Its text, at most 14 characters. Required, except for AC, which is always called 채널 추가.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// WL web link, AL app link, DS parcel tracking, BK bot keyword, MD message; AC add the channel (the first button),
    /// BC to a consultant, BT to a bot, P1 P2 P3 plug-ins, BF a form. A vendor whose protocol does not know a type
    /// carries it when its setting <c>KakaoButtons</c> names it. Required.
    /// </summary>
    [Words(typeof(KakaoButtonTypes), nameof(KakaoButtonTypes.Names), As = "KakaoButtonType")]
    [Required]
    public string? Type { get; init; }

    /// <summary>Link on a phone, with http:// or https://. Required for WL.</summary>
    public string? UrlMobile { get; init; }

    /// <summary>Link on a computer, with http:// or https://; WL.</summary>
    public string? UrlPc { get; init; }

    /// <summary>App link on iOS, such as shop://orders. Required for AL.</summary>
    public string? SchemeIos { get; init; }

    /// <summary>App link on Android, such as shop://orders. Required for AL.</summary>
    public string? SchemeAndroid { get; init; }

    /// <summary>BC and BT: what the consultant or the bot gets, at most 50 characters.</summary>
    public string? ChatExtra { get; init; }

    /// <summary>BT: the bot's event, at most 50 characters.</summary>
    public string? ChatEvent { get; init; }

    /// <summary>P1, P2, P3: the plug-in. Required for them.</summary>
    public string? PluginId { get; init; }

    /// <summary>P1: what the plug-in passes on.</summary>
    public string? RelayId { get; init; }

    /// <summary>P3: the one-click payment. It needs this or <c>productId</c>.</summary>
    public string? OneclickId { get; init; }

    /// <summary>P3: the product. It needs this or <c>oneclickId</c>.</summary>
    public string? ProductId { get; init; }

    /// <summary>BF: the form. Required for it.</summary>
    public string? BizFormKey { get; init; }
}

/// <summary>A picture in a FriendTalk.</summary>
internal sealed record KakaoImageRequest
{
    /// <summary>Where it was registered. Required.</summary>
    [Required]
    public string? Url { get; init; }

    /// <summary>What a touch opens.</summary>
    public string? Link { get; init; }
}

/// <summary>What a call needs besides the text, which is read aloud.</summary>
internal sealed record VoiceRequest
{
    /// <summary>A scenario's file id (VoiceXML at Bizppurio, mstg at Xroshot).</summary>
    public Guid? Scenario { get; init; }

    /// <summary>Xroshot only: a sound file that lies on the vendor's server already, by its full path, instead of a text.</summary>
    public string? ServerFile { get; init; }

    /// <summary>The recipient answers with a key; it comes back as <c>result.reply</c>.</summary>
    public bool? AcceptReply { get; init; }

    /// <summary>Calls again when nobody answers, 0 to 9.</summary>
    public int? Retries { get; init; }

    /// <summary>The vendor sends the text as SMS when the call fails.</summary>
    public bool? SmsOnFailure { get; init; }
}

/// <summary>What a fax has besides its documents, which are <c>attachments</c>.</summary>
internal sealed record FaxRequest
{
    /// <summary>Bizppurio only: a cover page with the subject and the text.</summary>
    public bool? CoverPage { get; init; }

    /// <summary>Bizppurio only: calls again when the line is busy, 0 to 9.</summary>
    public int? Retries { get; init; }

    /// <summary>Xroshot only: a document that lies on the vendor's server already, by its full path, instead of attachments.</summary>
    public string? ServerFile { get; init; }
}

/// <summary>What is sent when a message cannot be delivered.</summary>
internal sealed record FallbackRequest
{
    /// <summary><c>sms</c>, <c>lms</c> or, at Bizppurio, <c>mms</c>. Required.</summary>
    public Channel? Channel { get; init; }

    /// <summary>Its text; absent: the message's own.</summary>
    public string? Text { get; init; }

    /// <summary>Subject of an LMS or MMS fallback.</summary>
    public string? Subject { get; init; }

    /// <summary>Ids of uploaded pictures; MMS only, and required for it.</summary>
    public List<Guid>? Attachments { get; init; }

    /// <summary>Who sends it: the <c>vendor</c> of an alimtalk or friendtalk, or for every channel the <c>gateway</c>, as a message of its own. Default: <c>vendor</c>.</summary>
    public FallbackBy? By { get; init; }

    /// <summary>The name of the configured vendor that sends it; only with <c>by: gateway</c>. Absent: the routing rules choose.</summary>
    public string? Vendor { get; init; }

    /// <summary>Send it also when nobody knows whether the message arrived (<c>result.uncertain</c>, and 405 E_REPORT_EXPIRED): the recipient may get both. Only with <c>by: gateway</c>. Default: false.</summary>
    public bool? WhenUncertain { get; init; }
}
