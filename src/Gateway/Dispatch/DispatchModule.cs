using Gateway.Platform.Jobs;
using Gateway.Platform.Settings;

namespace Gateway.Dispatch;

internal static class DispatchModule
{
    private static readonly TimeSpan ResolveEvery = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddDispatch(this IServiceCollection services)
    {
        services.AddSection<DispatchOptions>(DispatchOptions.Section);
        services.AddSingleton<ClaimMessages>();
        services.AddSingleton<RecordHandOver>();
        services.AddSingleton<HandOver>();
        services.AddHostedService<HandOverLoop>();
        services.AddRecurringJob<ResolveHandOvers>("resolve-handovers", ResolveEvery);
        return services;
    }
}
