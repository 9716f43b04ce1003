using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Texts;
using Gateway.Messages.Contents;

namespace Gateway.Acceptance.Templates;

/// <summary>
/// The shortest message that a template can make: each variable is nothing, or one letter where nothing would be no
/// name and no link. What is wrong with that is wrong with every message.
/// </summary>
internal static class TemplateSample
{
    public static SendMessageRequest Of(SendMessageRequest request) => request with
    {
        Text = Text(request.Text),
        Subject = Text(request.Subject),
        Kakao = request.Kakao is { } kakao ? Kakao(kakao) : null,
        Fallback = request.Fallback is { } fallback
            ? fallback with { Text = Text(fallback.Text), Subject = Text(fallback.Subject) }
            : null,
    };

    private static KakaoRequest Kakao(KakaoRequest kakao) => kakao with
    {
        Buttons = kakao.Buttons is { } buttons ? [.. buttons.Select(Button)] : null,
        Image = kakao.Image is { } image ? new() { Url = Link(image.Url), Link = Link(image.Link) } : null,
    };

    private static KakaoButtonRequest Button(KakaoButtonRequest button) => button with
    {
        Name = Filled(button.Name, "a"),
        UrlMobile = Link(button.UrlMobile),
        UrlPc = Link(button.UrlPc),
        SchemeIos = Link(button.SchemeIos),
        SchemeAndroid = Link(button.SchemeAndroid),
        ChatExtra = Text(button.ChatExtra),
        ChatEvent = Text(button.ChatEvent),
    };

    private static string? Text(string? text) =>
        Filled(text, "") is { } shortest && string.IsNullOrWhiteSpace(shortest) ? Filled(text, "a") : Filled(text, "");

    /// <summary>A link that begins with a variable may become any link.</summary>
    private static string? Link(string? link) => link?.StartsWith(Placeholders.Open, StringComparison.Ordinal) == true
        && Filled(link, "a") is { } filled && !filled.Contains("://", StringComparison.Ordinal)
            ? "https://" + filled
            : Filled(link, "a");

    private static string? Filled(string? text, string value)
    {
        var filled = text;
        for (var open = Next(); open >= 0; open = Next())
        {
            var close = filled!.IndexOf('}', open); // It has an open one.
            var rest = close < 0 ? open + Placeholders.Open.Length : close + 1;
            filled = filled[..open] + value + filled[rest..];
        }

        return filled;

        int Next() => filled?.IndexOf(Placeholders.Open, StringComparison.Ordinal) ?? -1;
    }
}
