namespace Gateway.Platform.Jobs;

internal static class JobsModule
{
    public static IServiceCollection AddJobs(this IServiceCollection services) => services.AddSingleton<JobTable>().AddHostedService<JobsHost>();

    public static IServiceCollection AddRecurringJob<TJob>(this IServiceCollection services, string name, TimeSpan every)
        where TJob : class, IRecurringJob
    {
        services.AddSingleton(new RecurringJob(name, every, static provider => ActivatorUtilities.CreateInstance<TJob>(provider)));
        return services;
    }
}
