using Gateway.Platform.Jobs;

namespace Gateway.Acceptance.Fallback;

internal static class FallbackModule
{
    private static readonly TimeSpan StartEvery = TimeSpan.FromSeconds(1);

    public static IServiceCollection AddFallbackStart(this IServiceCollection services) => services.AddRecurringJob<StartFallbacks>("start-fallbacks", StartEvery);
}
