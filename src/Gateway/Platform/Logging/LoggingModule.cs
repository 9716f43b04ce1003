using System.Globalization;
using System.Reflection;
using Gateway.Platform.Settings;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting;
using Serilog.Formatting.Compact;
using Serilog.Formatting.Display;

namespace Gateway.Platform.Logging;

internal static class LoggingModule
{
    private const string Template = "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} {SourceContext} {Message:lj}{NewLine}{Exception}";

    /// <summary>
    /// Serilog behind Microsoft's logging, set up by the section <c>Serilog</c> of the settings; one line an event on
    /// the console when it names nothing else.
    /// </summary>
    public static WebApplicationBuilder AddLogging(this WebApplicationBuilder builder)
    {
        var logger = Create(builder);
        Log.Logger = logger; // Whoever ends the process writes out by it what still waits.
        builder.Logging.ClearProviders().AddSerilog(logger, dispose: true);
        builder.Services.AddRequestLog(logger);

        // ASP.NET would make an activity and a log scope for each request as long as anybody might log with them. Who
        // exports traces still gets them. Serilog has a filter for its provider, before which one for all is nothing.
        builder.Logging.AddFilter<SerilogLoggerProvider>("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        return builder;
    }

    private static Logger Create(WebApplicationBuilder builder)
    {
        try
        {
            var exceptions = new MaskExceptions();
            var log = WriteTo(new LoggerConfiguration().ReadFrom.Configuration(builder.Configuration), builder.Configuration)
                .Enrich.With<MaskNumbers>().Enrich.With<OneLine>()
                .Filter.ByExcluding(IsToldElsewhere).Filter.With(exceptions)
                .CreateLogger();
            exceptions.WriteTo(log);
            return log;
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or FormatException or IOException
            or UnauthorizedAccessException or TargetInvocationException)
        {
            var text = fault.GetBaseException().Message.ReplaceLineEndings(" ");
            builder.Services.AddSingleton(new SettingFault("Serilog", $"cannot be used: {text}"));
            return new LoggerConfiguration().CreateLogger();
        }
    }

    /// <summary>
    /// What the operator has named under <c>Serilog:WriteTo:0</c> stands alone; else there is the console.
    /// </summary>
    private static LoggerConfiguration WriteTo(LoggerConfiguration logger, ConfigurationManager settings) =>
        settings.GetSection("Serilog:WriteTo").GetChildren().Any(
            sink => sink.Key == "0" || !int.TryParse(sink.Key, out _))
        ? logger
        : logger.WriteTo.Sink(new ConsoleBatches(FormatterOf(settings), ConsoleBatches.Open(), TimeProvider.System));

    private static ITextFormatter FormatterOf(ConfigurationManager settings) => settings.LogsJson()
        ? new RenderedCompactJsonFormatter()
        : new MessageTemplateTextFormatter(Template, CultureInfo.InvariantCulture);

    /// <summary>
    /// "Hosting failed to start" with a stack trace: faults of the settings are told in one line, and others rise to
    /// the top, where the runtime prints them.
    /// </summary>
    private static bool IsToldElsewhere(LogEvent logged) =>
        logged.Properties.GetValueOrDefault("SourceContext")
            is ScalarValue { Value: "Microsoft.Extensions.Hosting.Internal.Host" }
        && logged.MessageTemplate.Text == "Hosting failed to start";
}
