using System.Collections.Frozen;
using Gateway.Acceptance.Texts;
using Gateway.Vendors;

namespace Gateway.Acceptance.Rules;

/// <summary>What a text beside the message's own is.</summary>
internal enum KakaoTextKind
{
    /// <summary>The words on a button.</summary>
    Name,

    /// <summary>A link of the web.</summary>
    Web,

    /// <summary>A link into an app.</summary>
    App,

    /// <summary>What a consultant or a bot is told.</summary>
    Extra,
}

/// <summary>One of them.</summary>
/// <param name="Pointer">Its place in the request.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The text as it was given.</param>
internal readonly record struct KakaoText(string Pointer, KakaoTextKind Kind, string Value)
{
    public bool IsLink => Kind is KakaoTextKind.Web or KakaoTextKind.App;
}

/// <summary>The one list of the texts of a Kakao message that may hold placeholders, beside its text.</summary>
internal static class KakaoTexts
{
    public static IReadOnlyList<KakaoText> Of(KakaoContent? kakao)
    {
        if (kakao is null or { Buttons.Count: 0, Image: null })
        {
            return []; // Nearly all messages: nothing is made for them.
        }

        var texts = new List<KakaoText>();
        Map(kakao, text =>
        {
            texts.Add(text);
            return text.Value;
        });
        return texts;
    }

    /// <summary>The texts with placeholders, each read once for all recipients.</summary>
    public static IReadOnlyDictionary<string, Template> Templates(KakaoContent? kakao) => Of(kakao) is { Count: > 0 } texts
        ? texts.Select(text => text.Value).Where(Placeholders.HasAny).Distinct().ToDictionary(text => text, text => new Template(text))
        : FrozenDictionary<string, Template>.Empty;

    /// <summary>The same with other texts.</summary>
    public static KakaoContent Map(KakaoContent kakao, Func<KakaoText, string> change)
    {
        return kakao with
        {
            Buttons = kakao.Buttons.Count > 0 ? [.. kakao.Buttons.Select(Button)] : kakao.Buttons,
            Image = kakao.Image is { } image
                ? image with
                {
                    Url = To("/kakao/image/url", KakaoTextKind.Web, image.Url) ?? "",
                    Link = To("/kakao/image/link", KakaoTextKind.Web, image.Link),
                }
                : null,
        };

        KakaoButton Button(KakaoButton button, int i)
        {
            var at = $"/kakao/buttons/{i}";
            return button with
            {
                Name = To(at + "/name", KakaoTextKind.Name, button.Name) ?? "",
                UrlMobile = To(at + "/urlMobile", KakaoTextKind.Web, button.UrlMobile),
                UrlPc = To(at + "/urlPc", KakaoTextKind.Web, button.UrlPc),
                SchemeIos = To(at + "/schemeIos", KakaoTextKind.App, button.SchemeIos),
                SchemeAndroid = To(at + "/schemeAndroid", KakaoTextKind.App, button.SchemeAndroid),
                ChatExtra = To(at + "/chatExtra", KakaoTextKind.Extra, button.ChatExtra),
                ChatEvent = To(at + "/chatEvent", KakaoTextKind.Extra, button.ChatEvent),
            };
        }

        string? To(string pointer, KakaoTextKind kind, string? value) =>
            value is null ? null : change(new KakaoText(pointer, kind, value));
    }
}
