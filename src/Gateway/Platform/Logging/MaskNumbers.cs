using System.Text.RegularExpressions;
using Serilog.Core;
using Serilog.Events;

namespace Gateway.Platform.Logging;

/// <summary>
/// The one place that keeps people's phone numbers out of the logs: whatever a value of an event looks like one loses its middle, <c>010****1234</c>, before any sink sees it. Contents of
/// messages are never logged in the first place.
/// </summary>
internal sealed partial class MaskNumbers : ILogEventEnricher
{
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        List<LogEventProperty>? masked = null;
        foreach (var (name, value) in logEvent.Properties)
        {
            if (value is ScalarValue { Value: string text } && Number().IsMatch(text))
            {
                (masked ??= []).Add(new LogEventProperty(name, new ScalarValue(Mask(text))));
            }
        }

        foreach (var property in masked ?? [])
        {
            logEvent.AddOrUpdateProperty(property);
        }
    }

    public static string Mask(string text) => Number().Replace(text, static number => $"{number.Value[..3]}****{number.Value[^4..]}");

    /// <summary>Korean numbers as we store and as people write them; not a part of a longer word such as an id.</summary>
    [GeneratedRegex(@"(?<![\w-])(?:\+82[ -]?|0)\d{1,2}[ -]?\d{3,4}[ -]?\d{4}(?![\w-])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
