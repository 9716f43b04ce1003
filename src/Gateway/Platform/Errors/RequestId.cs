namespace Gateway.Platform.Errors;

/// <summary>
/// Every answer carries <c>X-Request-Id</c>: the caller's own when it sent a reasonable one, else ours.
/// </summary>
internal static class RequestId
{
    public const string Header = "X-Request-Id";

    private const int MaxLength = 128;

    public static IApplicationBuilder UseRequestId(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        AddTo(context);
        return next(context);
    });

    /// <summary>Also for an answer that was begun anew and has lost its headers, such as one to an exception.</summary>
    public static void AddTo(HttpContext context)
    {
        var given = context.Request.Headers[Header].ToString();
        var usable = given.Length is > 0 and <= MaxLength && !given.AsSpan().ContainsAnyExceptInRange('!', '~');
        context.Response.Headers[Header] = usable ? given : context.TraceIdentifier;
    }
}
