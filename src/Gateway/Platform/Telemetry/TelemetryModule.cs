using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Gateway.Platform.Telemetry;

internal static class TelemetryModule
{
    private static readonly string[] Endpoints = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"];

    /// <summary>
    /// Traces and metrics by OTLP, when one of the standard variables names an endpoint:
    /// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and its relatives, <c>OTEL_SERVICE_NAME</c>, <c>OTEL_TRACES_SAMPLER</c>,
    /// <c>OTEL_SDK_DISABLED</c> (see opentelemetry.io). Without one nothing is recorded.
    /// </summary>
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<GatewayTelemetry>();
        var configuration = builder.Configuration;
        if (Endpoints.All(name => string.IsNullOrEmpty(configuration[name]))
            || "true".Equals(configuration["OTEL_SDK_DISABLED"], StringComparison.OrdinalIgnoreCase))
        {
            return builder;
        }

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(configuration["OTEL_SERVICE_NAME"] ?? "gateway", serviceInstanceId: NodeName.Current))
            .WithTracing(
                traces => traces.AddAspNetCoreInstrumentation().AddSource(GatewayTelemetry.Name).AddOtlpExporter())
            .WithMetrics(metrics => metrics
                .AddMeter(
                    GatewayTelemetry.Name,
                    "Microsoft.AspNetCore.Hosting",
                    "Microsoft.AspNetCore.Server.Kestrel",
                    "System.Net.Http",
                    "System.Runtime",
                    "Npgsql")
                .AddOtlpExporter());
        return builder;
    }
}
