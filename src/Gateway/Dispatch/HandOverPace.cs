namespace Gateway.Dispatch;

/// <summary>
/// How often this process hands few messages over, for all its vendors together. A hand-over costs some milliseconds of
/// processor time on three servers, almost as much for one message as for a hundred: while many vendors get messages
/// without a pause, each takes what came in a moment, instead of a row at a time. Whole batches wait for nobody, and a
/// process that is not busy never waits.
/// </summary>
internal sealed class HandOverPace(TimeProvider time)
{
    /// <summary>
    /// Small hand-overs of a second, for each processor. They take an eighth of it at most, and twenty vendors that all
    /// are busy get one each 0.4 s on one processor, each 0.2 s on two.
    /// </summary>
    private const int OfEachProcessor = 50;

    /// <summary>So many begin at once after a quiet moment.</summary>
    private const int AtOnce = 20;

    /// <summary>As many rows cost more than what is the same for each hand-over.</summary>
    private const int Small = 100;

    private static readonly TimeSpan Between =
        TimeSpan.FromSeconds(1.0 / OfEachProcessor / Environment.ProcessorCount);

    private readonly Lock _turn = new();

    /// <summary>Moments are counted from here, so that a clock that is set changes nothing.</summary>
    private readonly long _start = time.GetTimestamp();

    /// <summary>When the last one was, or is to be, had all of them come evenly.</summary>
    private TimeSpan _last = -Between * AtOnce;

    /// <summary>Waits until the next hand-over may begin. First come, first served.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_turn)
        {
            var now = time.GetElapsedTime(_start);
            var earliest = now - Between * AtOnce;
            _last = (_last < earliest ? earliest : _last) + Between;
            wait = _last - now;
        }

        return wait > TimeSpan.Zero ? Task.Delay(wait, time, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>A hand-over took so many messages: a large one leaves its turn to another.</summary>
    public void Took(int messages)
    {
        if (messages >= Small)
        {
            lock (_turn)
            {
                _last -= Between;
            }
        }
    }
}
