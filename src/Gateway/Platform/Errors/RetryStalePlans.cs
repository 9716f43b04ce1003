using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Platform.Errors;

/// <summary>
/// Reads once more where a newer node has changed a table that this one has prepared statements for. All sessions begin
/// anew, because each would fail once. What changes something is answered with 503: its client repeats it.
/// </summary>
internal static class RetryStalePlans
{
    /// <summary>While one request clears the pool, another may still get an old session out of it.</summary>
    private const int MostAttempts = 5;

    public static IApplicationBuilder UseRetryOfStalePlans(this IApplicationBuilder app) =>
        app.Use(next => context => InvokeAsync(context, next));

    private static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await next(context);
                return;
            }
            catch (Exception fault) when (StalePlan.Is(fault))
            {
                context.RequestServices.GetRequiredService<NpgsqlDataSource>().Clear();
                if (attempt == MostAttempts
                    || context.Response.HasStarted
                    || !HttpMethods.IsGet(context.Request.Method))
                {
                    throw;
                }
            }
        }
    }
}
