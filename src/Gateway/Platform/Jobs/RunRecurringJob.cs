using System.Data.Common;
using Quartz;

namespace Gateway.Platform.Jobs;

/// <summary>
/// The one adapter between Quartz and the jobs: repeats while there is work, stops a run that takes too long, and turns a fault into a log line and a
/// growing pause, so that a job that throws is tried again next time and never spins.
/// </summary>
[DisallowConcurrentExecution]
internal sealed partial class RunRecurringJob(JobTable jobs, RecordRuns record, TimeProvider time, ILogger<RunRecurringJob> logger) : IJob
{
    /// <summary>Stands in the data of a run that somebody asked for.</summary>
    public const string NowKey = "now";

    /// <summary>Batches of one run. The rest waits for the next beat, so that a shutdown or another node gets its turn.</summary>
    private const int MaxBatches = 1000;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>A job that runs every second and finds nothing is not worth a write every second.</summary>
    private static readonly TimeSpan RecordEvery = TimeSpan.FromSeconds(10);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        // A newer or older version of the gateway in the same cluster may have a job that this one does not know.
        var asked = context.MergedJobDataMap.ContainsKey(NowKey);
        if (jobs.Find(context.JobDetail.Key.Name) is { } entry && (asked || time.GetUtcNow() >= entry.RestsUntil))
        {
            await RunAsync(entry, asked, cancellationToken);
        }
    }

    private async Task RunAsync(JobTable.Entry entry, bool asked, CancellationToken cancellationToken)
    {
        var name = entry.Definition.Name;
        var (startedAt, started, failures) = (time.GetUtcNow(), time.GetTimestamp(), entry.Failures);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = time.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), stop, entry.Definition.Timeout, System.Threading.Timeout.InfiniteTimeSpan);
        try
        {
            var rows = await RunBatchesAsync(entry.Job.Value, stop.Token);
            (entry.Failures, entry.RestsUntil) = (0, default);
            if (rows > 0)
            {
                Log.Ran(logger, name, rows);
            }

            if (asked || failures > 0 || startedAt - entry.RecordedAt >= RecordEvery)
            {
                await RecordAsync(entry, new JobRun(entry.Definition, startedAt, time.GetElapsedTime(started), rows), cancellationToken);
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
            var run = new JobRun(entry.Definition, startedAt, time.GetElapsedTime(started), 0) { Failures = entry.Failures, Error = fault.GetBaseException().Message, RestsUntil = entry.RestsUntil };
            await RecordAsync(entry, run, CancellationToken.None);
        }
    }

    private static async Task<int> RunBatchesAsync(IRecurringJob job, CancellationToken cancellationToken)
    {
        var rows = 0;
        for (var batch = 0; batch < MaxBatches; batch++)
        {
            var touched = await job.RunOnceAsync(cancellationToken);
            rows += touched;
            if (touched == 0)
            {
                break;
            }
        }

        return rows;
    }

    /// <summary>A job's work does not depend on whether it can be looked at.</summary>
    private async Task RecordAsync(JobTable.Entry entry, JobRun run, CancellationToken cancellationToken)
    {
        try
        {
            await record.SaveAsync(run, cancellationToken);
            entry.RecordedAt = run.StartedAt;
        }
        catch (Exception fault) when (fault is DbException or TimeoutException or IOException or OperationCanceledException)
        {
            Log.NotRecorded(logger, entry.Definition.Name, fault.GetBaseException().Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(301, LogLevel.Debug, "{Job}: {Rows} rows.")]
        public static partial void Ran(ILogger logger, string job, int rows);

        [LoggerMessage(303, LogLevel.Warning, "What became of {Job} cannot be written down: {Fault}")]
        public static partial void NotRecorded(ILogger logger, string job, string fault);

        [LoggerMessage(302, LogLevel.Error, "{Job} failed. It runs again in {Wait}.")]
        public static partial void Failed(ILogger logger, Exception fault, string job, TimeSpan wait);
    }
}
