using System.Threading.Channels;

namespace Gateway.Acceptance.Store;

/// <summary>
/// Where requests wait for the next commit. One writer takes whatever has gathered and stores it in one transaction, so that at any load each request
/// waits for about one commit, its own or the one before. Where commits are slow, a second one joins: its statement runs while the commit of the other one waits for the disk.
/// </summary>
internal sealed class IntakeQueue(TimeProvider time)
{
    /// <summary>The name of a second queue: requests with marks look at more tables, and keep nobody without them waiting.</summary>
    public const string OfMarked = "marked";

    /// <summary>Requests that may wait. At 20,000 a second that is a fifth of a second; more would only make every client wait longer.</summary>
    private const int Capacity = 4096;

    /// <summary>Messages of one transaction: a big one delays everybody behind it.</summary>
    private const int GroupMessages = 5000;

    /// <summary>Messages that may wait: a few thousand requests with a thousand recipients each would fill any memory. A few seconds' work.</summary>
    private const int MaxMessages = 50_000;

    /// <summary>
    /// As long as the driver waits for a statement. Behind a frozen network the driver may wait for ever: it asks for the end of a statement by a second connection, and waits for that. The request is then in
    /// doubt, as after a crash, and a repetition with the same key finds out whether it was stored.
    /// </summary>
    private static readonly TimeSpan MostPatience = TimeSpan.FromSeconds(30);

    private readonly Channel<IntakeRequest> _queue = Channel.CreateBounded<IntakeRequest>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.Wait });
    private readonly SlowCommits _slow = new();

    private int _waiting;

    /// <summary>What comes now would be refused, so that there is no need to read it.</summary>
    public bool IsFull => Volatile.Read(ref _waiting) >= MaxMessages || _queue.Reader.Count >= Capacity;

    /// <summary>Completes when the messages are committed, or are certainly not stored. Throws what the database threw, and <see cref="TimeoutException"/> when it said nothing.</summary>
    public Task<IntakeOutcome> AcceptAsync(IntakeRequest request)
    {
        // One request more than fits is taken, whatever its size: it cannot come in parts.
        var count = request.Messages.Count;
        if (Interlocked.Add(ref _waiting, count) - count < MaxMessages && _queue.Writer.TryWrite(request))
        {
            return request.Done.Task.WaitAsync(MostPatience, TimeProvider.System);
        }

        Interlocked.Add(ref _waiting, -count);
        return Task.FromResult(IntakeOutcome.Overloaded);
    }

    /// <summary>Completes when something waits.</summary>
    public Task WhenFilledAsync() => _queue.Reader.WaitToReadAsync(CancellationToken.None).AsTask();

    /// <summary>Completes when commits are so slow that a second writer pays.</summary>
    public Task WhenSlowAsync() => _slow.WaitAsync(CancellationToken.None);

    /// <summary>What has gathered; null when nothing waits, because the other writer was faster.</summary>
    public IntakeGroup? Take()
    {
        var (requests, messages) = (new List<IntakeRequest>(), 0);
        while (messages < GroupMessages && _queue.Reader.TryRead(out var request))
        {
            requests.Add(request);
            messages += request.Messages.Count;
        }

        return requests.Count == 0 ? null : new IntakeGroup(requests, messages, time.GetTimestamp());
    }

    /// <summary>Its requests are answered.</summary>
    public void Stored(IntakeGroup group)
    {
        _slow.Note(time.GetElapsedTime(group.TakenAt), group.Messages);
        Release(group);
    }

    /// <summary>It does not wait any more.</summary>
    public void Release(IntakeGroup group) => Interlocked.Add(ref _waiting, -group.Messages);

    /// <summary>Nobody stores any more: what waits was certainly not stored.</summary>
    public void Close()
    {
        _queue.Writer.TryComplete();
        while (_queue.Reader.TryRead(out var request))
        {
            request.Done.TrySetResult(IntakeOutcome.Overloaded);
        }
    }
}

/// <summary>Requests that are stored in one transaction.</summary>
/// <param name="Requests">In the order of arrival.</param>
/// <param name="Messages">How many messages they have.</param>
/// <param name="TakenAt">When they were taken out of the queue, as a timestamp.</param>
internal sealed record IntakeGroup(IReadOnlyList<IntakeRequest> Requests, int Messages, long TakenAt);
