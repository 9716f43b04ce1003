using Gateway.Platform.Loops;
using Gateway.Platform.Storage;
using Gateway.Platform.Telemetry;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Gateway.Platform.Errors;

/// <summary>
/// The last line: what nobody expected becomes a problem answer without a word about our insides, and a full entry in
/// the log.
/// </summary>
internal sealed partial class UnhandledExceptionHandler(
    GatewayTelemetry telemetry, TimeProvider time, ILogger<UnhandledExceptionHandler> logger) : IExceptionHandler
{
    /// <summary>Every request fails while the state database is away; the log says it once a minute.</summary>
    private readonly FaultLog _told = new(time);

    /// <summary>
    /// How soon a caller may try again when the database is away. It is found again within a second of its return.
    /// </summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    /// <summary>How the log begins to tell an error that nobody foresaw.</summary>
    public const string Unexpectedly = "Unexpected error";

    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // Nobody is there to be answered.
        if (exception is ConnectionResetException || (exception.GetBaseException() is OperationCanceledException or IOException && httpContext.RequestAborted.IsCancellationRequested))
        {
            return true;
        }

        var problem = exception switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new ProblemResult(
                ErrorCode.BodyTooLarge),
            BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => new ProblemResult(
                ErrorCode.RequestTimeout),
            BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } => new ProblemResult(
                ErrorCode.UnsupportedMediaType),
            BadHttpRequestException bad => UnreadableParameter.Of(bad.Message) is { } parameter ? ProblemResult.Malformed([parameter]) : new ProblemResult(ErrorCode.InvalidRequest, bad.Message),

            // Kestrel counts a chunk's size in an int.
            IOException { InnerException: OverflowException } => new ProblemResult(
                ErrorCode.InvalidRequest, "A chunk of the body says a size that is none."),

            // Two deletions, or a deletion and a change, of one thing at once: the second finds nothing any more.
            DbUpdateConcurrencyException => new ProblemResult(ErrorCode.NotFound, "It was deleted a moment ago."),
            _ when IsStorageFault(exception) => new ProblemResult(ErrorCode.StorageUnavailable, retryAfter: RetryAfter),
            _ => new ProblemResult(ErrorCode.Internal),
        };
        if (problem.Status == StatusCodes.Status500InternalServerError)
        {
            Log.Unexpected(
                logger,
                exception,
                httpContext.Request.Method,
                httpContext.Request.Path,
                ProblemResult.TraceId(httpContext));
        }
        else if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            telemetry.RequestFailedByState();
            if (_told.Count("requests", FaultLog.KindOf(exception)) is { } count)
            {
                Log.StorageUnavailable(logger, count, OutageException.TextOf(exception));
            }
        }

        RequestId.AddTo(httpContext);
        await problem.ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>
    /// True when the state database is away or going away, not when a statement of ours is wrong. Npgsql puts what
    /// happens to its connections into exceptions of its own; an IOException that stands alone is of a request's body
    /// or of a file.
    /// </summary>
    public static bool IsStorageFault(Exception exception)
    {
        for (var fault = exception; fault is not null; fault = fault.InnerException)
        {
            // 08: connection; 53: resources; 57: operator intervention, such as a shutdown. And one that is read-only,
            // or whose table somebody has locked.
            if (fault is PostgresException { SqlState: var state })
            {
                return state is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.LockNotAvailable
                    or ['0', '8', ..] or ['5', '3', ..] or ['5', '7', ..] || StalePlan.Is(fault);
            }

            if (fault is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
            {
                return true;
            }
        }

        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(201, LogLevel.Error, Unexpectedly + " in {Method} {Path}; the answer's traceId is {TraceId}.")]
        public static partial void Unexpected(
            ILogger logger,
            Exception fault,
            string method,
            string path,
            string traceId);

        [LoggerMessage(202, LogLevel.Warning, "Requests are refused because the state database cannot be used ({Count} since the last message): {Fault}")]
        public static partial void StorageUnavailable(ILogger logger, int count, string fault);
    }
}
