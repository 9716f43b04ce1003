using Gateway.Accounts;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Net.Http.Headers;

namespace Gateway.Insight.Console;

/// <summary>
/// Stands before everything below <c>/console</c>. Nobody signed in: browsers are led to the sign-in and back, others
/// get 401. Signed in without the right: 403. The pages are for every key, because they only do what the API lets it;
/// the jobs' own pages, and routes that forget to say what they need, are for administrators of the installation.
/// </summary>
internal sealed class GuardConsole(ConsoleSession session, WriteConsolePage pages, StorageState storage)
{
    /// <summary>Admin keys of the built-in account manage the whole installation. Test keys reach no vendor, and so not the pages from which vendors are worked.</summary>
    public static bool IsOperator(KnownKey key) => AdmitCaller.Opens(key, Scope.Operator) && !key.Test;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!storage.IsReady)
        {
            await RefuseAsync(context, ConsolePageKind.Unavailable, new ProblemResult(ErrorCode.StorageUnavailable, storage.Fault, retryAfter: UnhandledExceptionHandler.RetryAfter));
            return;
        }

        try
        {
            await AdmitAsync(context, next);
        }
        catch (Exception fault) when (UnhandledExceptionHandler.IsStorageFault(fault) && !context.Response.HasStarted && AcceptsHtml(context))
        {
            await RefuseAsync(context, ConsolePageKind.Unavailable, new ProblemResult(ErrorCode.StorageUnavailable, retryAfter: UnhandledExceptionHandler.RetryAfter));
        }
    }

    private async Task AdmitAsync(HttpContext context, RequestDelegate next)
    {
        var key = await session.FindAsync(context);
        var route = context.GetEndpoint()?.Metadata;
        if (route?.GetMetadata<IAllowAnonymous>() is not null)
        {
            await next(context);
            return;
        }

        if (key is null)
        {
            await AskAsync(context);
            return;
        }

        if (!Opens(key, context, route))
        {
            await RefuseAsync(context, ConsolePageKind.Forbidden, new ProblemResult(ErrorCode.Forbidden, "Only admin keys of the built-in account open this page, and no test keys."), key);
            return;
        }

        context.User = ConsoleSession.VisitOf(context)!.Principal; // It was found with the key.
        await next(context);
    }

    private static bool Opens(KnownKey key, HttpContext context, EndpointMetadataCollection? route)
    {
        if (route is null)
        {
            return !context.Request.Path.StartsWithSegments(ConsoleModule.Jobs) || IsOperator(key);
        }

        var needed = route.GetOrderedMetadata<IAuthorizeData>();
        return needed.Count == 0
            ? IsOperator(key)
            : needed.All(one => one.Policy == Scope.Operator ? IsOperator(key) : AdmitCaller.Opens(key, one.Policy));
    }

    private static Task AskAsync(HttpContext context)
    {
        var request = context.Request;
        context.Response.Headers.CacheControl = "no-store";
        if (IsPageView(context))
        {
            context.Response.Redirect(ReturnPath.SignIn(ReturnPath.Read(request.Path.ToUriComponent() + request.QueryString.ToUriComponent())));
            return Task.CompletedTask;
        }

        context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        return new ProblemResult(ErrorCode.Unauthorized, $"Sign in at {ReturnPath.SignIn(null)} with a browser. Keys in headers do not open the console.").ExecuteAsync(context);
    }

    private Task RefuseAsync(HttpContext context, ConsolePageKind kind, ProblemResult problem, KnownKey? key = null)
    {
        context.Response.Headers.CacheControl = "no-store";
        return AcceptsHtml(context) ? pages.WriteAsync(context, new ConsolePage(kind) { Key = key, RetryAfter = problem.RetryAfter }, problem.Status) : problem.ExecuteAsync(context);
    }

    /// <summary>A browser that shows a page, not a script that asks for data.</summary>
    private static bool IsPageView(HttpContext context) =>
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)) && AcceptsHtml(context);

    private static bool AcceptsHtml(HttpContext context) =>
        context.Request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
}
