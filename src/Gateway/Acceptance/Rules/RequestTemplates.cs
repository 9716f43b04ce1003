using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Texts;

namespace Gateway.Acceptance.Rules;

/// <summary>The templates of a request; null where a text has no placeholder.</summary>
internal sealed class RequestTemplates(SendMessageRequest request)
{
    public Template? Text { get; } = Template.Of(request.Text);

    public Template? Subject { get; } = Template.Of(request.Subject);

    public Template? FallbackText { get; } = Template.Of(request.Fallback?.Text);

    public Template? FallbackSubject { get; } = Template.Of(request.Fallback?.Subject);

    /// <summary>What stands in Kakao's buttons and links, by its text.</summary>
    public IReadOnlyDictionary<string, Template> Kakao { get; } = KakaoTexts.Templates(request.Kakao);

    public bool Any => Size > 0;

    /// <summary>Characters that are read for each recipient.</summary>
    public int Size =>
        (Text?.Size ?? 0) + (Subject?.Size ?? 0) + (FallbackText?.Size ?? 0) + (FallbackSubject?.Size ?? 0)
        + (Kakao.Count == 0 ? 0 : Kakao.Values.Sum(template => template.Size));
}
