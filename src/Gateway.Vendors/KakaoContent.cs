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

    /// <summary>
    /// The name of the staged file with buttons and picture, for protocols that want one (see <see
    /// cref="VendorProtocol.KakaoFileOf"/>).
    /// </summary>
    public string? File { get; init; }
}

/// <summary>A button below a Kakao message.</summary>
/// <param name="Name">Its text.</param>
/// <param name="Type">
/// WL web link, AL app link, DS parcel tracking, BK bot keyword, MD message, AC add the channel, BC to a consultant, BT
/// to a bot, BF a form, P1 P2 P3 plug-ins.
/// </param>
public sealed record KakaoButton(string Name, string Type)
{
    /// <summary>All types, in the order in which they are named.</summary>
    public static IReadOnlyList<string> Types { get; } =
        ["WL", "AL", "DS", "BK", "MD", "AC", "BC", "BT", "BF", "P1", "P2", "P3"];

    /// <summary>Those that every agent has.</summary>
    public static IReadOnlyList<string> CommonTypes { get; } = ["WL", "AL", "DS", "BK", "MD"];

    /// <summary>Link on a phone; WL.</summary>
    public string? UrlMobile { get; init; }

    /// <summary>Link on a computer; WL, optional.</summary>
    public string? UrlPc { get; init; }

    /// <summary>App link on iOS; AL.</summary>
    public string? SchemeIos { get; init; }

    /// <summary>App link on Android; AL.</summary>
    public string? SchemeAndroid { get; init; }

    /// <summary>What the consultant or the bot is told; BC and BT.</summary>
    public string? ChatExtra { get; init; }

    /// <summary>The bot's event; BT.</summary>
    public string? ChatEvent { get; init; }

    /// <summary>The plug-in; P1, P2, P3.</summary>
    public string? PluginId { get; init; }

    /// <summary>What the plug-in passes on; P1.</summary>
    public string? RelayId { get; init; }

    /// <summary>The one-click payment; P3.</summary>
    public string? OneclickId { get; init; }

    /// <summary>The product; P3.</summary>
    public string? ProductId { get; init; }

    /// <summary>The form; BF.</summary>
    public string? BizFormKey { get; init; }

    /// <summary>Its fields under Kakao's names, without those that it does not have.</summary>
    public IReadOnlyDictionary<string, string> ToFields() => new (string Name, string? Value)[]
    {
        ("name", Name), ("type", Type), ("url_pc", UrlPc), ("url_mobile", UrlMobile), ("scheme_ios", SchemeIos),
        ("scheme_android", SchemeAndroid), ("chat_extra", ChatExtra), ("chat_event", ChatEvent),
        ("plugin_id", PluginId), ("relay_id", RelayId), ("oneclick_id", OneclickId),
        ("product_id", ProductId), ("biz_form_key", BizFormKey),
    }.Where(named => named.Value is not null).ToDictionary(named => named.Name, named => named.Value ?? "");
}

/// <summary>A picture in a FriendTalk.</summary>
/// <param name="Url">Where it was registered.</param>
/// <param name="Link">What a touch opens; optional.</param>
public sealed record KakaoImage(string Url, string? Link);
