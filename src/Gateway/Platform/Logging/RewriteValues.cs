using Serilog.Core;
using Serilog.Events;

namespace Gateway.Platform.Logging;

/// <summary>
/// Puts other texts in the place of some values of an event, also of those inside lists and objects, before any sink
/// sees it.
/// </summary>
internal abstract class RewriteValues : ILogEventEnricher
{
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        List<LogEventProperty>? rewritten = null;
        foreach (var (name, value) in logEvent.Properties)
        {
            if (Rewritten(value) is { } other)
            {
                (rewritten ??= []).Add(new LogEventProperty(name, other));
            }
        }

        foreach (var property in rewritten ?? [])
        {
            logEvent.AddOrUpdateProperty(property);
        }
    }

    /// <summary>What stands there instead; null when the value stays.</summary>
    protected abstract string? Rewrite(object value);

    /// <summary>Null when nothing in it changes.</summary>
    private LogEventPropertyValue? Rewritten(LogEventPropertyValue value) => value switch
    {
        ScalarValue { Value: { } scalar } => Rewrite(scalar) is { } text ? new ScalarValue(text) : null,
        SequenceValue list => Any(list.Elements) ? new SequenceValue(list.Elements.Select(Kept)) : null,
        StructureValue fields => Any(fields.Properties.Select(field => field.Value))
            ? new StructureValue(fields.Properties.Select(field => new LogEventProperty(field.Name, Kept(field.Value))), fields.TypeTag)
            : null,
        DictionaryValue entries => Any(entries.Elements.Keys) || Any(entries.Elements.Values)
            ? new DictionaryValue(entries.Elements.Select(entry => KeyValuePair.Create((ScalarValue)Kept(entry.Key), Kept(entry.Value))))
            : null,
        _ => null,
    };

    private bool Any(IEnumerable<LogEventPropertyValue> values) => values.Any(value => Rewritten(value) is not null);

    private LogEventPropertyValue Kept(LogEventPropertyValue value) => Rewritten(value) ?? value;
}
