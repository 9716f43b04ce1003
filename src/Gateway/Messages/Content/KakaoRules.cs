using System.Text;
using Gateway.Platform.Bodies;
using Gateway.Vendors;

namespace Gateway.Messages.Content;

/// <summary>AlimTalk and FriendTalk: what Kakao and the vendors' columns demand (docs/vendors).</summary>
internal static class KakaoRules
{
    private const int SenderKeyLength = 40;
    private const int TemplateCodeLength = 30;
    private const int UserKeyLength = 30;
    private const int MostButtons = 5;
    private const int ButtonNameLength = 14;
    private const int UrlLength = 500;

    /// <summary>AFTALK_BUTTON of agent_msgqueue.</summary>
    private const int KshotButtonBytes = 4000;

    public static ClosedSet<string> ButtonTypes { get; } = ClosedSet.Of("WL", "AL", "DS", "BK", "MD");

    public static void Check(ContentCheck check)
    {
        var kakao = check.Request.Kakao ?? new KakaoRequest();
        var friend = check.Channel == Channel.FriendTalk;
        check.Required(kakao.SenderKey, "/kakao/senderKey", "Give the sender profile's key.");
        check.Plain(kakao.SenderKey, SenderKeyLength, "/kakao/senderKey");
        if (!friend)
        {
            check.Required(kakao.TemplateCode, "/kakao/templateCode", "Give the approved template's code.");
        }

        check.Plain(kakao.TemplateCode, TemplateCodeLength, "/kakao/templateCode");
        check.RefuseByChannel(friend && kakao.TemplateCode is not null, "/kakao/templateCode", "FriendTalk has no template.");
        check.RefuseByChannel(!friend && kakao.Image is not null, "/kakao/image", "Only friendtalk has it.");
        check.RefuseByChannel(!friend && kakao.Ad is not null, "/kakao/ad", "Only friendtalk has it.");
        check.RefuseByChannel(!friend && kakao.UserKey is not null, "/kakao/userKey", "Only friendtalk has it.");
        check.Plain(kakao.UserKey, UserKeyLength, "/kakao/userKey");
        if (kakao.Ad is { } ad && check.Request.Purpose is { } purpose && ad != (purpose == MessagePurpose.Advertisement))
        {
            check.Fault("/kakao/ad", "contradicts_purpose", "Says something else than purpose does. Leave one of them out.");
        }

        if (kakao.NationCode is { } nation && (nation.Length is 0 or > 5 || !nation.All(char.IsAsciiDigit)))
        {
            check.Fault("/kakao/nationCode", "invalid_nation_code", "Digits only, such as 82.");
        }

        check.RefuseByVendor(check.Protocol == VendorProtocol.Kshot && kakao.NationCode is not (null or "82"), "/kakao/nationCode", "sends within Korea (82) only.");

        // Bizppurio reads buttons and picture from a file beside the row.
        var noDirectory = check.Protocol == VendorProtocol.Bizppurio && check.Vendor.Options.Attachments.WriteTo is null;
        var why = $"wants it in a file: set Vendors:{check.Vendor.Name}:Attachments:WriteTo.";
        check.RefuseByVendor(noDirectory && kakao.Buttons is { Count: > 0 }, "/kakao/buttons", why);
        check.RefuseByVendor(noDirectory && kakao.Image is not null, "/kakao/image", why);
        if (kakao.Image is { } image)
        {
            check.Required(image.Url, "/kakao/image/url", "Give the registered picture's URL.");
            CheckLink(check, image.Url, "/kakao/image/url");
            CheckLink(check, image.Link, "/kakao/image/link");
        }

        CheckButtons(check, kakao.Buttons ?? []);
        CheckFallback(check);
    }

    private static void CheckButtons(ContentCheck check, List<KakaoButtonRequest> buttons)
    {
        if (buttons.Count > MostButtons)
        {
            check.Fault("/kakao/buttons", "too_many_entries", $"{buttons.Count} buttons; at most {MostButtons}.");
        }

        for (var i = 0; i < Math.Min(buttons.Count, MostButtons); i++)
        {
            var (button, at) = (buttons[i], $"/kakao/buttons/{i}");
            check.Required(button.Name, at + "/name", "Give the button's text.");
            check.TooLong(button.Name, ButtonNameLength, at + "/name");
            check.Visible(button.Name, at + "/name");
            if (!ButtonTypes.Has(button.Type))
            {
                check.Fault(at + "/type", "invalid_button_type", ButtonTypes.Expected);
            }

            check.RefuseByVendor(check.Protocol == VendorProtocol.Kshot && button.Type == "DS", at + "/type", "does not have DS.");
            Pair(check, button.Type == "WL", button.UrlMobile, at + "/urlMobile", required: true);
            Pair(check, button.Type == "WL", button.UrlPc, at + "/urlPc", required: false);
            Pair(check, button.Type == "AL", button.SchemeIos, at + "/schemeIos", required: true);
            Pair(check, button.Type == "AL", button.SchemeAndroid, at + "/schemeAndroid", required: true);
        }

        if (check.Request.Kakao is { } kakao && VendorQueues.KakaoButtonsOf(check.Protocol, DetailsOf.Kakao(kakao, check.Request)) is { } column && Encoding.UTF8.GetByteCount(column) is > KshotButtonBytes and var bytes)
        {
            check.Fault("/kakao/buttons", "too_long", $"{bytes} bytes as {check.Vendor.Name} (kshot) writes them; at most {KshotButtonBytes} for all buttons together.");
        }
    }

    private static void CheckLink(ContentCheck check, string? link, string pointer)
    {
        check.TooLong(link, UrlLength, pointer);
        check.Visible(link, pointer);
    }

    private static void Pair(ContentCheck check, bool belongs, string? value, string pointer, bool required)
    {
        if (belongs && required)
        {
            check.Required(value, pointer, "A button of this type needs it.");
        }

        check.RefuseByChannel(!belongs && value is not null, pointer, "A button of this type has no such link.");
        CheckLink(check, value, pointer);
    }

    private static void CheckFallback(ContentCheck check)
    {
        if (check.Request.Fallback is not { } fallback)
        {
            return;
        }

        if (fallback.Vendor is not null)
        {
            check.Fault("/fallback/vendor", "unsupported", "The vendor of the message itself sends the fallback: leave the field out, or say by: gateway.");
        }

        if (fallback.WhenUncertain is not null)
        {
            check.Fault("/fallback/whenUncertain", "unsupported", "The vendor of the message itself decides: leave the field out, or say by: gateway.");
        }

        var possible = VendorQueues.FallbacksOf(check.Protocol);
        if (fallback.Channel is not { } channel || !possible.Contains(channel))
        {
            var names = string.Join(", ", possible.Select(name => name.ToString().ToLowerInvariant()));
            check.Fault("/fallback/channel", fallback.Channel is null ? "required" : "unsupported_by_vendor", $"{check.Vendor.Name} falls back to: {names}.");
            return;
        }

        FileRules.CheckFallback(check, fallback);
        check.RefuseByChannel(fallback.Subject is not null && fallback.Channel == Channel.Sms, "/fallback/subject", "An SMS has no subject.");
        check.RefuseByVendor(
            fallback.Subject is not null && check.Request.Subject is not null && fallback.Subject != check.Request.Subject, "/fallback/subject", "has one subject for the message and its fallback.");
        if ((fallback.Text ?? check.Request.Text) is { } text && !Placeholders.HasAny(text))
        {
            ChannelText.CheckText(check, channel, text, fallback.Text is null ? "/text" : "/fallback/text");
        }
    }
}
