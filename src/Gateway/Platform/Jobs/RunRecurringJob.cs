using Hangfire;

namespace Gateway.Platform.Jobs;

/// <summary>The one adapter between Hangfire and the jobs: what its workers call.</summary>
internal sealed class RunRecurringJob(JobTable jobs, RunSlice slice, IHostApplicationLifetime lifetime)
{
    /// <param name="name">
    /// A newer or older version of the gateway in the same cluster may have a job that this one does not know.
    /// </param>
    [JobDisplayName("{0}")]
    [AutomaticRetry(Attempts = 0)]
    public Task<string> RunAsync(string name) =>
        jobs.Find(name) is { } entry
            ? slice.RunAsync(entry, lifetime.ApplicationStopping)
            : Task.FromResult("This version of the gateway does not have it.");
}

/// <summary>Gives Hangfire's workers the adapter.</summary>
internal sealed class ActivateJobs(RunRecurringJob run) : JobActivator
{
    public override object ActivateJob(Type jobType) => run;
}
