using Gateway.Platform.Jobs;

namespace Gateway.Platform.Loops;

/// <summary>How a loop rests between two steps.</summary>
/// <param name="AtMost">The longest time; zero goes on at once.</param>
/// <param name="Until">Ends the rest earlier.</param>
internal readonly record struct Rest(TimeSpan AtMost, Task? Until = null)
{
    /// <summary>The next step begins at once.</summary>
    public static Rest None => default;

    /// <summary>Nothing is left to do, ever.</summary>
    public static Rest ForGood { get; } = new(Timeout.InfiniteTimeSpan);

    public static Rest For(TimeSpan time) => new(time);

    /// <summary>Nothing but this ends it.</summary>
    public static Rest Till(Task beat) => new(Timeout.InfiniteTimeSpan, beat);

    public static Rest Till(Task beat, TimeSpan atMost) => new(atMost, beat);

    public Task WaitAsync(TimeProvider time, CancellationToken cancellationToken) =>
        Until is { IsCompleted: true } || AtMost == TimeSpan.Zero ? Task.CompletedTask
        : Until is null ? Task.Delay(AtMost, time, cancellationToken)
        : AtMost == Timeout.InfiniteTimeSpan ? Until.WaitAsync(cancellationToken)
        : Pulse.WaitAsync(Until, AtMost, time, cancellationToken);
}
