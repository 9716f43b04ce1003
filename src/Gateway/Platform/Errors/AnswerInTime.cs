namespace Gateway.Platform.Errors;

/// <summary>
/// Answers 503 for a handler that has said nothing for too long. A database that stands still, or the way to it, may
/// keep the driver waiting for ever: it asks for the end of a statement by a second connection, and waits for that. The
/// handler goes on and ends when the database does; its client has gone by then, and finds out by repeating the request
/// with the same <c>Idempotency-Key</c>.
/// </summary>
internal static class AnswerInTime
{
    /// <summary>
    /// A statement ends after 30 s, and the word of its end comes 2 s later, wherever the driver can say so.
    /// </summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    /// <summary>A body of this size at the lowest rate that is taken is read within the limit.</summary>
    private const int ShortBody = 8 * 1024;

    private static readonly TimeSpan LimitOfLongBodies = TimeSpan.FromMinutes(30);

    private static readonly ProblemResult Late = new(
        ErrorCode.StorageUnavailable,
        "The gateway's database has not answered in time. Whether the request was carried out is not known: repeat it with the same "
            + "Idempotency-Key.",
        retryAfter: UnhandledExceptionHandler.RetryAfter);

    public static IApplicationBuilder UseAnswerInTime(this IApplicationBuilder app)
    {
        var (shortly, later) = (new SharedDeadline(Limit), new SharedDeadline(LimitOfLongBodies));
        return app.Use(next => context => InvokeAsync(context, next, IsShort(context) ? shortly : later));
    }

    private static async Task InvokeAsync(HttpContext context, RequestDelegate next, SharedDeadline deadline)
    {
        var answer = new LateAnswer(context);
        await using (deadline.Token.UnsafeRegister(static answer => ((LateAnswer)answer!).Begin(), answer))
        {
            try
            {
                await next(context);
            }
            catch when (answer.HasBegun)
            {
                // The client has its answer.
            }
        }

        // From here on none begins any more: the request is over, and so is the life of its context.
        await answer.Ended;
    }

    private static bool IsShort(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<TakesLong>() is null
        && (context.Request.ContentLength is <= ShortBody
            || (context.Request.ContentLength is null && context.Request.Headers.TransferEncoding.Count == 0));

    /// <summary>The answer of one request, if it comes to that.</summary>
    private sealed class LateAnswer(HttpContext context)
    {
        public bool HasBegun { get; private set; }

        public Task Ended { get; private set; } = Task.CompletedTask;

        public void Begin()
        {
            HasBegun = !context.Response.HasStarted;
            Ended = HasBegun ? Task.Run(WriteAsync) : Task.CompletedTask;
        }

        private async Task WriteAsync()
        {
            if (HttpProtocol.IsHttp11(context.Request.Protocol))
            {
                context.Response.Headers.Connection = "close"; // The handler still has this connection's request.
            }

            try
            {
                await Late.ExecuteAsync(context);
                await context.Response.CompleteAsync();
            }
            catch (Exception fault) when (fault is InvalidOperationException or OperationCanceledException or IOException)
            {
                context.Abort(); // The handler has begun to answer at the same moment, or the client has gone.
            }
        }
    }
}

/// <summary>Metadata of a route: it may work for long, however short its body is.</summary>
internal sealed record TakesLong;
