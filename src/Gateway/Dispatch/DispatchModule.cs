using Gateway.Platform.Jobs;
using Gateway.Platform.Settings;

namespace Gateway.Dispatch;

internal static class DispatchModule
{
    private static readonly TimeSpan CleanEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ResolveEvery = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddDispatch(this IServiceCollection services)
    {
        services.AddSection<DispatchOptions>(DispatchOptions.Section);
        services.AddSingleton<ClaimMessages>();
        services.AddSingleton<StageMessages>();
        services.AddSingleton<RecordHandOver>();
        services.AddSingleton<HandOver>();
        services.AddHostedService<HandOverLoop>();
        services.AddHostedService<EndTestMessages>();
        services.AddRecurringJob<CleanStaging>("clean-staging", CleanEvery);
        services.AddRecurringJob<ResolveHandOvers>("resolve-handovers", ResolveEvery);
        return services;
    }
}
