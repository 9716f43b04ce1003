using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Quartz;

namespace Gateway.Platform.Jobs;

/// <summary>Starts the scheduler when the state database is there, and stops it with the process.</summary>
internal sealed partial class JobsHost(ISchedulerFactory factory, JobTable jobs, StorageState storage, TimeProvider time, ILogger<JobsHost> logger) : BackgroundService
{
    private const string Group = "gateway";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private IScheduler? _scheduler;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_scheduler is not null)
        {
            await _scheduler.Shutdown(waitForJobsToComplete: true, cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await storage.WaitAsync(stoppingToken);
        while (_scheduler is null)
        {
            try
            {
                var scheduler = await factory.GetScheduler(stoppingToken);
                foreach (var definition in jobs.Definitions)
                {
                    await ScheduleAsync(scheduler, definition, stoppingToken);
                }

                await scheduler.Start(stoppingToken);
                _scheduler = scheduler;
                Log.Started(logger, jobs.Definitions.Count());
            }
            catch (Exception fault) when (fault is SchedulerException || UnhandledExceptionHandler.IsStorageFault(fault))
            {
                Log.CannotStart(logger, fault);
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
    }

    private async Task ScheduleAsync(IScheduler scheduler, RecurringJob definition, CancellationToken cancellationToken)
    {
        var key = new JobKey(definition.Name, Group);
        var job = JobBuilder.Create<RunRecurringJob>().WithIdentity(key).StoreDurably().Build();
        var trigger = TriggerBuilder.Create()
            .WithIdentity(definition.Name, Group)
            .ForJob(key)
            .StartAt(time.GetUtcNow())
            .WithSimpleSchedule(schedule => schedule.WithInterval(definition.Every).RepeatForever())
            .Build();
        await scheduler.ScheduleJob(job, trigger, ScheduleJobOptions.Replacing, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(311, LogLevel.Information, "The job engine runs {Count} jobs.")]
        public static partial void Started(ILogger logger, int count);

        [LoggerMessage(312, LogLevel.Warning, "The job engine cannot start yet. Trying again.")]
        public static partial void CannotStart(ILogger logger, Exception fault);
    }
}
