using Gateway.Platform.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Platform.Loops;

/// <summary>What every runner needs.</summary>
/// <param name="Table">Where loops are seen.</param>
/// <param name="Storage">Loops begin when the schema is there.</param>
/// <param name="Random">For the pauses.</param>
/// <param name="Time">For the pauses, and what is told.</param>
/// <param name="Watch">For the watchdog: what hangs hangs in real time, also where a test moves the clock.</param>
/// <param name="Lifetime">Tells when the process begins to stop.</param>
/// <param name="Loggers">For one log of each loop.</param>
internal sealed record LoopParts(
    LoopTable Table,
    StorageState Storage,
    Random Random,
    TimeProvider Time,
    TimeProvider Watch,
    IHostApplicationLifetime Lifetime,
    ILoggerFactory Loggers);

internal static class LoopsModule
{
    public static IServiceCollection AddLoops(this IServiceCollection services) => services.AddSingleton<LoopTable>().AddSingleton(static provider => new LoopParts(
        provider.GetRequiredService<LoopTable>(),
        provider.GetRequiredService<StorageState>(),
        provider.GetRequiredService<Random>(),
        provider.GetRequiredService<TimeProvider>(),
        TimeProvider.System,
        provider.GetRequiredService<IHostApplicationLifetime>(),
        provider.GetRequiredService<ILoggerFactory>()));

    /// <summary>A loop of which there is one.</summary>
    public static IServiceCollection AddLoop<TLoop>(this IServiceCollection services)
        where TLoop : class, ILoop
    {
        services.TryAddSingleton<TLoop>();
        return services.AddLoop(static provider => provider.GetRequiredService<TLoop>());
    }

    public static IServiceCollection AddLoop(this IServiceCollection services, Func<IServiceProvider, ILoop> make) =>
        services.AddSingleton<IHostedService>(
            provider => new RunLoop(make(provider), provider.GetRequiredService<LoopParts>()));
}
