namespace Gateway.Vendors;

/// <summary>The Kakao part of a message.</summary>
public sealed record KakaoContent
{
    /// <summary>The sender profile's key (발신프로필키).</summary>
    public required string SenderKey { get; init; }

    /// <summary>The approved template's code; null for FriendTalk.</summary>
    public string? TemplateCode { get; init; }

    /// <summary>Country of the recipient's number. Default: 82.</summary>
    public string NationCode { get; init; } = "82";

    /// <summary>At most five.</summary>
    public IReadOnlyList<KakaoButton> Buttons { get; init; } = [];

    /// <summary>A picture that was registered with the vendor before.</summary>
    public KakaoImage? Image { get; init; }

    /// <summary>Marks a FriendTalk as advertisement; null leaves the vendor's default, which marks it.</summary>
    public bool? Advertisement { get; init; }

    /// <summary>Kakao's key of the recipient, instead of the number.</summary>
    public string? UserKey { get; init; }

    /// <summary>The name of the staged file with buttons and picture, for protocols that want one (see <see cref="VendorQueues.KakaoFileOf"/>).</summary>
    public string? File { get; init; }
}

/// <summary>A button below a Kakao message.</summary>
/// <param name="Name">Its text.</param>
/// <param name="Type">WL web link, AL app link, DS parcel tracking, BK bot keyword, MD message.</param>
public sealed record KakaoButton(string Name, string Type)
{
    /// <summary>Link on a phone; WL.</summary>
    public string? UrlMobile { get; init; }

    /// <summary>Link on a computer; WL, optional.</summary>
    public string? UrlPc { get; init; }

    /// <summary>App link on iOS; AL.</summary>
    public string? SchemeIos { get; init; }

    /// <summary>App link on Android; AL.</summary>
    public string? SchemeAndroid { get; init; }
}

/// <summary>A picture in a FriendTalk.</summary>
/// <param name="Url">Where it was registered.</param>
/// <param name="Link">What a touch opens; optional.</param>
public sealed record KakaoImage(string Url, string? Link);
