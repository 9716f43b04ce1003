using System.Threading.Channels;

namespace Gateway.Messages.Intake;

/// <summary>
/// Where requests wait for the next commit. One writer takes whatever has gathered and stores it in one transaction, so that at any load each request
/// waits for about one commit, its own or the one before. Where commits are slow, a second one joins: its statement runs while the commit of the other one waits for the disk.
/// </summary>
internal sealed class IntakeQueue(IntakeWriter first, IntakeWriter second, TimeProvider time) : BackgroundService
{
    /// <summary>The name of a second queue: requests with marks look at more tables, and keep nobody without them waiting.</summary>
    public const string OfMarked = "marked";

    /// <summary>Requests that may wait. At 20,000 a second that is a fifth of a second; more would only make every client wait longer.</summary>
    private const int Capacity = 4096;

    /// <summary>Messages of one transaction: a big one delays everybody behind it.</summary>
    private const int GroupMessages = 5000;

    /// <summary>Messages that may wait: a few thousand requests with a thousand recipients each would fill any memory. A few seconds' work.</summary>
    private const int MaxMessages = 50_000;

    private readonly Channel<IntakeRequest> _queue = Channel.CreateBounded<IntakeRequest>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.Wait });
    private readonly SlowCommits _slow = new();

    private int _waiting;

    /// <summary>What comes now would be refused, so that there is no need to read it.</summary>
    public bool IsFull => Volatile.Read(ref _waiting) >= MaxMessages || _queue.Reader.Count >= Capacity;

    /// <summary>Completes when the messages are committed, or are certainly not stored. Throws what the database threw.</summary>
    public Task<IntakeOutcome> AcceptAsync(IntakeRequest request)
    {
        // One request more than fits is taken, whatever its size: it cannot come in parts.
        var count = request.Messages.Count;
        if (Interlocked.Add(ref _waiting, count) - count < MaxMessages && _queue.Writer.TryWrite(request))
        {
            return request.Done.Task;
        }

        Interlocked.Add(ref _waiting, -count);
        return Task.FromResult(IntakeOutcome.Overloaded);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(RunAsync(first, stoppingToken), HelpAsync(stoppingToken));
        }
        finally
        {
            _queue.Writer.TryComplete();
            while (_queue.Reader.TryRead(out var request))
            {
                request.Done.TrySetResult(IntakeOutcome.Overloaded);
            }
        }
    }

    private async Task RunAsync(IntakeWriter writer, CancellationToken stoppingToken)
    {
        var group = new List<IntakeRequest>();
        while (await _queue.Reader.WaitToReadAsync(stoppingToken))
        {
            await StoreAsync(writer, group);
        }
    }

    private async Task HelpAsync(CancellationToken stoppingToken)
    {
        var group = new List<IntakeRequest>();
        while (true)
        {
            await _slow.WaitAsync(stoppingToken);
            if (!await _queue.Reader.WaitToReadAsync(stoppingToken))
            {
                return;
            }

            await StoreAsync(second, group);
        }
    }

    /// <summary>Stores what has gathered, with <paramref name="group"/> to gather it in.</summary>
    private async Task StoreAsync(IntakeWriter writer, List<IntakeRequest> group)
    {
        var messages = 0;
        while (messages < GroupMessages && _queue.Reader.TryRead(out var request))
        {
            group.Add(request);
            messages += request.Messages.Count;
        }

        if (group.Count == 0)
        {
            return; // The other one was faster.
        }

        // A shutdown lets the group that has gathered finish: its clients are waiting for the answer.
        var started = time.GetTimestamp();
        await writer.StoreAsync(group, CancellationToken.None);
        _slow.Note(time.GetElapsedTime(started), messages);
        Interlocked.Add(ref _waiting, -messages);
        group.Clear();
    }
}
