using Gateway.Platform.Loops;
using Hangfire;

namespace Gateway.Platform.Jobs;

internal static class JobsModule
{
    /// <summary>What every node needs: looking at the jobs and asking for a run.</summary>
    public static IServiceCollection AddJobControl(this IServiceCollection services) => services
        .AddSingleton<JobTable>()
        .AddSingleton<RecordRuns>()
        .AddSingleton<KeeperSignal>()
        .AddSingleton<RunJobNow>()
        .AddSingleton<HangfireStorage>();

    /// <summary>The engine, on nodes that run jobs.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services) => services
        .AddSingleton<NodeLease>()
        .AddSingleton<LeaseTable>()
        .AddSingleton<FaultLog>()
        .AddSingleton<GuardRun>()
        .AddSingleton<RunBatches>()
        .AddSingleton<RunSlice>()
        .AddSingleton<RunRecurringJob>()
        .AddSingleton<JobActivator, ActivateJobs>()
        .AddSingleton<HangfireEngine>()
        .AddSingleton<RegisterSchedule>()
        .AddSingleton<KeepJobs>()
        .AddSingleton<JobParts>()
        .AddHostedService<JobsHost>();

    public static IServiceCollection AddRecurringJob<TJob>(
        this IServiceCollection services, string name, TimeSpan every)
        where TJob : class, IRecurringJob
    {
        services.AddSingleton(
            new RecurringJob(name, every, static provider => ActivatorUtilities.CreateInstance<TJob>(provider)));
        return services;
    }

    /// <summary>Wakes the jobs that a statement names, once a second while it does.</summary>
    public static IServiceCollection AddWorkSignOfJob(this IServiceCollection services, string statement) =>
        services.AddSingleton(provider =>
        {
            var jobs = provider.GetRequiredService<JobTable>();
            return new WorkSign(statement, name => jobs.Find(name)?.TellWork());
        });
}
