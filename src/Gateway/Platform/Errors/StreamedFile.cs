using Microsoft.Net.Http.Headers;

namespace Gateway.Platform.Errors;

/// <summary>
/// A file as a download, whole or in ranges (RFC 9110). A range that it does not have, or a precondition that does not
/// hold, is told as a problem like every other refusal.
/// </summary>
internal sealed class StreamedFile(
    Stream content,
    string contentType,
    string name,
    DateTimeOffset modifiedAt,
    EntityTagHeaderValue? tag = null) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await Results.Stream(content, contentType, name, modifiedAt, tag, enableRangeProcessing: true).ExecuteAsync(
            httpContext);
        var response = httpContext.Response;
        if (!response.HasStarted && ErrorsModule.Problem(response.StatusCode) is { } problem)
        {
            response.ContentLength = null;
            await problem.ExecuteAsync(httpContext);
        }
    }
}
