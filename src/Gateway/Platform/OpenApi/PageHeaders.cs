namespace Gateway.Platform.OpenApi;

/// <summary>
/// What browsers are told about our pages: load nothing from elsewhere, stand in nobody's frame, guess no types, tell
/// nobody where you come from (OWASP Secure Headers).
/// </summary>
internal static class PageHeaders
{
    /// <summary>Swagger UI draws with inline styles and pictures in its text; its scripts are files.</summary>
    private const string Policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    public static Task AddAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        return next(context);
    }
}
