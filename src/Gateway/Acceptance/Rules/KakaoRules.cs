using System.Text;
using Gateway.Acceptance.Texts;
using Gateway.Messages;
using Gateway.Messages.Contents;
using Gateway.Platform.Bodies;
using Gateway.Vendors;

namespace Gateway.Acceptance.Rules;

/// <summary>AlimTalk and FriendTalk: what Kakao and the vendors' columns demand (docs/internals/vendors).</summary>
internal static class KakaoRules
{
    /// <summary>The code of a text in which a placeholder is left.</summary>
    public const string Unfilled = "unfilled_placeholder";

    private const int SenderKeyLength = 40;
    private const int UserKeyLength = 30;
    private const int MostButtons = 5;
    private const int ButtonNameLength = 14;
    private const int ExtraLength = 50;
    private const int IdLength = 100;
    private const int UrlLength = 500;

    private static readonly KakaoContent None = new() { SenderKey = "" };

    public static void Check(ContentCheck check)
    {
        var kakao = check.Details.Kakao ?? None;
        var friend = check.Channel == Channel.FriendTalk;
        check.Required(kakao.SenderKey, "/kakao/senderKey", "Give the sender profile's key.");
        check.Plain(kakao.SenderKey, SenderKeyLength, "/kakao/senderKey");
        if (!friend)
        {
            check.Required(kakao.TemplateCode, "/kakao/templateCode", "Give the approved template's code.");
        }

        var codeLength = check.Vendor.TemplateCodeLength ?? check.Carries.TemplateCodeBytes;
        check.Plain(kakao.TemplateCode, codeLength, "/kakao/templateCode");
        check.RefuseByChannel(friend && kakao.TemplateCode is not null, "/kakao/templateCode", "FriendTalk has no template.");
        check.RefuseByChannel(!friend && kakao.Image is not null, "/kakao/image", "Only friendtalk has it.");
        check.RefuseByChannel(
            !friend && check.Asked?.Kakao?.Ad is not null, "/kakao/ad", "Only friendtalk has it.");
        check.RefuseByChannel(!friend && kakao.UserKey is not null, "/kakao/userKey", "Only friendtalk has it.");
        check.Plain(kakao.UserKey, UserKeyLength, "/kakao/userKey");
        if (check.Asked is { Kakao.Ad: { } ad, Purpose: { } purpose } && ad != (purpose == MessagePurpose.Advertisement))
        {
            check.Fault("/kakao/ad", "contradicts_purpose", "Says something else than purpose does. Leave one of them out.");
        }

        if (kakao.NationCode.Length is 0 or > 5 || !kakao.NationCode.All(char.IsAsciiDigit))
        {
            check.Fault("/kakao/nationCode", "invalid_nation_code", "Digits only, such as 82.");
        }

        check.RefuseByVendor(!check.Carries.NationCodes && kakao.NationCode != KakaoRequest.Korea, "/kakao/nationCode", "sends within Korea (82) only.");

        var noDirectory = check.Carries.KakaoInFile && check.Vendor.Options.Attachments.WriteTo is null;
        var why = $"wants it in a file: set Vendors:{check.Vendor.Name}:Attachments:WriteTo.";
        check.RefuseByVendor(noDirectory && kakao.Buttons.Count > 0, "/kakao/buttons", why);
        check.RefuseByVendor(noDirectory && kakao.Image is not null, "/kakao/image", why);
        if (kakao.Image is { } image)
        {
            check.Required(image.Url, "/kakao/image/url", "Give the registered picture's URL.");
        }

        foreach (var text in KakaoTexts.Of(kakao).Where(text => !Placeholders.HasAny(text.Value)))
        {
            CheckText(check, text, text.Pointer, "");
        }

        CheckButtons(check, kakao.Buttons);
        CheckButtonBytes(check, kakao, "/kakao/buttons");
        CheckFallback(check);
    }

    /// <summary>One recipient's texts.</summary>
    /// <param name="check">Where faults go.</param>
    /// <param name="own">The message's own texts.</param>
    /// <param name="kakao">The Kakao part with the recipient's values; null when nothing in it had a placeholder.</param>
    /// <param name="filled">Those of its texts that had one.</param>
    /// <param name="pointer">Of the recipient's variables.</param>
    public static void CheckFilled(
        ContentCheck check,
        IEnumerable<string?> own,
        KakaoContent? kakao,
        IEnumerable<KakaoText> filled,
        string pointer)
    {
        if (own.Any(Placeholders.HasAny))
        {
            check.Fault(
                pointer, Unfilled, "The text with this recipient's values: #{ is left in it, which Kakao would show.");
        }

        foreach (var text in filled)
        {
            CheckText(check, text, pointer, $"{text.Pointer} with this recipient's values: ");
        }

        if (kakao is not null)
        {
            CheckButtonBytes(check, kakao, pointer);
        }
    }

    private static void CheckText(ContentCheck check, KakaoText text, string pointer, string where)
    {
        var most = text.Kind switch
        {
            KakaoTextKind.Name => ButtonNameLength,
            KakaoTextKind.Extra => ExtraLength,
            KakaoTextKind.Web or KakaoTextKind.App => UrlLength,
        };
        if (text.Value.Length > most)
        {
            check.Fault(pointer, "too_long", $"{where}{text.Value.Length} characters; at most {most}.");
        }

        if (Placeholders.HasAny(text.Value))
        {
            check.Fault(pointer, Unfilled, $"{where}#{{ is left in it, which Kakao would show.");
        }

        if (check.Visible(text.Value, pointer) && text is { IsLink: true, Value.Length: > 0 }
            && KakaoLinks.Fault(text.Kind, text.Value) is { } fault)
        {
            check.Fault(pointer, "invalid_link", where + fault);
        }
    }

    private static void CheckButtons(ContentCheck check, IReadOnlyList<KakaoButton> buttons)
    {
        if (buttons.Count > MostButtons)
        {
            check.Fault("/kakao/buttons", "too_many_entries", $"{buttons.Count} buttons; at most {MostButtons}.");
        }

        for (var i = 0; i < Math.Min(buttons.Count, MostButtons); i++)
        {
            var (button, at) = (buttons[i], $"/kakao/buttons/{i}");
            CheckType(check, button, i, at);
            foreach (var field in KakaoButtonTypes.Fields)
            {
                CheckField(check, button, field, $"{at}/{field.Name}");
            }

            if (button is { Type: KakaoButtonTypes.Payment, OneclickId: null, ProductId: null })
            {
                check.Fault(at, "required", "A button of the type P3 needs oneclickId or productId.");
            }
        }
    }

    private static void CheckType(ContentCheck check, KakaoButton button, int i, string at)
    {
        var addsChannel = button.Type == KakaoButtonTypes.AddChannel;
        if (!addsChannel)
        {
            check.Required(button.Name, at + "/name", "Give the button's text.");
        }

        if (addsChannel && button.Name != KakaoButtonTypes.AddChannelName)
        {
            check.Fault(
                at + "/name",
                "invalid_button_name",
                $"Kakao calls this button {KakaoButtonTypes.AddChannelName}. Leave the name out.");
        }

        if (addsChannel && i > 0)
        {
            check.Fault(at + "/type", "invalid_button_order", "AC is the first button. Put it before the others.");
        }

        if (!KakaoButtonTypes.Names.Has(button.Type))
        {
            check.Fault(at + "/type", "invalid_button_type", KakaoButtonTypes.Names.Expected);
            return;
        }

        check.RefuseByVendor(
            !check.Carries.ButtonTypes.Contains(button.Type),
            at + "/type",
            $"does not have {button.Type}, as far as its manual says. If its agent does, "
                + $"set Vendors:{check.Vendor.Name}:KakaoButtons.");
    }

    private static void CheckField(ContentCheck check, KakaoButton button, ButtonField field, string pointer)
    {
        var value = field.Of(button);
        if (KakaoButtonTypes.Needs(button.Type, field))
        {
            check.Required(value, pointer, "A button of this type needs it.");
        }

        check.RefuseByChannel(
            value is not null && !KakaoButtonTypes.Has(button.Type, field),
            pointer,
            "A button of this type has no such field.");
        if (field.Name.EndsWith("Id", StringComparison.Ordinal) || field.Name.EndsWith("Key", StringComparison.Ordinal))
        {
            check.Plain(value, IdLength, pointer);
        }
    }

    private static void CheckButtonBytes(ContentCheck check, KakaoContent kakao, string pointer)
    {
        if (check.Carries.ButtonsBytes is { } most
            && check.Protocol.KakaoButtonsOf(kakao) is { } column
            && Encoding.UTF8.GetByteCount(column) is var bytes && bytes > most)
        {
            check.Fault(
                pointer,
                "too_long",
                $"{bytes} bytes as {check.Vendor.Name} ({check.Protocol.Name}) writes them; at most {most} "
                    + "for all buttons together.");
        }
    }

    private static void CheckFallback(ContentCheck check)
    {
        if (check.AskedFallback?.Vendor is not null)
        {
            check.Fault("/fallback/vendor", "unsupported", "The vendor of the message itself sends the fallback: leave the field out, or say by: gateway.");
        }

        if (check.AskedFallback?.WhenUncertain is not null)
        {
            check.Fault("/fallback/whenUncertain", "unsupported", "The vendor of the message itself decides: leave the field out, or say by: gateway.");
        }

        var possible = check.Carries.Fallbacks;
        if (check.AskedFallback is { Channel: null })
        {
            check.Fault("/fallback/channel", "required", Possible());
        }

        if (check.Details.Fallback is not { } fallback)
        {
            return;
        }

        if (!possible.Contains(fallback.Channel))
        {
            check.Fault("/fallback/channel", "unsupported_by_vendor", Possible());
            return;
        }

        var content = check.Content;
        FileRules.CheckFallback(check, fallback);
        check.RefuseByChannel(fallback.Subject is not null && fallback.Channel == Channel.Sms, "/fallback/subject", "An SMS has no subject.");
        check.RefuseByVendor(
            fallback.Subject is not null && content.Subject is not null && fallback.Subject != content.Subject,
            "/fallback/subject",
            "has one subject for the message and its fallback.");
        if ((fallback.Text ?? content.Text) is { } text && !Placeholders.HasAny(text))
        {
            var pointer = fallback.Text is null ? "/text" : "/fallback/text";
            ChannelText.CheckText(check, fallback.Channel, text, pointer);
            AdvertisementRules.Check(check, fallback.Channel, text, fallback.Subject ?? content.Subject, pointer);
        }

        string Possible() => possible.Count == 0
            ? $"{check.Vendor.Name} sends no fallback itself: say by: gateway."
            : $"{check.Vendor.Name} falls back to: {string.Join(", ", possible.Select(name => name.Word()))}.";
    }
}
