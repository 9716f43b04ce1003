namespace Gateway.Platform.Jobs;

/// <summary>
/// Runs one batch of a job and watches it. A run without progress is told first and given up later: its token is
/// canceled, and when it does not end even then, it is left alone. A run also ends when the node's lease does.
/// </summary>
internal sealed partial class GuardRun(NodeLease node, TimeProvider time, ILogger<GuardRun> logger)
{
    /// <summary>A run that has made no progress for so long is told.</summary>
    public static readonly TimeSpan ToldAfter = TimeSpan.FromSeconds(12);

    /// <summary>How long a canceled run may take to end.</summary>
    private static readonly TimeSpan PatienceWithCanceled = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    /// <param name="entry">The job.</param>
    /// <param name="told">Called once, when the run stands still.</param>
    /// <param name="cancellationToken">Of the slice.</param>
    /// <exception cref="JobStandsStillException">It was given up.</exception>
    /// <exception cref="LeaseLapsedException">Another node may run the job.</exception>
    public async Task<int> RunOnceAsync(JobEntry entry, Func<string, Task> told, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var progress = JobProgress.Begin(time);
        var job = entry.Job.Value;
        var run = Task.Run(() => job.RunOnceAsync(stop.Token), CancellationToken.None);
        for (var isTold = false; !run.IsCompleted;)
        {
            await WaitAsync(run, cancellationToken);
            if (run.IsCompleted
                || cancellationToken.IsCancellationRequested
                || !node.IsValid
                || progress.Still > entry.Definition.GiveUpAfter)
            {
                break;
            }

            if (!isTold && progress.Still > ToldAfter)
            {
                isTold = true;
                Log.StandsStill(logger, entry.Definition.Name, progress.Still, entry.Definition.GiveUpAfter);
                await told($"It has stood still for {progress.Still.TotalSeconds:0} s. It is given up after {entry.Definition.GiveUpAfter.TotalSeconds:0} s.");
            }
        }

        return run.IsCompleted ? await run : await EndAsync(entry, run, stop, progress.Still, cancellationToken);
    }

    private static async Task<int> OfEndedAsync(Task<int> run, CancellationToken cancellationToken)
    {
        try
        {
            return await run;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LeaseLapsedException();
        }
    }

    private async Task<int> EndAsync(
        JobEntry entry,
        Task<int> run,
        CancellationTokenSource stop,
        TimeSpan still,
        CancellationToken cancellationToken)
    {
        var isHung = still > entry.Definition.GiveUpAfter;
        await stop.CancelAsync();
        await Task.WhenAny(run, Task.Delay(PatienceWithCanceled, time, CancellationToken.None));
        if (!run.IsCompleted)
        {
            Log.Abandoned(logger, entry.Definition.Name);
            entry.Renew();
            _ = run.ContinueWith(
                static ended => _ = ended.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
            cancellationToken.ThrowIfCancellationRequested();
            throw new JobStandsStillException(still);
        }

        return isHung && !run.IsCompletedSuccessfully
            ? throw new JobStandsStillException(still)
            : await OfEndedAsync(run, cancellationToken);
    }

    private async Task WaitAsync(Task run, CancellationToken cancellationToken)
    {
        try
        {
            await Pulse.WaitAsync(run, Step, time, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The caller sees it.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(304, LogLevel.Warning, "{Job} has stood still for {Still}. It is given up after {Limit}.")]
        public static partial void StandsStill(ILogger logger, string job, TimeSpan still, TimeSpan limit);

        [LoggerMessage(305, LogLevel.Error, "A run of {Job} does not end, although it was asked to. It is abandoned, and the job continues with a new run.")]
        public static partial void Abandoned(ILogger logger, string job);
    }
}

/// <summary>A run made no progress and was given up.</summary>
internal sealed class JobStandsStillException(TimeSpan still)
    : Exception($"It stood still for {still.TotalSeconds:0} s and was given up.");

/// <summary>
/// The node could not say in time that it lives, so that another may run the job. No fault of the job's.
/// </summary>
internal sealed class LeaseLapsedException() : OperationCanceledException("The node's lease is over.");
