using Gateway.Platform.Errors;
using Gateway.Platform.Loops;
using Gateway.Platform.Telemetry;

namespace Gateway.Platform.Jobs;

/// <summary>
/// One run of a job: batches while there is work. It turns a fault into a log line, a record and a pause, so that a job
/// that throws is tried again and never spins.
/// </summary>
internal sealed partial class RunBatches(
    GuardRun guard,
    RecordRuns record,
    Random random,
    FaultLog faults,
    GatewayTelemetry telemetry,
    TimeProvider time,
    ILogger<RunBatches> logger)
{
    /// <summary>Batches of one run. The rest waits for the next beat.</summary>
    private const int MaxBatches = 1000;

    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(30);

    /// <summary>A job that works is written down so often, not with every run.</summary>
    private static readonly TimeSpan RecordWorkEvery = TimeSpan.FromSeconds(10);

    /// <summary>A job that finds nothing: it costs the state database a write.</summary>
    private static readonly TimeSpan RecordRestEvery = TimeSpan.FromMinutes(5);

    /// <summary>How long a job rests after failures in a row.</summary>
    public TimeSpan RestAfter(int failures) => Backoff.After(failures, LongestRest, random.NextDouble());

    /// <returns>Rows that it touched.</returns>
    public async Task<int> RunAsync(JobEntry entry, CancellationToken cancellationToken)
    {
        var (startedAt, started, failures) = (time.GetUtcNow(), time.GetTimestamp(), entry.Failures);
        var asked = entry.TakeAsked();
        try
        {
            var rows = await RunAllAsync(entry, startedAt, cancellationToken);
            (entry.Failures, entry.SucceededAt) = (0, time.GetUtcNow());
            telemetry.Ran(entry.Definition.Name, succeeded: true);
            faults.Forget(entry.Definition.Name, out var wasTold);
            if (wasTold)
            {
                Log.WorksAgain(logger, entry.Definition.Name);
            }

            if (asked is not null
                || failures > 0
                || startedAt - entry.RecordedAt >= (rows > 0 ? RecordWorkEvery : RecordRestEvery))
            {
                await SaveAsync(
                    entry,
                    new JobRun(entry.Definition, startedAt, time.GetElapsedTime(started), rows) { Answered = asked });
            }

            return rows;
        }
        catch (OperationCanceledException fault) when (fault is LeaseLapsedException || cancellationToken.IsCancellationRequested)
        {
            // The process stops, or another node goes on.
            return 0;
        }
        catch (Exception fault)
        {
            await FailAsync(
                entry,
                fault,
                new JobRun(entry.Definition, startedAt, time.GetElapsedTime(started), 0) { Answered = asked });
            return 0;
        }
    }

    private async Task FailAsync(JobEntry entry, Exception fault, JobRun run)
    {
        entry.Failures++;
        telemetry.Ran(entry.Definition.Name, succeeded: false);
        if (UnhandledExceptionHandler.IsStorageFault(fault))
        {
            telemetry.JobFailedByState();
        }

        entry.LastError = OutageException.TextOf(fault);
        if (faults.Count(entry.Definition.Name, FaultLog.KindOf(fault)) is { } times)
        {
            var trace = RunLoop.IsOutage(fault) ? null : fault;
            Log.Failed(logger, trace, entry.Definition.Name, times, entry.LastError);
        }

        await SaveAsync(entry, run with { Failures = entry.Failures, Error = entry.LastError, RestsUntil = time.GetUtcNow() + RestAfter(entry.Failures) });
    }

    private async Task<int> RunAllAsync(JobEntry entry, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        var rows = 0;
        for (var batch = 0; batch < MaxBatches; batch++)
        {
            var started = time.GetTimestamp();
            var touched = await guard.RunOnceAsync(entry, TellAsync, cancellationToken);
            rows += touched;
            if (touched == 0)
            {
                break;
            }

            // It stood still, was told, and came through.
            async Task TellAsync(string what)
            {
                entry.Failures = Math.Max(1, entry.Failures);
                await SaveAsync(entry, new JobRun(entry.Definition, startedAt, time.GetElapsedTime(started), rows) { Failures = entry.Failures, Error = what });
            }
        }

        return rows;
    }

    /// <summary>A job's work does not depend on whether it can be looked at.</summary>
    private async Task SaveAsync(JobEntry entry, JobRun run)
    {
        try
        {
            await record.SaveAsync(run, CancellationToken.None);
            entry.RecordedAt = run.StartedAt;
        }
        catch (Exception fault) when (StateFault.Is(fault))
        {
            Log.NotRecorded(logger, entry.Definition.Name, fault.GetBaseException().Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(302, LogLevel.Error, "{Job} failed ({Times} times since the last message), and is tried again after a pause: {Fault}")]
        public static partial void Failed(ILogger logger, Exception? trace, string job, int times, string fault);

        [LoggerMessage(303, LogLevel.Debug, "The outcome of {Job} cannot be stored: {Fault}")]
        public static partial void NotRecorded(ILogger logger, string job, string fault);

        [LoggerMessage(307, LogLevel.Information, "{Job} works again.")]
        public static partial void WorksAgain(ILogger logger, string job);
    }
}
