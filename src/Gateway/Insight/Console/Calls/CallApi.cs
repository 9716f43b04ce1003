using System.Net;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Insight.Console.Calls;

/// <summary>A call from within.</summary>
internal sealed record ApiCall(string Method, string Path)
{
    public HttpContent? Content { get; init; }

    public string? IdempotencyKey { get; init; }

    public string? Accept { get; init; }
}

/// <summary>The answer to a call from within; its content is read while the pipeline writes it.</summary>
internal sealed record ApiAnswer(int Status, IHeaderDictionary Headers, Stream Content);

/// <summary>
/// Calls the gateway's own API with the key of who is signed in: routes, scopes, accounts, limits and masks are those of
/// every other client, and no connection is needed. The address that counts is the browser's.
/// </summary>
internal sealed partial class CallApi(ApiPipeline pipeline, IHttpContextFactory contexts, ILogger<CallApi> logger)
{
    public async Task<ApiAnswer> SendAsync(Visit visit, ApiCall call, CancellationToken cancellationToken)
    {
        var body = call.Content is null ? Stream.Null : await call.Content.ReadAsStreamAsync(cancellationToken);
        var response = new CallResponse();
        var stop = cancellationToken.UnsafeRegister(static state => ((CallResponse)state!).Abort(), response); // Given here.
        var features = Features(visit, call, body, response);

        // Of a context of its own: what the pipeline says of its request is not said of the page.
        _ = Task.Run(() => RunAsync(features, response, stop), CancellationToken.None);
        await response.Started.WaitAsync(cancellationToken);
        return new ApiAnswer(response.StatusCode, response.Headers, response.Content);
    }

    private async Task RunAsync(FeatureCollection features, CallResponse response, CancellationTokenRegistration stop)
    {
        var context = contexts.Create(features);
        try
        {
            await pipeline.InvokeAsync(context);
            await response.CompleteAsync();
        }
        catch (Exception fault)
        {
            // Its handler of faults answers all others, so this is one that broke off what had begun.
            if (!response.RequestAborted.IsCancellationRequested)
            {
                Log.Broken(logger, fault);
            }

            await response.FailAsync(fault);
        }
        finally
        {
            await stop.DisposeAsync();
            await response.FinishAsync();
            contexts.Dispose(context);
            response.Dispose();
        }
    }

    private static FeatureCollection Features(Visit visit, ApiCall call, Stream body, CallResponse response)
    {
        var target = call.Path.Split('?', 2);
        var request = new HttpRequestFeature
        {
            Protocol = HttpProtocol.Http11,
            Scheme = visit.Scheme,
            Method = call.Method,
            Path = target[0],
            QueryString = target.Length > 1 ? "?" + target[1] : "",
            RawTarget = call.Path,
            Body = body,
        };
        var headers = request.Headers;
        headers.Host = visit.Host.Value;
        headers.Authorization = "Bearer " + visit.Secret;
        headers.AcceptLanguage = visit.Look.Language;
        headers.Accept = call.Accept ?? "application/json";
        headers.UserAgent = "gateway-console";
        if (call.IdempotencyKey is { } once)
        {
            headers["Idempotency-Key"] = once;
        }

        foreach (var (name, values) in call.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>())
        {
            headers[name] = values.ToArray();
        }

        if (call.Content?.Headers.ContentLength is { } length)
        {
            headers.ContentLength = length;
        }
        else if (call.Content is not null)
        {
            headers.TransferEncoding = "chunked"; // As a server would say of a body whose end is not known.
        }

        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(request);
        features.Set<IHttpRequestBodyDetectionFeature>(new BodyDetection(call.Content is not null));
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(response);
        features.Set<IHttpRequestLifetimeFeature>(response);
        features.Set<IHttpConnectionFeature>(new HttpConnectionFeature
        {
            ConnectionId = "console",
            RemoteIpAddress = visit.Address,
            LocalIpAddress = IPAddress.Loopback,
        });
        return features;
    }

    private sealed record BodyDetection(bool CanHaveBody) : IHttpRequestBodyDetectionFeature;

    private static partial class Log
    {
        [LoggerMessage(6051, LogLevel.Warning, "A call of the console broke off.")]
        public static partial void Broken(ILogger logger, Exception fault);
    }
}
