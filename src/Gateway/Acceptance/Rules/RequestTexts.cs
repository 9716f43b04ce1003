using Gateway.Acceptance.Requests;

namespace Gateway.Acceptance.Rules;

/// <summary>The texts of a request in which placeholders may stand, each with its place; none is null.</summary>
internal static class RequestTexts
{
    public static IEnumerable<(string Pointer, string Value)> Of(SendMessageRequest? request)
    {
        if (request?.Text is { } text)
        {
            yield return ("/text", text);
        }

        if (request?.Subject is { } subject)
        {
            yield return ("/subject", subject);
        }

        if (request?.Fallback?.Text is { } second)
        {
            yield return ("/fallback/text", second);
        }

        if (request?.Fallback?.Subject is { } title)
        {
            yield return ("/fallback/subject", title);
        }

        if (request?.Kakao is { } kakao)
        {
            foreach (var part in KakaoTexts.Of(StoredContent.Kakao(kakao, request)))
            {
                yield return (part.Pointer, part.Value);
            }
        }
    }
}
