using Gateway.Platform.Bodies;
using Gateway.Platform.Idempotency;
using Gateway.Platform.Loops;
using Gateway.Platform.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Serilog;

namespace Gateway.Platform;

internal static class PlatformModule
{
    /// <summary>For requests and steps that are under way. <see cref="StopInTime"/> ends what takes longer.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(6);

    public static WebApplicationBuilder AddPlatform(this WebApplicationBuilder builder)
    {
        builder.Services.AddSection<GatewayOptions>(GatewayOptions.Section);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Random, LockedRandom>();
        builder.Services.AddLoops();
        builder.Services.AddScoped<IdempotentCreate>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddSection<ConnectionOptions>(ConnectionOptions.Section);
        builder.Services.AddSingleton<IConfigureOptions<KestrelServerOptions>, LimitConnections>();
        builder.Services.AddSingleton<BodyBudget>();
        builder.Services.AddSingleton<StopInTime>();
        return builder;
    }

    public static bool RunsJobs(this IConfiguration configuration) => Options(configuration).RunsJobs;

    public static bool ServesHttp(this IConfiguration configuration) => Options(configuration).ServesHttp;

    /// <summary>Runs until told to stop. Faults of the settings end it with one line each and exit code 78 (EX_CONFIG), not with a stack trace.</summary>
    public static async Task<int> RunGatewayAsync(this WebApplication app)
    {
        var faults = app.Services.FindSettingsFaults();
        foreach (var fault in faults)
        {
            await Console.Error.WriteLineAsync($"gateway: {fault}");
        }

        if (faults.Count > 0)
        {
            return ExitCodes.BadSettings;
        }

        var stop = app.Services.GetRequiredService<StopInTime>();
        var (started, stopping) = (app.Lifetime.ApplicationStarted, app.Lifetime.ApplicationStopping);
        stop.Watch();
        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (Exception fault) when (started.IsCancellationRequested && stopping.IsCancellationRequested)
        {
            // It was told to stop, and it stops. What could not end in time is taken up by the next process.
            stop.Tell(fault);
            return 0;
        }
        catch (IOException occupied) when (occupied.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"gateway: {occupied.Message} Choose another with ASPNETCORE_URLS=http://127.0.0.1:<port>.");
            return ExitCodes.AddressInUse;
        }
        finally
        {
            await Log.CloseAndFlushAsync();
        }
    }

    private static GatewayOptions Options(IConfiguration configuration) => configuration.GetSection(GatewayOptions.Section).Get<GatewayOptions>() ?? new GatewayOptions();
}

internal static class ExitCodes
{
    /// <summary>EX_CONFIG of sysexits.h.</summary>
    public const int BadSettings = 78;

    /// <summary>EX_UNAVAILABLE of sysexits.h.</summary>
    public const int AddressInUse = 69;
}
