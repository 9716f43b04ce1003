namespace Gateway.Platform.Errors;

/// <summary>Every answer carries <c>X-Request-Id</c>: the caller's own when it sent a reasonable one, else ours.</summary>
internal static class RequestId
{
    public const string Header = "X-Request-Id";

    private const int MaxLength = 128;

    public static IApplicationBuilder UseRequestId(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        var given = context.Request.Headers[Header].ToString();
        var usable = given.Length is > 0 and <= MaxLength && !given.AsSpan().ContainsAnyExceptInRange('!', '~');
        context.Response.Headers[Header] = usable ? given : context.TraceIdentifier;
        return next(context);
    });
}
