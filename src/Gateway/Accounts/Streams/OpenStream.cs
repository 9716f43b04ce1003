using Gateway.Platform.Errors;
using Gateway.Platform.Streams;

namespace Gateway.Accounts.Streams;

/// <summary>One open stream of a key.</summary>
internal sealed class OpenStream(OpenStreams all, KnownKey key) : IDisposable
{
    // Not disposed: its key may be revoked at the very moment at which it ends by itself.
    private readonly CancellationTokenSource _ended = new();

    public KnownKey Key => key;

    /// <summary>
    /// Is canceled when the key no longer counts: it was revoked, has expired, or its account is suspended.
    /// </summary>
    public CancellationToken Ended => _ended.Token;

    public void End() => _ended.Cancel();

    /// <summary>The answer when it was stopped: what is left to say, or a problem when nothing was said yet.</summary>
    public async Task<IResult> EndAsync(HttpContext context, EventStream events)
    {
        var isRevoked = Ended.IsCancellationRequested;
        if (!context.Response.HasStarted)
        {
            return isRevoked
                ? new ProblemResult(ErrorCode.Unauthorized)
                : new ProblemResult(ErrorCode.Overloaded, retryAfter: UnhandledExceptionHandler.RetryAfter);
        }

        await events.EndAsync(isRevoked ? "this key is no longer valid" : "the gateway stops: connect again");
        return Results.Empty;
    }

    public void Dispose() => all.Close(this);
}
