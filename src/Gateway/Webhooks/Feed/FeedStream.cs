using Gateway.Accounts;
using Gateway.Platform.Errors;
using Gateway.Platform.Streams;

namespace Gateway.Webhooks.Feed;

/// <summary>A page of the feed: account, types, where, and how many.</summary>
internal delegate Task<FeedPage?> ReadPage(
    Guid account, long mask, FeedCursor from, int limit, CancellationToken cancellationToken);

/// <summary>
/// One client that reads the feed as a stream. Its position is all that it keeps: it asks the database when it is
/// woken, a page at a time, and goes on only when its client has taken the page.
/// </summary>
internal sealed class FeedStream(
    EventStream stream, KnownKey key, long mask, FeedCursor from, ReadPage read, RenderEvents render,
    FeedSignals signals)
{
    /// <summary>Events in memory at the same time, of some kilobytes each.</summary>
    private const int PageSize = 100;

    /// <summary>Events that are sent together.</summary>
    private const int Together = 16;

    /// <summary>While the database is away, each stream looks again so often by itself.</summary>
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(5);

    private FeedCursor _position = from;

    /// <summary>What the client knows as its last id.</summary>
    private FeedCursor? _told;

    /// <summary>The round in which everything had been returned.</summary>
    private long _round;

    /// <summary>
    /// False when the cursor is ahead of the database. Nothing is sent before the first page is there.
    /// </summary>
    public async Task<bool> BeginAsync(CancellationToken stop)
    {
        if (await ReadAsync(stop) is not { } first)
        {
            return false;
        }

        stream.Begin();
        stream.Id(_position.ToText(key.AccountId)); // Who loses the connection before the first event has one too.
        _told = _position;
        await PassOnAsync(first, stop);
        return true;
    }

    /// <summary>
    /// Goes on until it is stopped; returns when the database has gone back behind what the client has seen.
    /// </summary>
    /// <param name="listener">Says when there may be more.</param>
    /// <param name="woken">Its next beat, taken before the stream began.</param>
    /// <param name="time">For heartbeats.</param>
    /// <param name="stop">Ends it, by the exception that belongs to it.</param>
    public async Task RunAsync(FeedListener listener, Task woken, TimeProvider time, CancellationToken stop)
    {
        var isUpToDate = false;
        while (true)
        {
            try
            {
                while (_position.Window is not null)
                {
                    if (!await NextAsync(stop))
                    {
                        return;
                    }
                }

                if (!isUpToDate)
                {
                    stream.Comment("up to date");
                    await stream.FlushAsync(stop);
                    isUpToDate = true;
                }

                _round = signals.Round;
                await WaitAsync(woken, stop);
                woken = listener.Next;
                if (!await NextAsync(stop))
                {
                    return;
                }
            }
            catch (Exception fault) when (UnhandledExceptionHandler.IsStorageFault(fault))
            {
                // The reader for all streams tells it, and wakes them when it is over.
                await WaitAsync(Task.WhenAny(listener.Next, Task.Delay(RetryEvery, time, stop)), stop);
                woken = Task.CompletedTask;
            }
        }
    }

    private Task WaitAsync(Task woken, CancellationToken stop) =>
        stream.WaitAsync(woken, () => TellPosition(woken), stop);

    private async Task<bool> NextAsync(CancellationToken stop)
    {
        if (await ReadAsync(stop) is not { } page)
        {
            return false;
        }

        await PassOnAsync(page, stop);
        return true;
    }

    private Task<FeedPage?> ReadAsync(CancellationToken stop) => read(key.AccountId, mask, _position, PageSize, stop);

    private async Task PassOnAsync(FeedPage page, CancellationToken stop)
    {
        var bodies = page.Events.Count == 0 ? null : await render.RenderAsync(page.EventIds, !key.ReadsPii, stop);
        for (var (i, waiting) = (0, 0); i < page.Events.Count; i++)
        {
            if (!bodies!.TryGetValue(page.Events[i].Id, out var body)) // A page with events has bodies.
            {
                continue;
            }

            _told = page.Behind(i);
            stream.Event(body.Type, ListEvents.Item(page.Events[i].Id, body.Body), _told.ToText(key.AccountId));
            if (++waiting == Together || i == page.Events.Count - 1)
            {
                await stream.FlushAsync(stop);
                waiting = 0;
            }

            _position = _told;
        }

        _position = page.Next;
    }

    /// <summary>
    /// An idle stream moves on too, with the sign of life that it gets anyway. Not one that was woken meanwhile: what it
    /// was woken for lies before the place where all had caught up.
    /// </summary>
    private void TellPosition(Task woken)
    {
        if (signals.CaughtUp is { } caughtUp && caughtUp.Round > _round && !woken.IsCompleted)
        {
            _position = caughtUp.Now;
        }

        if (!ReferenceEquals(_told, _position))
        {
            stream.Id(_position.ToText(key.AccountId));
            _told = _position;
        }
    }
}
