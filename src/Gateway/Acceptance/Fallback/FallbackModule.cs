using Gateway.Platform.Jobs;
using Gateway.Platform.Loops;

namespace Gateway.Acceptance.Fallback;

internal static class FallbackModule
{
    private static readonly TimeSpan StartEvery = LookForWork.OwnLook;

    public static IServiceCollection AddFallbackStart(this IServiceCollection services) => services
        .AddRecurringJob<StartFallbacks>("start-fallbacks", StartEvery)
        .AddWorkSignOfJob("Acceptance.Fallback.Sql.fallback-job");
}
