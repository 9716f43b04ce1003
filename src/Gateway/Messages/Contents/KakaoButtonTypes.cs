using System.Collections.Frozen;
using Gateway.Platform.Bodies;
using Gateway.Vendors;

namespace Gateway.Messages.Contents;

/// <summary>A field of a button that not every type has.</summary>
/// <param name="Name">Its name in the request.</param>
/// <param name="Of">Its value.</param>
internal sealed record ButtonField(string Name, Func<KakaoButton, string?> Of);

/// <summary>The types of buttons, and which fields each has: Kakao's own table (docs/internals/vendors).</summary>
internal static class KakaoButtonTypes
{
    /// <summary>Its place and its name are Kakao's.</summary>
    public const string AddChannel = "AC";

    public const string AddChannelName = "채널 추가";

    /// <summary>It needs one of two fields.</summary>
    public const string Payment = "P3";

    private static readonly ButtonField UrlMobile = new("urlMobile", button => button.UrlMobile);
    private static readonly ButtonField UrlPc = new("urlPc", button => button.UrlPc);
    private static readonly ButtonField SchemeIos = new("schemeIos", button => button.SchemeIos);
    private static readonly ButtonField SchemeAndroid = new("schemeAndroid", button => button.SchemeAndroid);
    private static readonly ButtonField ChatExtra = new("chatExtra", button => button.ChatExtra);
    private static readonly ButtonField ChatEvent = new("chatEvent", button => button.ChatEvent);
    private static readonly ButtonField PluginId = new("pluginId", button => button.PluginId);
    private static readonly ButtonField RelayId = new("relayId", button => button.RelayId);
    private static readonly ButtonField OneclickId = new("oneclickId", button => button.OneclickId);
    private static readonly ButtonField ProductId = new("productId", button => button.ProductId);
    private static readonly ButtonField BizFormKey = new("bizFormKey", button => button.BizFormKey);

    private static readonly FrozenDictionary<string, (ButtonField[] Required, ButtonField[] Optional)> Types =
        new Dictionary<string, (ButtonField[] Required, ButtonField[] Optional)>
        {
            ["WL"] = ([UrlMobile], [UrlPc]),
            ["AL"] = ([SchemeIos, SchemeAndroid], []),
            ["DS"] = ([], []),
            ["BK"] = ([], []),
            ["MD"] = ([], []),
            [AddChannel] = ([], []),
            ["BC"] = ([], [ChatExtra]),
            ["BT"] = ([], [ChatExtra, ChatEvent]),
            ["P1"] = ([PluginId], [RelayId]),
            ["P2"] = ([PluginId], []),
            [Payment] = ([PluginId], [OneclickId, ProductId]),
            ["BF"] = ([BizFormKey], []),
        }.ToFrozenDictionary();

    /// <summary>The fields that belong to some types alone.</summary>
    public static IReadOnlyList<ButtonField> Fields { get; } =
    [
        UrlMobile, UrlPc, SchemeIos, SchemeAndroid, ChatExtra, ChatEvent,
        PluginId, RelayId, OneclickId, ProductId, BizFormKey,
    ];

    /// <summary>In the order in which they are named.</summary>
    public static ClosedSet<string> Names { get; } = ClosedSet.Of(KakaoButton.Types);

    public static bool Needs(string type, ButtonField field) =>
        Types.TryGetValue(type, out var fields) && fields.Required.Contains(field);

    /// <summary>A type that is none has whatever it was given: its own fault says enough.</summary>
    public static bool Has(string? type, ButtonField field) =>
        type is null || !Types.TryGetValue(type, out var fields)
        || fields.Required.Contains(field) || fields.Optional.Contains(field);
}
