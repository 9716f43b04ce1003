namespace Gateway.Platform.Jobs;

/// <summary>
/// A chore that runs again and again. One instance lives as long as the process and is called by one thread at a time
/// in the whole cluster.
/// </summary>
internal interface IRecurringJob
{
    /// <summary>
    /// Does one bounded batch, in short transactions of its own, and answers how many rows it touched. Zero means:
    /// nothing left to do now.
    /// </summary>
    Task<int> RunOnceAsync(CancellationToken cancellationToken);
}

/// <summary>One job with its name and its beat.</summary>
/// <param name="Name">Unique, in kebab-case, such as <c>collect-reports/&lt;vendor&gt;</c>.</param>
/// <param name="Every">The pause between two runs.</param>
/// <param name="Create">Makes the job from the service provider, once for each process.</param>
internal sealed record RecurringJob(string Name, TimeSpan Every, Func<IServiceProvider, IRecurringJob> Create)
{
    private static readonly TimeSpan LongestBeatOfSlice = TimeSpan.FromMinutes(1);

    /// <summary>
    /// It must be fresh, so that it runs in slices: one start by the engine is many runs. Others are started for each
    /// run.
    /// </summary>
    public bool RunsInSlices => Every <= LongestBeatOfSlice;

    /// <summary>A run that makes no progress for so long is given up, and the work goes on with the next one.</summary>
    public TimeSpan GiveUpAfter { get; init; } = Every <= LongestBeatOfSlice
        ? TimeSpan.FromMinutes(1)
        : TimeSpan.FromMinutes(10);
}
