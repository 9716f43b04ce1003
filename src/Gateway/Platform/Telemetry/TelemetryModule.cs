using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Gateway.Platform.Telemetry;

internal static class TelemetryModule
{
    private const string MetricsEndpoint = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    private const string AllEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>What is told of requests that the gateway makes: neither whose address it is, nor its port.</summary>
    private static readonly string[] OfOwnRequests =
        ["http.request.method", "http.response.status_code", "network.protocol.version", "error.type"];

    private static readonly string[] Endpoints = [AllEndpoint, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", MetricsEndpoint];

    /// <summary>
    /// Traces and metrics by OTLP, when one of the standard variables names an endpoint:
    /// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and its relatives, <c>OTEL_SERVICE_NAME</c>, <c>OTEL_TRACES_SAMPLER</c>,
    /// <c>OTEL_SDK_DISABLED</c> (see opentelemetry.io). Metrics for Prometheus, when the settings have a place for
    /// them. Without either nothing is recorded.
    /// </summary>
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<GatewayTelemetry>();
        var configuration = builder.Configuration;
        var (exports, serves) = (configuration.ExportsAnything(), configuration.ServesMetrics());
        if (!exports && !serves)
        {
            return builder;
        }

        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService(
            configuration["OTEL_SERVICE_NAME"] ?? "gateway", serviceInstanceId: NodeName.Current));
        if (exports)
        {
            telemetry.WithTracing(static traces => traces
                .AddAspNetCoreInstrumentation().AddSource(GatewayTelemetry.Name).AddOtlpExporter());
        }

        telemetry.WithMetrics(metrics => Measure(metrics, exports, serves));
        if (serves)
        {
            ListenApart(configuration);
        }

        return builder;
    }

    /// <summary>True when metrics leave by OTLP.</summary>
    public static bool ExportsMetrics(this IConfiguration configuration) =>
        !IsDisabled(configuration) && (IsSet(configuration, AllEndpoint) || IsSet(configuration, MetricsEndpoint));

    /// <summary>True when Prometheus may read metrics here.</summary>
    public static bool ServesMetrics(this IConfiguration configuration) =>
        !IsDisabled(configuration) && configuration.MetricsOptions().ServesMetrics;

    private static bool ExportsAnything(this IConfiguration configuration) =>
        !IsDisabled(configuration) && Endpoints.Any(name => IsSet(configuration, name));

    private static bool IsSet(IConfiguration configuration, string name) => !string.IsNullOrEmpty(configuration[name]);

    private static bool IsDisabled(IConfiguration configuration) =>
        "true".Equals(configuration["OTEL_SDK_DISABLED"], StringComparison.OrdinalIgnoreCase);

    private static void Measure(MeterProviderBuilder metrics, bool exports, bool serves)
    {
        metrics
            .AddMeter(
                GatewayTelemetry.Name,
                "Microsoft.AspNetCore.Hosting",
                "Microsoft.AspNetCore.Server.Kestrel",
                "System.Net.Http",
                "System.Runtime",
                "Npgsql")
            .AddView(static instrument => TagsOf(instrument) is { } tags
                ? new MetricStreamConfiguration { TagKeys = tags }
                : null);
        if (exports)
        {
            metrics.AddOtlpExporter();
        }

        if (serves)
        {
            metrics.AddPrometheusExporter();
        }
    }

    /// <summary>
    /// What may be told with a measurement; null: all of it. EF Core opens a connection of its own for migrations,
    /// whose pool is called as server, database and user: what is counted of commands goes without the pool's name.
    /// </summary>
    private static string[]? TagsOf(Instrument instrument) => instrument switch
    {
        { Meter.Name: "System.Net.Http" } => OfOwnRequests,
        { Meter.Name: "Npgsql", IsObservable: false } => [],
        _ => null,
    };

    /// <summary>
    /// The port of the metrics stands beside the usual addresses, wherever those come from: Kestrel's own endpoints
    /// take the place of all others.
    /// </summary>
    private static void ListenApart(ConfigurationManager configuration)
    {
        var port = configuration.MetricsOptions().MetricsPort;
        if (port == 0)
        {
            return;
        }

        var own = $"http://*:{port}";
        if (configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
        {
            configuration["Kestrel:Endpoints:Metrics:Url"] = own;
            return;
        }

        configuration["urls"] = $"{Usual(configuration)};{own}";
    }

    /// <summary>As ASP.NET chooses them.</summary>
    private static string Usual(IConfiguration configuration)
    {
        if (configuration["urls"] is { Length: > 0 } urls)
        {
            return urls;
        }

        var ports = (configuration["http_ports"] ?? "").Split(
            ';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return ports.Length > 0 ? string.Join(';', ports.Select(port => $"http://*:{port}")) : "http://localhost:5000";
    }
}
