using Gateway.Platform.Idempotency;

namespace Gateway.Acceptance.Store;

/// <summary>202 with an answer that was stored beside what it tells of.</summary>
internal sealed class AcceptedJson(byte[] body, bool replayed) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status202Accepted;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.Length;
        if (replayed)
        {
            response.Headers[IdempotencyKey.ReplayedHeader] = "true";
        }

        return response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }
}
