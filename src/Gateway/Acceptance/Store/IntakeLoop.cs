using Gateway.Platform.Loops;

namespace Gateway.Acceptance.Store;

/// <summary>
/// A writer of an <see cref="IntakeQueue"/>. One that is given up leaves its requests in doubt, as a crash would: they are answered with 503, and a repetition with the same key finds out whether they were stored.
/// If its transaction is committed after all, its messages are sent; nothing of it is shared with the writer that comes after it.
/// </summary>
/// <param name="name">The loop.</param>
/// <param name="queue">What it empties.</param>
/// <param name="helps">It joins only where commits are slow.</param>
/// <param name="newWriter">Makes a writer.</param>
internal sealed class IntakeLoop(string name, IntakeQueue queue, bool helps, Func<IntakeWriter> newWriter) : ILoop
{
    private IntakeWriter _writer = newWriter();
    private IntakeGroup? _group;

    public string Name => name;

    /// <summary>Requests wait for it until the last of them is answered.</summary>
    public bool StopsLast => true;

    /// <summary>Requests that come before the schema are refused elsewhere.</summary>
    public bool NeedsStorage => false;

    public async Task<Rest> StepAsync(LoopProgress progress, CancellationToken cancellationToken)
    {
        if (helps && queue.WhenSlowAsync() is { IsCompleted: false } slow)
        {
            return Rest.Till(slow);
        }

        if (queue.Take() is not { } group)
        {
            return Rest.Till(queue.WhenFilledAsync());
        }

        // A shutdown lets the group that has gathered finish: its clients are waiting for the answer.
        Volatile.Write(ref _group, group);
        await _writer.StoreAsync(group.Requests, progress, CancellationToken.None);
        if (Interlocked.CompareExchange(ref _group, null, group) == group)
        {
            queue.Stored(group);
        }

        return Rest.None;
    }

    public void GiveUp()
    {
        _writer = newWriter();
        if (Interlocked.Exchange(ref _group, null) is { } group)
        {
            queue.Release(group);
            foreach (var request in group.Requests)
            {
                request.Done.TrySetException(new TimeoutException("The state database did not say whether the messages are stored."));
            }
        }
    }

    public Task EndAsync()
    {
        if (!helps)
        {
            queue.Close();
        }

        return Task.CompletedTask;
    }
}
