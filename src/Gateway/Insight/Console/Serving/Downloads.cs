using Gateway.Insight.Console.Calls;
using Microsoft.Net.Http.Headers;

namespace Gateway.Insight.Console.Serving;

/// <summary>Files of the API that a browser saves: answered as they come, with the key of who is signed in.</summary>
internal static class Downloads
{
    private static readonly string[] Passed =
        [HeaderNames.ContentType, HeaderNames.ContentDisposition, HeaderNames.ContentLanguage];

    public static void MapDownloads(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/downloads/messages", static (HttpContext context) => PassAsync(context, "/v1/messages"));
        pages.MapGet(
            "/downloads/batches/{id:guid}/rejects",
            static (HttpContext context, Guid id) => PassAsync(context, $"/v1/batches/{id}/rejects"));
        pages.MapGet(
            "/downloads/files/{id:guid}",
            static (HttpContext context, Guid id) => PassAsync(context, $"/v1/files/{id}/content", accept: "*/*"));
        pages.MapGet(
            "/downloads/statistics",
            static (HttpContext context) => PassAsync(context, "/v1/stats", "statistics.csv"));
        pages.MapGet(
            "/downloads/optouts",
            static (HttpContext context) => PassAsync(context, "/v1/optouts", "optouts.csv"));
        pages.MapGet(
            "/downloads/faxes/{id:guid}",
            static (HttpContext context, Guid id) =>
                PassAsync(context, $"/v1/faxes/received/{id}/content", accept: "*/*"));
    }

    private static async Task PassAsync(
        HttpContext context, string path, string? name = null, string accept = "text/csv")
    {
        var api = context.RequestServices.GetRequiredService<CallApi>();
        var visit = ConsoleSession.VisitOf(context)!; // The guard has found it.
        var call = new ApiCall("GET", path + context.Request.QueryString.Value) { Accept = accept };
        var answer = await api.SendAsync(visit, call, context.RequestAborted);
        await using var content = answer.Content;
        context.Response.StatusCode = answer.Status;
        foreach (var header in Passed)
        {
            context.Response.Headers[header] = answer.Headers[header];
        }

        if (name is not null && answer.Status == StatusCodes.Status200OK)
        {
            context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        }

        await content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
