using Gateway.Platform.Errors;
using Microsoft.AspNetCore.Diagnostics;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Hosting;

namespace Gateway.Platform.Logging;

/// <summary>
/// One line a request: method, route, status, milliseconds, account and request id. The route is the pattern, such as
/// <c>/v1/messages/{id:guid}</c>, because a path may hold a number or a text. What failed here (5xx) is a warning; the
/// probes of an orchestrator, and of Prometheus, are told at <c>Debug</c> alone.
/// </summary>
internal static class RequestLog
{
    /// <summary>The claim of a caller that names its account.</summary>
    public const string AccountClaim = "account";

    private const string MetricsPath = "/metrics";
    private const string Template = "{Method} {Route} {Status} in {Elapsed:0.0} ms, account {Account}, request {RequestId}";
    private const string None = "-";

    public static void AddRequestLog(this IServiceCollection services, Serilog.ILogger logger)
    {
        services.AddSingleton(logger);
        services.AddSingleton(new DiagnosticContext(logger));
    }

    /// <summary>Stands before everything else, so that it sees what was answered in the end.</summary>
    public static void UseRequestLog(this WebApplication app) => app.UseSerilogRequestLogging(options =>
    {
        options.Logger = app.Services.GetRequiredService<Serilog.ILogger>();
        options.MessageTemplate = Template;
        options.GetLevel = static (context, _, fault) => Level(context, fault);
        options.GetMessageTemplateProperties = static (context, _, elapsed, status) => Facts(context, elapsed, status);
    });

    private static LogEventLevel Level(HttpContext context, Exception? fault) =>
        context.Request.Path.StartsWithSegments("/health") || context.Request.Path == MetricsPath ? LogEventLevel.Debug
        : fault is not null || context.Response.StatusCode >= StatusCodes.Status500InternalServerError ? LogEventLevel.Warning
        : LogEventLevel.Information;

    private static LogEventProperty[] Facts(HttpContext context, double elapsed, int status) =>
    [
        Fact("Method", context.Request.Method),
        Fact("Route", Route(context)),
        Fact("Status", status),
        Fact("Elapsed", elapsed),
        Fact("Account", context.User.FindFirst(AccountClaim)?.Value ?? None),
        Fact("RequestId", context.Response.Headers[RequestId.Header].ToString()),
    ];

    /// <summary>As the code maps it. The handler of exceptions takes the endpoint away.</summary>
    private static string Route(HttpContext context) =>
        (context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint) is RouteEndpoint { RoutePattern.RawText: { } route }
            ? route.Length > 1 ? route.TrimEnd('/') : route
            : None;

    private static LogEventProperty Fact(string name, object value) => new(name, new ScalarValue(value));
}
