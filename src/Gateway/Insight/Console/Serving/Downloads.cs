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
    }

    private static async Task PassAsync(HttpContext context, string path)
    {
        var api = context.RequestServices.GetRequiredService<CallApi>();
        var visit = ConsoleSession.VisitOf(context)!; // The guard has found it.
        var call = new ApiCall("GET", path + context.Request.QueryString.Value) { Accept = "text/csv" };
        var answer = await api.SendAsync(visit, call, context.RequestAborted);
        await using var content = answer.Content;
        context.Response.StatusCode = answer.Status;
        foreach (var name in Passed)
        {
            context.Response.Headers[name] = answer.Headers[name];
        }

        await content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
