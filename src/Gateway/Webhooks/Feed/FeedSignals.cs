using Gateway.Platform.Jobs;

namespace Gateway.Webhooks.Feed;

/// <summary>
/// Wakes the streams of this node whose accounts have new events, so that nothing but one reader looks for them.
/// </summary>
internal sealed class FeedSignals
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Listened> _accounts = [];
    private long _round;
    private volatile CaughtUp? _caughtUp;

    /// <summary>Beats when somebody begins to listen.</summary>
    public Pulse Opened { get; } = new();

    public bool Listens
    {
        get
        {
            lock (_lock)
            {
                return _accounts.Count > 0;
            }
        }
    }

    /// <summary>
    /// Grows each time before the reader takes a moment of the feed for <see cref="CaughtUp"/>. A stream notes it when
    /// it has returned everything.
    /// </summary>
    public long Round => Volatile.Read(ref _round);

    /// <summary>
    /// The last moment up to which every stream has been woken that had something to return: one that was not woken
    /// since a round before this one has returned everything up to here.
    /// </summary>
    public CaughtUp? CaughtUp
    {
        get => _caughtUp;
        set => _caughtUp = value;
    }

    public long BeginRound() => Interlocked.Increment(ref _round);

    /// <summary>Take the listener's next beat before looking at the feed: then none is missed.</summary>
    public FeedListener Listen(Guid account)
    {
        FeedListener listener;
        lock (_lock)
        {
            var listened = _accounts.TryGetValue(account, out var known) ? known : _accounts[account] = new Listened();
            listened.Count++;
            listener = new FeedListener(listened.Pulse, () => Leave(account, listened));
        }

        Opened.Beat();
        return listener;
    }

    public void Beat(IEnumerable<Guid> accounts)
    {
        List<Pulse> pulses;
        lock (_lock)
        {
            pulses = [.. accounts.Select(account => _accounts.GetValueOrDefault(account)?.Pulse).OfType<Pulse>()];
        }

        pulses.ForEach(static pulse => pulse.Beat());
    }

    /// <summary>For all: where it is not known whose events they are.</summary>
    public void Beat()
    {
        Guid[] accounts;
        lock (_lock)
        {
            accounts = [.. _accounts.Keys];
        }

        Beat(accounts);
    }

    private void Leave(Guid account, Listened listened)
    {
        lock (_lock)
        {
            if (--listened.Count == 0)
            {
                _accounts.Remove(account);
            }
        }
    }

    private sealed class Listened
    {
        public Pulse Pulse { get; } = new();

        public int Count { get; set; }
    }
}

/// <summary>A stream that waits for events of its account.</summary>
internal sealed class FeedListener(Pulse pulse, Action leave) : IDisposable
{
    /// <summary>Completes when there may be new events.</summary>
    public Task Next => pulse.Next;

    public void Dispose() => leave();
}

/// <summary>A moment of the feed.</summary>
/// <param name="Round">In which it was taken.</param>
/// <param name="Now">The moment.</param>
internal sealed record CaughtUp(long Round, FeedCursor Now);
