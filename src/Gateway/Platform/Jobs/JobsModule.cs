using Gateway.Platform.Storage;
using Npgsql;
using Quartz;

namespace Gateway.Platform.Jobs;

internal static class JobsModule
{
    /// <summary>How often a node says that it lives. A dead node's jobs run elsewhere after about twice this long.</summary>
    private static readonly TimeSpan CheckinInterval = TimeSpan.FromSeconds(3);

    /// <summary>Quartz with its clustered store in the state database: one run at a time for each job, on any node.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<JobTable>();
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(options =>
            {
                options.InstanceName = "gateway";
                options.GenerateInstanceId = true;
            });
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(ConnectionString(configuration));
                store.UseClustering(cluster =>
                {
                    cluster.CheckinInterval = CheckinInterval;
                    cluster.CheckinMisfireThreshold = CheckinInterval;
                });
                store.ProvisionSchema();
            });
        });
        services.AddHostedService<JobsHost>();
        return services;
    }

    public static IServiceCollection AddRecurringJob<TJob>(this IServiceCollection services, string name, TimeSpan every)
        where TJob : class, IRecurringJob
    {
        services.AddSingleton(new RecurringJob(name, every, static provider => ActivatorUtilities.CreateInstance<TJob>(provider)));
        return services;
    }

    /// <summary>Quartz writes its table names without a schema, so its connections look into ours.</summary>
    private static string ConnectionString(IConfiguration configuration) =>
        new NpgsqlConnectionStringBuilder(configuration.GetConnectionString("Gateway") ?? "")
        {
            SearchPath = GatewayDb.Schema,
            ApplicationName = "gateway jobs",
            MaxPoolSize = 10,
        }.ConnectionString;
}
