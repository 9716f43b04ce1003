using Gateway.Platform;

namespace Gateway.Messages.Contents;

/// <summary>Contents without whole numbers of people, who write them into texts and links.</summary>
internal static class MaskContents
{
    public static KakaoRequest Masked(this KakaoRequest kakao, string? name = null) => kakao with
    {
        UserKey = Masked(kakao.UserKey, name),
        Buttons = kakao.Buttons is { } buttons ? [.. buttons.Select(button => Masked(button, name))] : null,
        Image = kakao.Image is { } image
            ? new() { Url = Masked(image.Url, name), Link = Masked(image.Link, name) }
            : null,
    };

    public static FallbackRequest Masked(this FallbackRequest fallback) => fallback with
    {
        Text = Masked(fallback.Text, name: null),
        Subject = Masked(fallback.Subject, name: null),
    };

    private static KakaoButtonRequest Masked(KakaoButtonRequest button, string? name) => button with
    {
        Name = Masked(button.Name, name),
        UrlMobile = Masked(button.UrlMobile, name),
        UrlPc = Masked(button.UrlPc, name),
        SchemeIos = Masked(button.SchemeIos, name),
        SchemeAndroid = Masked(button.SchemeAndroid, name),
        ChatExtra = Masked(button.ChatExtra, name),
        ChatEvent = Masked(button.ChatEvent, name),
        PluginId = Masked(button.PluginId, name),
        RelayId = Masked(button.RelayId, name),
        OneclickId = Masked(button.OneclickId, name),
        ProductId = Masked(button.ProductId, name),
        BizFormKey = Masked(button.BizFormKey, name),
    };

    /// <summary>A name may stand in a link too, as it is or percent-encoded.</summary>
    private static string? Masked(string? text, string? name)
    {
        if (text is null)
        {
            return null;
        }

        var masked = Mask.Url(text);
        return string.IsNullOrEmpty(name)
            ? masked
            : Mask.Text(masked, name).Replace(Uri.EscapeDataString(name), Mask.Name(name), StringComparison.Ordinal);
    }
}
