using Gateway.Platform.Storage;

namespace Gateway.Platform.Errors;

internal static class ErrorsModule
{
    public static IServiceCollection AddErrors(this IServiceCollection services)
    {
        services.AddExceptionHandler<UnhandledExceptionHandler>();
        services.AddProblemDetails();

        // A parameter that cannot be read is told like every other fault, not with an empty 400.
        services.Configure<RouteHandlerOptions>(static options => options.ThrowOnBadRequest = true);
        return services;
    }

    /// <summary>
    /// Problem answers for everything: exceptions, unknown paths and methods, and a state database that is not there
    /// yet.
    /// </summary>
    public static IApplicationBuilder UseErrors(this IApplicationBuilder app)
    {
        app.UseRequestId();
        app.UseExceptionHandler();
        app.UseStatusCodePages(static context =>
            ProblemOf(context.HttpContext)?.ExecuteAsync(context.HttpContext) ?? Task.CompletedTask);

        // Why it is away stands in the log and, for operators, in /health/ready: nobody has shown a key yet.
        var state = app.ApplicationServices.GetRequiredService<StorageState>();
        app.Use((context, next) => state.IsReady || !context.Request.Path.StartsWithSegments("/v1")
            ? next(context)
            : new ProblemResult(
                ErrorCode.StorageUnavailable,
                state.IsStarting ? "This node is starting." : null,
                retryAfter: UnhandledExceptionHandler.RetryAfter).ExecuteAsync(context));
        app.UseAnswerInTime();
        app.UseRetryOfStalePlans();
        return app;
    }

    private static ProblemResult? ProblemOf(HttpContext context) =>
        context.Response.StatusCode == StatusCodes.Status415UnsupportedMediaType
            ? TakenTypes.Problem(context)
            : Problem(context.Response.StatusCode);

    /// <summary>What a status alone says; null for those that say it themselves.</summary>
    public static ProblemResult? Problem(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => new ProblemResult(ErrorCode.Unauthorized),
        StatusCodes.Status403Forbidden => new ProblemResult(ErrorCode.Forbidden),
        StatusCodes.Status404NotFound => new ProblemResult(ErrorCode.NotFound),
        StatusCodes.Status405MethodNotAllowed => new ProblemResult(ErrorCode.MethodNotAllowed),
        StatusCodes.Status412PreconditionFailed => new ProblemResult(ErrorCode.PreconditionFailed),
        StatusCodes.Status413PayloadTooLarge => new ProblemResult(ErrorCode.BodyTooLarge),
        StatusCodes.Status415UnsupportedMediaType => new ProblemResult(ErrorCode.UnsupportedMediaType),
        StatusCodes.Status416RangeNotSatisfiable => new ProblemResult(ErrorCode.RangeNotSatisfiable),
        _ => null,
    };
}
