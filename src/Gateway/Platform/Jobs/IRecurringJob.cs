namespace Gateway.Platform.Jobs;

/// <summary>A chore that runs again and again. One instance lives as long as the process and is called by one thread at a time in the whole cluster.</summary>
internal interface IRecurringJob
{
    /// <summary>Does one bounded batch, in short transactions of its own, and answers how many rows it touched. Zero means: nothing left to do now.</summary>
    Task<int> RunOnceAsync(CancellationToken cancellationToken);
}

/// <summary>One job with its name and its beat.</summary>
/// <param name="Name">Unique, in kebab-case, such as <c>collect-reports/kshot</c>.</param>
/// <param name="Every">The pause between two runs.</param>
/// <param name="Create">Makes the job from the service provider, once for each process.</param>
internal sealed record RecurringJob(string Name, TimeSpan Every, Func<IServiceProvider, IRecurringJob> Create)
{
    /// <summary>A run is stopped after this long; the work goes on with the next one.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);
}
