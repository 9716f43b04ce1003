using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Microsoft.Extensions.Options;
using Quartz;

namespace Gateway.Platform.Jobs;

/// <summary>Starts the job engine when the state database is there, and stops it with the process.</summary>
internal sealed partial class JobsHost(
    JobTable jobs, RecordRuns record, IOptions<StorageOptions> options, StorageState storage, TimeProvider time, ILoggerFactory loggers, ILogger<JobsHost> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private JobEngine? _engine;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_engine is not null)
        {
            await _engine.StopAsync(cancellationToken);
            await _engine.DisposeAsync();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await storage.WaitAsync(stoppingToken);
        while (_engine is null)
        {
            var engine = new JobEngine(jobs, record, options, time, loggers);
            try
            {
                await record.RegisterAsync([.. jobs.Definitions], stoppingToken);
                await engine.StartAsync(stoppingToken);
                _engine = engine;
                Log.Started(logger, jobs.Definitions.Count());
            }
            catch (Exception fault) when (fault is SchedulerException or InvalidOperationException || UnhandledExceptionHandler.IsStorageFault(fault))
            {
                Log.CannotStart(logger, fault.GetBaseException().Message);
                await engine.DisposeAsync();
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(311, LogLevel.Information, "The job engine runs {Count} jobs.")]
        public static partial void Started(ILogger logger, int count);

        [LoggerMessage(312, LogLevel.Warning, "The job engine cannot start yet; it tries again: {Fault}")]
        public static partial void CannotStart(ILogger logger, string fault);
    }
}
