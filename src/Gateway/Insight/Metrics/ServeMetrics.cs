using System.Security.Cryptography;
using Gateway.Accounts;
using Gateway.Platform;
using Gateway.Platform.Errors;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Gateway.Insight.Metrics;

/// <summary>
/// Who may read <c>/metrics</c>: everybody on the port that is theirs alone, and on the usual ones who shows the token.
/// On the port of the metrics nothing else is answered but health.
/// </summary>
internal sealed class ServeMetrics(LimitRequests limits, IOptions<GatewayOptions> options)
{
    public const string Path = "/metrics";

    private const string Prefix = "Bearer ";

    private readonly byte[]? _token =
        options.Value.MetricsToken is { Length: > 0 } token ? KeySecret.Hash(token) : null;

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var isScrape = context.Request.Path == Path && HttpMethods.IsGet(context.Request.Method);
        if (options.Value.MetricsPort > 0 && context.Connection.LocalPort == options.Value.MetricsPort)
        {
            return isScrape || context.Request.Path.StartsWithSegments("/health") ? next(context) : NotFound(context);
        }

        if (context.Request.Path != Path)
        {
            return next(context);
        }

        if (_token is null || !isScrape)
        {
            return NotFound(context);
        }

        return Shows(context) ? next(context) : RefuseAsync(context);
    }

    /// <summary>Reading metrics is no traffic of anybody's.</summary>
    public static void DoNotCount(HttpContext context)
    {
        if (context.Features.Get<IHttpMetricsTagsFeature>() is { } metrics)
        {
            metrics.MetricsDisabled = true;
        }
    }

    private bool Shows(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(KeySecret.Hash(header[Prefix.Length..].Trim()), _token);
    }

    /// <summary>A wrong token counts as a wrong key does, so that this is no second place to guess.</summary>
    private Task RefuseAsync(HttpContext context)
    {
        if (limits.CountFailure(context) is { } tooMany)
        {
            return tooMany.ExecuteAsync(context);
        }

        context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        return new ProblemResult(
            ErrorCode.Unauthorized,
            "Send the token of the setting Gateway:MetricsToken as: Authorization: Bearer <token>")
            .ExecuteAsync(context);
    }

    private static Task NotFound(HttpContext context) => new ProblemResult(ErrorCode.NotFound).ExecuteAsync(context);
}
