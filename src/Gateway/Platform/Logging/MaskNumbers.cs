using Serilog.Core;
using Serilog.Events;

namespace Gateway.Platform.Logging;

/// <summary>
/// Keeps people's phone numbers out of the logs: whatever a value of an event looks like one loses its middle, <c>010****1234</c>, before any sink sees it. Contents of messages are never logged in
/// the first place.
/// </summary>
internal sealed class MaskNumbers : ILogEventEnricher
{
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        List<LogEventProperty>? masked = null;
        foreach (var (name, value) in logEvent.Properties)
        {
            if (value is ScalarValue { Value: string text } && Mask.HasNumber(text))
            {
                (masked ??= []).Add(new LogEventProperty(name, new ScalarValue(Mask.Text(text))));
            }
        }

        foreach (var property in masked ?? [])
        {
            logEvent.AddOrUpdateProperty(property);
        }
    }
}
