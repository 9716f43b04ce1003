using System.Runtime.CompilerServices;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace Gateway.Platform.Logging;

/// <summary>
/// Keeps people's phone numbers out of what <see cref="MaskNumbers"/> does not reach: what an exception says of itself,
/// such as the row that a database refused, and the event's own words. Neither can be changed in an event, so one with
/// a number is held back here and written anew without it.
/// </summary>
internal sealed class MaskExceptions : ILogEventFilter
{
    private static readonly MessageTemplateParser Parser = new();

    /// <summary>Templates without a number: nearly all events share a few dozen.</summary>
    private readonly ConditionalWeakTable<MessageTemplate, object> _harmless = [];

    private Logger? _log;

    /// <summary>Where events are written anew: the log whose filter this is.</summary>
    public void WriteTo(Logger log) => _log = log;

    public bool IsEnabled(LogEvent logEvent)
    {
        if (Masked(logEvent) is not { } masked)
        {
            return true;
        }

        _log?.Write(masked);
        return false;
    }

    /// <summary>Null when there is nothing to mask.</summary>
    private LogEvent? Masked(LogEvent logged)
    {
        if (logged.Exception is null && _harmless.TryGetValue(logged.MessageTemplate, out _))
        {
            return null;
        }

        var (words, told) = (logged.MessageTemplate.Text, logged.Exception?.ToString());
        var (maskedWords, maskedTold) = (Mask.Url(words), told is null ? null : Mask.Url(told));
        if (maskedWords == words)
        {
            _harmless.AddOrUpdate(logged.MessageTemplate, this);
        }

        return maskedWords == words && maskedTold == told ? null : new LogEvent(
            logged.Timestamp,
            logged.Level,
            // What was told is its text.
            maskedTold is null ? null : new MaskedException(Mask.Url(logged.Exception!.Message), maskedTold),
            maskedWords == words ? logged.MessageTemplate : Parser.Parse(maskedWords),
            logged.Properties.Select(property => new LogEventProperty(property.Key, property.Value)),
            logged.TraceId ?? default,
            logged.SpanId ?? default);
    }

    /// <summary>Stands for an exception whose text had a number in it.</summary>
    private sealed class MaskedException(string message, string told) : Exception(message)
    {
        public override string ToString() => told;
    }
}
