using Serilog.Core;
using Serilog.Events;

namespace Gateway.Platform.Logging;

/// <summary>Puts other texts in the place of some values of an event, before any sink sees it.</summary>
internal abstract class RewriteValues : ILogEventEnricher
{
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        List<LogEventProperty>? rewritten = null;
        foreach (var (name, value) in logEvent.Properties)
        {
            if (value is ScalarValue { Value: { } scalar } && Rewrite(scalar) is { } text)
            {
                (rewritten ??= []).Add(new LogEventProperty(name, new ScalarValue(text)));
            }
        }

        foreach (var property in rewritten ?? [])
        {
            logEvent.AddOrUpdateProperty(property);
        }
    }

    /// <summary>What stands there instead; null when the value stays.</summary>
    protected abstract string? Rewrite(object value);
}
