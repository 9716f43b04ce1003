using Gateway.Platform;
using Gateway.Platform.Loops;
using Gateway.Platform.Telemetry;

namespace Gateway.Insight.Metrics;

internal static class MetricsModule
{
    public static IServiceCollection AddGauges(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<LookAtState>();
        services.AddSingleton<ServeMetrics>();
        services.AddSingleton<NodeGauges>();
        services.AddSingleton<StateGauges>();
        return configuration.ExportsMetrics() && configuration.RunsJobs() ? services.AddLoop<MeasureState>() : services;
    }

    /// <summary>Tells all that is measured, and serves it to Prometheus where the settings say so.</summary>
    public static WebApplication UseMetrics(this WebApplication app)
    {
        if (app.Configuration.ExportsMetrics() || app.Configuration.ServesMetrics())
        {
            app.Lifetime.ApplicationStarted.Register(() => Begin(app.Services, app.Configuration.RunsJobs()));
        }

        if (!app.Configuration.ServesMetrics())
        {
            return app;
        }

        app.Use(next =>
        {
            var serve = app.Services.GetRequiredService<ServeMetrics>();
            return context => serve.InvokeAsync(context, next);
        });
        app.UseOpenTelemetryPrometheusScrapingEndpoint(
            meterProvider: null,
            predicate: static context => context.Request.Path == ServeMetrics.Path,
            path: null,
            configureBranchedPipeline: branch => branch.Use(async (context, next) =>
            {
                ServeMetrics.DoNotCount(context);
                if (app.Configuration.RunsJobs())
                {
                    await app.Services.GetRequiredService<LookAtState>().RefreshAsync(context.RequestAborted);
                }

                await next(context);
            }),
            optionsName: null);
        return app;
    }

    /// <summary>
    /// Gauges are made when the host has started: only then does somebody listen, and the settings are known to be
    /// right.
    /// </summary>
    private static void Begin(IServiceProvider services, bool runsJobs)
    {
        services.GetRequiredService<NodeGauges>();
        if (runsJobs)
        {
            services.GetRequiredService<StateGauges>();
        }
    }
}
