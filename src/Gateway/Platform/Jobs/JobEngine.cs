using Gateway.Platform.Storage;
using Microsoft.Extensions.Options;
using Npgsql;
using Quartz;

namespace Gateway.Platform.Jobs;

/// <summary>
/// Quartz with its clustered store in the state database: one run at a time for each job, on any node. It has a container of its own, because a scheduler
/// that could not start, say because the database went away at that moment, cannot be started again: the next attempt takes a new engine.
/// </summary>
internal sealed class JobEngine : IAsyncDisposable
{
    private const string Group = "gateway";

    /// <summary>How often a node says that it lives. A dead node's jobs run elsewhere after about twice this long.</summary>
    private static readonly TimeSpan CheckinInterval = TimeSpan.FromSeconds(3);

    private readonly ServiceProvider _services;
    private readonly JobTable _jobs;
    private readonly TimeProvider _time;

    public JobEngine(JobTable jobs, RecordRuns record, IOptions<StorageOptions> storage, TimeProvider time, ILoggerFactory loggers)
    {
        _jobs = jobs;
        _time = time;
        _services = new ServiceCollection()
            .AddSingleton(jobs)
            .AddSingleton(record)
            .AddSingleton(time)
            .AddSingleton(loggers)
            .AddLogging()
            .AddQuartz(quartz =>
            {
                quartz.ConfigureScheduler(options =>
                {
                    options.InstanceName = "gateway";
                    options.GenerateInstanceId = true;
                });
                quartz.UsePersistentStore(store =>
                {
                    store.UsePostgres(ConnectionString(storage.Value));
                    store.UseClustering(cluster =>
                    {
                        cluster.CheckinInterval = CheckinInterval;
                        cluster.CheckinMisfireThreshold = CheckinInterval;
                    });
                    store.ProvisionSchema();
                });
            })
            .BuildServiceProvider();
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await _services.GetRequiredService<ISchedulerFactory>().GetScheduler(cancellationToken);
        foreach (var definition in _jobs.Definitions)
        {
            await ScheduleAsync(scheduler, definition, cancellationToken);
        }

        await scheduler.Start(cancellationToken);
    }

    /// <summary>Lets running jobs finish.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var scheduler = await _services.GetRequiredService<ISchedulerFactory>().GetScheduler(cancellationToken);
        await scheduler.Shutdown(waitForJobsToComplete: true, cancellationToken);
    }

    /// <summary>Leaves the wish that a job runs at once, even if it rests after a failure.</summary>
    public async Task TriggerAsync(string name, CancellationToken cancellationToken)
    {
        var scheduler = await _services.GetRequiredService<ISchedulerFactory>().GetScheduler(cancellationToken);
        await scheduler.TriggerJob(new JobKey(name, Group), new JobDataMap { [RunRecurringJob.NowKey] = bool.TrueString }, cancellationToken);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task ScheduleAsync(IScheduler scheduler, RecurringJob definition, CancellationToken cancellationToken)
    {
        var key = new JobKey(definition.Name, Group);
        var job = JobBuilder.Create<RunRecurringJob>().WithIdentity(key).StoreDurably().Build();
        var trigger = TriggerBuilder.Create()
            .WithIdentity(definition.Name, Group)
            .ForJob(key)
            .StartAt(_time.GetUtcNow())
            .WithSimpleSchedule(schedule => schedule.WithInterval(definition.Every).RepeatForever())
            .Build();
        await scheduler.ScheduleJob(job, trigger, ScheduleJobOptions.Replacing, cancellationToken);
    }

    /// <summary>Quartz writes its table names without a schema, so its connections look into ours.</summary>
    private static string ConnectionString(StorageOptions storage) => new NpgsqlConnectionStringBuilder(storage.Gateway)
    {
        SearchPath = GatewayDb.Schema,
        ApplicationName = "gateway jobs",
        MaxPoolSize = 10,
    }.ConnectionString;
}
