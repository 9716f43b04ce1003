namespace Gateway.Platform.Loops;

/// <summary>
/// Work that goes on in the background for as long as the process lives. <see cref="RunLoop"/> runs it: a loop says
/// what one step is, and never catches what it does not understand. A step that hangs is given up and another one
/// begins, while the old one may still complete: each loop says why that harms nothing.
/// </summary>
internal interface ILoop
{
    /// <summary>
    /// Such as <c>hand-over/&lt;vendor&gt;</c>. Shown by <c>GET /v1/jobs</c> and <c>/health/ready</c>.
    /// </summary>
    string Name { get; }

    /// <summary>
    /// A step that notes no progress for this long is given up. Longer than the 30 s after which the driver of the
    /// state database ends a statement.
    /// </summary>
    TimeSpan Limit => TimeSpan.FromSeconds(60);

    /// <summary>The longest pause after faults that do not end.</summary>
    TimeSpan LongestPause => TimeSpan.FromSeconds(30);

    /// <summary>It begins when the schema is there.</summary>
    bool NeedsStorage => true;

    /// <summary>
    /// Others need it until they have stopped: it goes on until its turn comes, in the reverse order of registration.
    /// All other loops end when the process begins to stop.
    /// </summary>
    bool StopsLast => false;

    /// <summary>Single items of its work that fail, while the loop goes on with all others.</summary>
    IReadOnlyList<ItemFault> FailingItems => [];

    /// <summary>One step. Answers how to rest after it; throws when it failed.</summary>
    /// <param name="progress">To be noted by a step that waits for several things one after the other.</param>
    /// <param name="cancellationToken">Canceled when the process stops, and when the step is given up.</param>
    Task<Rest> StepAsync(LoopProgress progress, CancellationToken cancellationToken);

    /// <summary>
    /// The step that is under way is given up; another one begins at once. Who waits for it is to be told.
    /// </summary>
    void GiveUp()
    {
    }

    /// <summary>After the last step, while the process stops.</summary>
    Task EndAsync() => Task.CompletedTask;
}

/// <summary>One item of a loop's work that fails.</summary>
/// <param name="Item">Its name, such as the id of an endpoint.</param>
/// <param name="Fault">What went wrong the last time, how often, and since when.</param>
internal sealed record ItemFault(string Item, StandingFault Fault);
