using Gateway.Accounts;
using Gateway.Accounts.Streams;
using Gateway.Platform.Streams;

namespace Gateway.Webhooks.Feed;

/// <summary><c>GET /v1/events/stream</c>: the feed as server-sent events.</summary>
internal sealed partial class StreamEvents(
    FeedQuery query, ReadFeed feed, RenderEvents render, FeedSignals signals, OpenStreams streams,
    IHostApplicationLifetime lifetime, TimeProvider time, ILogger<StreamEvents> logger) : IDisposable
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
        if (streams.Open(key, out var open) is { } tooMany)
        {
            return tooMany;
        }

        using (open)
        using (var listener = signals.Listen(key.AccountId))
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken, open.Ended, lifetime.ApplicationStopping))
        {
            var events = new EventStream(context, time);
            try
            {
                var from = part.From ?? await feed.NowAsync(stop.Token);
                var stream = new FeedStream(events, key, part.Mask, from, ReadAsync, render, signals);

                // What fails before the first page is there is told with a status.
                var woken = listener.Next;
                if (!await stream.BeginAsync(stop.Token))
                {
                    return FeedQuery.Ahead;
                }

                await stream.RunAsync(listener, woken, time, stop.Token);
                await events.EndAsync("the database has gone back behind your last id");
            }
            catch (SlowReaderException)
            {
                Log.SlowReader(logger, key.AccountId, key.KeyId, EventStream.Patience);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return await open.EndAsync(context, events);
            }
        }

        return Results.Empty;
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

    private static partial class Log
    {
        [LoggerMessage(5041, LogLevel.Warning, "A stream of events of account {Account} is cut off: its reader, with "
            + "the key {Key}, has taken nothing for {Patience}. It can go on with the last id that it has seen.")]
        public static partial void SlowReader(ILogger logger, Guid account, Guid? key, TimeSpan patience);
    }
}
