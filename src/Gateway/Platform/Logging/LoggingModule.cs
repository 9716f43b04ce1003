using Serilog;

namespace Gateway.Platform.Logging;

internal static class LoggingModule
{
    /// <summary>Serilog behind Microsoft's logging, set up by the section <c>Serilog</c> of the settings; one line an event on the console by default.</summary>
    public static WebApplicationBuilder AddLogging(this WebApplicationBuilder builder)
    {
        var logger = new LoggerConfiguration().ReadFrom.Configuration(builder.Configuration).Enrich.With<MaskNumbers>().Enrich.With<OneLine>().CreateLogger();
        builder.Logging.ClearProviders().AddSerilog(logger, dispose: true);

        // ASP.NET would make an activity and a log scope for each request as long as anybody might log with them. Who exports traces still gets them.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        return builder;
    }
}
