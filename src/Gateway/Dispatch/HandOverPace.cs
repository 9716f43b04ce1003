namespace Gateway.Dispatch;

/// <summary>
/// How often few messages are handed over: by this process for all its vendors together, and for one of them. A
/// hand-over costs some milliseconds of processor time on three servers, almost as much for one message as for a
/// hundred: while messages come without a pause, each takes what came in a moment, instead of a row at a time. Whole
/// batches wait for nobody, and a message that comes alone does not wait.
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

    /// <summary>The hand-overs of one vendor begin so far apart. Agents look less often.</summary>
    private static readonly TimeSpan BetweenOfOne = TimeSpan.FromMilliseconds(20);

    private readonly Lock _turn = new();

    /// <summary>Moments are counted from here, so that a clock that is set changes nothing.</summary>
    private readonly long _start = time.GetTimestamp();

    /// <summary>When the last one was, or is to be, had all of them come evenly.</summary>
    private TimeSpan _last = -Between * AtOnce;

    /// <summary>When the last one of each vendor began, unless it was large.</summary>
    private readonly Dictionary<string, TimeSpan> _lastOfOne = new(StringComparer.Ordinal);

    /// <summary>Waits until the next hand-over of a vendor may begin. First come, first served.</summary>
    public Task WaitAsync(string vendor, CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_turn)
        {
            var now = time.GetElapsedTime(_start);
            _last = Later(_last, now - Between * AtOnce) + Between;
            var begins = Later(now, _last);
            if (_lastOfOne.TryGetValue(vendor, out var last))
            {
                begins = Later(begins, last + BetweenOfOne);
            }

            _lastOfOne[vendor] = begins;
            wait = begins - now;
        }

        return wait > TimeSpan.Zero ? Task.Delay(wait, time, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>
    /// A hand-over took so many messages: a large one leaves its turn to another, and is followed at once.
    /// </summary>
    public void Took(string vendor, int messages)
    {
        if (messages >= Small)
        {
            lock (_turn)
            {
                _last -= Between;
                _lastOfOne.Remove(vendor);
            }
        }
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
