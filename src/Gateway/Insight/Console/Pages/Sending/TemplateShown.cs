using Gateway.Acceptance.Templates;
using Gateway.Acceptance.Texts;
using Gateway.Vendors;

namespace Gateway.Insight.Console.Pages.Sending;

/// <summary>What a page needs to know of a template that was chosen.</summary>
public sealed record TemplateShown(Channel Channel, string? Subject, string? Text)
{
    /// <summary>Names that a message must bring.</summary>
    public IReadOnlyList<string> Variables { get; private init; } = [];

    internal static TemplateShown Of(TemplateView template)
    {
        string?[] texts = [template.Text, template.Subject, template.Fallback?.Text, template.Fallback?.Subject];
        var buttons = (template.Kakao?.Buttons ?? []).SelectMany(static button => new[]
        {
            button.Name, button.UrlMobile, button.UrlPc, button.SchemeIos, button.SchemeAndroid, button.ChatExtra,
            button.ChatEvent,
        });
        return new TemplateShown(template.Channel, template.Subject, template.Text)
        {
            Variables = [.. texts.Concat(buttons).SelectMany(Placeholders.Names).Distinct()],
        };
    }
}
