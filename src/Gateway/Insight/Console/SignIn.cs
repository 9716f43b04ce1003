using Gateway.Accounts;
using Gateway.Platform.Storage;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Gateway.Insight.Console;

/// <summary><c>GET</c> and <c>POST /console/sign-in</c>, <c>POST /console/sign-out</c>. Any key may sign in; what it may see there is the guard's to say.</summary>
internal sealed class SignIn(ConsoleSession session, AdmitCaller keys, LimitRequests limits, IAntiforgery antiforgery, WriteConsolePage pages, GatewayDb db, TimeProvider time)
{
    private const string KeyField = "key";

    /// <summary>A key and a token fit in two.</summary>
    private const long MaxBodyBytes = 16 * 1024;

    /// <summary>The form; for who is signed in, with which key, and the way out.</summary>
    public Task ShowAsync(HttpContext context) => ConsoleSession.Of(context) is { } key
        ? pages.WriteAsync(context, new ConsolePage(ConsolePageKind.SignedIn) { Key = key, Return = Return(context) }, StatusCodes.Status200OK)
        : FormAsync(context, null, StatusCodes.Status200OK);

    public async Task EnterAsync(HttpContext context)
    {
        if (await ReadFormAsync(context) is not { } form)
        {
            await FormAsync(context, ConsoleFault.Stale, StatusCodes.Status400BadRequest);
            return;
        }

        var shown = form[KeyField].ToString().Trim();
        if (shown.Length == 0)
        {
            await FormAsync(context, ConsoleFault.Empty, StatusCodes.Status400BadRequest);
            return;
        }

        if (await keys.FindAsync(context, shown) is not { } key)
        {
            if (limits.CountFailure(context) is { RetryAfter: var wait })
            {
                await FormAsync(context, ConsoleFault.TooMany, StatusCodes.Status429TooManyRequests, wait);
                return;
            }

            context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer"; // RFC 9110 wants one with each 401; browsers ask nobody for this kind.
            await FormAsync(context, ConsoleFault.Wrong, StatusCodes.Status401Unauthorized);
            return;
        }

        if (!key.MayBeUsedFrom(context))
        {
            await FormAsync(context, ConsoleFault.Elsewhere, StatusCodes.Status403Forbidden);
            return;
        }

        await WriteDownAsync(key, "console.signed_in");
        session.Begin(context, shown);
        SeeOther(context, Return(context) ?? ReturnPath.Home);
    }

    /// <summary>Forgets the cookie of this browser.</summary>
    public async Task LeaveAsync(HttpContext context)
    {
        if (await ReadFormAsync(context) is null)
        {
            await FormAsync(context, ConsoleFault.Stale, StatusCodes.Status400BadRequest);
            return;
        }

        if (ConsoleSession.Of(context) is { } key)
        {
            await WriteDownAsync(key, "console.signed_out");
        }

        session.End(context);
        SeeOther(context, ReturnPath.SignIn(null));
    }

    private Task FormAsync(HttpContext context, ConsoleFault? fault, int status, TimeSpan? wait = null) =>
        pages.WriteAsync(context, new ConsolePage(ConsolePageKind.Form) { Fault = fault, Return = Return(context), RetryAfter = wait }, status);

    /// <summary>Null when it is no form, or not from a page of ours.</summary>
    private async Task<IFormCollection?> ReadFormAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaxBodyBytes;
        }

        try
        {
            return await antiforgery.IsRequestValidAsync(context) && context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : null;
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or AntiforgeryValidationException)
        {
            return null;
        }
    }

    /// <summary>Before the cookie is given: no sign-in without its line in the audit log.</summary>
    private async Task WriteDownAsync(KnownKey key, string action)
    {
        db.Add(AuditEntry.Of(key, action, key.KeyId?.ToString() ?? "Gateway:AdminKey", null, time.GetUtcNow()));
        await db.SaveChangesAsync();
    }

    private static string? Return(HttpContext context) => ReturnPath.Read(context.Request.Query[ReturnPath.Parameter]);

    private static void SeeOther(HttpContext context, string path)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = path;
        context.Response.Headers.CacheControl = "no-store";
    }
}
