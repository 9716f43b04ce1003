using System.Globalization;
using System.Net;
using Gateway.Platform.Bodies;
using Gateway.Platform.Idempotency;
using Gateway.Platform.Loops;
using Gateway.Platform.Settings;
using Gateway.Platform.Storage;
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
        builder.Services.AddSingleton<ConnectionsByAddress>();
        builder.Services.AddSingleton<IConfigureOptions<KestrelServerOptions>, LimitConnections>();
        builder.Services.AddSingleton<IPostConfigureOptions<ForwardedHeadersOptions>, TrustProxies>();
        builder.Services.AddSingleton<BodyBudget>();
        builder.Services.AddSingleton<StopInTime>();
        return builder;
    }

    public static bool RunsJobs(this IConfiguration configuration) => Options(configuration).RunsJobs;

    public static bool ServesHttp(this IConfiguration configuration) => Options(configuration).ServesHttp;

    public static bool LogsJson(this IConfiguration configuration) => Options(configuration).LogsJson;

    /// <summary>Runs until told to stop. Faults of the settings end it with one line each and exit code 78 (EX_CONFIG), not with a stack trace.</summary>
    public static async Task<int> RunGatewayAsync(this WebApplication app)
    {
        List<string> faults = [.. app.Services.FindSettingsFaults(), .. Sql.FindFaults()];
        if (faults.Count > 0)
        {
            return await EndAsync(faults);
        }

        ActivatorUtilities.CreateInstance<TellSettings>(app.Services).Tell();
        var stop = app.Services.GetRequiredService<StopInTime>();
        var stopping = app.Lifetime.ApplicationStopping;
        stop.Watch();
        try
        {
            await app.StartAsync();
        }
        catch (Exception fault) when (StartFault.Of(fault) is { } line)
        {
            // Loops that have begun end with the process: nothing was handed over yet, and stopping them would be told as faults of their own.
            await Log.CloseAndFlushAsync();
            return await EndAsync([line]);
        }

        var refused = app.Services.GetRequiredService<StorageState>().Refused;
        var shutdown = app.WaitForShutdownAsync();
        if (await Task.WhenAny(shutdown, refused) == refused)
        {
            await Log.CloseAndFlushAsync();
            return await EndAsync([await refused]);
        }

        try
        {
            await shutdown;
            return 0;
        }
        catch (Exception fault) when (stopping.IsCancellationRequested)
        {
            // It was told to stop, and it stops. What could not end in time is taken up by the next process.
            stop.Tell(fault);
            return 0;
        }
        finally
        {
            await app.DisposeAsync();
            await Log.CloseAndFlushAsync();
        }
    }

    private static async Task<int> EndAsync(IReadOnlyList<string> faults)
    {
        foreach (var fault in faults)
        {
            await Console.Error.WriteLineAsync($"gateway: {fault}");
        }

        return ExitCodes.BadSettings;
    }

    /// <summary>Where, and whether, metrics are served.</summary>
    public static GatewayOptions MetricsOptions(this IConfiguration configuration) => Options(configuration);

    /// <summary>Read by hand, because this is asked before the settings are checked.</summary>
    private static GatewayOptions Options(IConfiguration configuration)
    {
        var (section, options) = (configuration.GetSection(GatewayOptions.Section), new GatewayOptions());
        options.Roles = section[nameof(GatewayOptions.Roles)] ?? options.Roles;
        options.LogFormat = section[nameof(GatewayOptions.LogFormat)] ?? options.LogFormat;
        options.MetricsToken = section[nameof(GatewayOptions.MetricsToken)];
        options.MetricsPort = int.TryParse(
            section[nameof(GatewayOptions.MetricsPort)], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port <= IPEndPoint.MaxPort ? port : 0;
        return options;
    }
}

internal static class ExitCodes
{
    /// <summary>EX_CONFIG of sysexits.h: nothing changes until somebody changes the settings. A port that is taken is one of these.</summary>
    public const int BadSettings = 78;
}
