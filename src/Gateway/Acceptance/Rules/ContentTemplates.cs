using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Texts;

namespace Gateway.Acceptance.Rules;

/// <summary>The templates of a content; null where a text has no placeholder.</summary>
internal sealed class ContentTemplates(StoredContent content)
{
    public Template? Text { get; } = Template.Of(content.Text);

    public Template? Subject { get; } = Template.Of(content.Subject);

    public Template? FallbackText { get; } = Template.Of(content.Details.Fallback?.Text);

    public Template? FallbackSubject { get; } = Template.Of(content.Details.Fallback?.Subject);

    /// <summary>What stands in Kakao's buttons and links, by its text.</summary>
    public IReadOnlyDictionary<string, Template> Kakao { get; } = KakaoTexts.Templates(content.Details.Kakao);

    /// <summary>Characters that are read for each recipient.</summary>
    public int Size =>
        (Text?.Size ?? 0) + (Subject?.Size ?? 0) + (FallbackText?.Size ?? 0) + (FallbackSubject?.Size ?? 0)
        + (Kakao.Count == 0 ? 0 : Kakao.Values.Sum(template => template.Size));
}
