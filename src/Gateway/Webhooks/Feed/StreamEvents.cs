using Gateway.Accounts;
using Gateway.Accounts.Streams;
using Gateway.Platform.Streams;

namespace Gateway.Webhooks.Feed;

/// <summary><c>GET /v1/events/stream</c>: the feed as server-sent events.</summary>
internal sealed class StreamEvents(
    FeedQuery query, ReadFeed feed, RenderEvents render, FeedSignals signals, ServeStream serve, TimeProvider time)
    : IDisposable
{
    /// <summary>Many streams may be woken at once; requests need connections to the state database as well.</summary>
    private const int ReadsAtOnce = 8;

    private readonly SemaphoreSlim _reads = new(ReadsAtOnce);

    public void Dispose() => _reads.Dispose();

    public async Task<IResult> HandleAsync(
        HttpContext context, string? types, string? start, string? cursor, CancellationToken cancellationToken)
    {
        if (query.ReadStream(context, types, start, cursor, out var part) is { } refused)
        {
            return refused;
        }

        var key = context.User.Key();
        return await serve.ServeAsync(
            context, (events, stop) => WriteAsync(events, key, part.Mask, part.From, stop), cancellationToken);
    }

    private async Task<IResult?> WriteAsync(
        EventStream events, KnownKey key, long mask, FeedCursor? begin, CancellationToken stop)
    {
        using var listener = signals.Listen(key.AccountId);
        var from = begin ?? await feed.NowAsync(stop);
        var stream = new FeedStream(events, key, mask, from, ReadAsync, render, signals);

        // What fails before the first page is there is told with a status.
        var woken = listener.Next;
        if (!await stream.BeginAsync(stop))
        {
            return FeedQuery.Ahead;
        }

        await stream.RunAsync(listener, woken, time, stop);
        await events.EndAsync("the database has gone back behind your last id");
        return null;
    }

    private async Task<FeedPage?> ReadAsync(
        Guid account, long mask, FeedCursor from, int limit, CancellationToken cancellationToken)
    {
        await _reads.WaitAsync(cancellationToken);
        try
        {
            return await feed.ReadAsync(account, mask, from, limit, cancellationToken);
        }
        finally
        {
            _reads.Release();
        }
    }
}
