using Quartz;

namespace Gateway.Platform.Jobs;

/// <summary>
/// The one adapter between Quartz and the jobs: repeats while there is work, stops a run that takes too long, and turns a fault into a log line and a
/// growing pause, so that a job that throws is tried again next time and never spins.
/// </summary>
[DisallowConcurrentExecution]
internal sealed partial class RunRecurringJob(JobTable jobs, TimeProvider time, ILogger<RunRecurringJob> logger) : IJob
{
    public const string NameKey = "name";

    /// <summary>Batches of one run. The rest waits for the next beat, so that a shutdown or another node gets its turn.</summary>
    private const int MaxBatches = 1000;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var name = context.JobDetail.Key.Name;
        if (jobs.Find(name) is not { } entry)
        {
            // A newer or older version of the gateway in the same cluster has a job that this one does not know.
            return;
        }

        if (time.GetUtcNow() < entry.RestsUntil)
        {
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = time.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), stop, entry.Definition.Timeout, System.Threading.Timeout.InfiniteTimeSpan);
        try
        {
            var rows = 0;
            for (var batch = 0; batch < MaxBatches; batch++)
            {
                var touched = await entry.Job.Value.RunOnceAsync(stop.Token);
                rows += touched;
                if (touched == 0)
                {
                    break;
                }
            }

            entry.Failures = 0;
            if (rows > 0)
            {
                Log.Ran(logger, name, rows);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process stops; the next one goes on.
        }
        catch (Exception fault)
        {
            entry.Failures++;
            var wait = TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, entry.Failures - 1)));
            entry.RestsUntil = time.GetUtcNow() + wait;
            Log.Failed(logger, fault, name, wait);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(301, LogLevel.Debug, "{Job}: {Rows} rows.")]
        public static partial void Ran(ILogger logger, string job, int rows);

        [LoggerMessage(302, LogLevel.Error, "{Job} failed. It runs again in {Wait}.")]
        public static partial void Failed(ILogger logger, Exception fault, string job, TimeSpan wait);
    }
}
