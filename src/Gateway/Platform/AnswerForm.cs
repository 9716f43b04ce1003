using Microsoft.Net.Http.Headers;

namespace Gateway.Platform;

/// <summary>In which form and language a client wants its answer.</summary>
internal static class AnswerForm
{
    public const string Csv = "text/csv";

    /// <summary>True when <c>Accept</c> names CSV and likes it at least as well as JSON.</summary>
    public static bool WantsCsv(this HttpRequest request)
    {
        var (csv, json) = (0.0, 0.0);
        foreach (var wish in request.GetTypedHeaders().Accept)
        {
            csv = Is(wish, Csv) ? Math.Max(csv, wish.Quality ?? 1) : csv;
            json = Is(wish, "application/json") ? Math.Max(json, wish.Quality ?? 1) : json;
        }

        return csv > 0 && csv >= json;
    }

    /// <summary>
    /// True when <c>Accept-Language</c> likes Korean best of Korean and English; false when it names neither.
    /// </summary>
    public static bool WantsKorean(this HttpRequest request) =>
        request.GetTypedHeaders().AcceptLanguage
            .Where(language => language.Quality is not 0)
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.ToString().Split('-')[0])
            .FirstOrDefault(language => language is "ko" or "en") is "ko";

    /// <summary>
    /// True when the words for people in the answer are to be Korean. The answer's headers tell its language, and that
    /// it depends on what the client likes.
    /// </summary>
    public static bool AnswersInKorean(this HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
        if (!context.Request.WantsKorean())
        {
            return false;
        }

        headers.ContentLanguage = "ko";
        return true;
    }

    private static bool Is(MediaTypeHeaderValue wish, string type) =>
        wish.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase);
}
