using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Gateway.Platform;
using Gateway.Platform.Errors;

namespace Gateway.Messages.Batches;

/// <summary>The columns of a CSV upload. Makes a message's JSON of a record, so that both forms go through the same checks.</summary>
internal sealed class CsvHeader
{
    private static readonly HashSet<string> Fields = new(StringComparer.Ordinal)
    {
        "channel", "from", "subject", "text", "vendor", "priority", "scheduledAt", "expireHours", "purpose", "onTooLong", "reference", "subId", "billingId",
    };

    private const int MaxColumns = 200;
    private const int MaxColumnName = 100;

    private readonly List<string> _columns;

    private CsvHeader(List<string> columns) => _columns = columns;

    /// <summary>The columns, or what is wrong with them.</summary>
    public static (CsvHeader? Header, Fault? Fault) Read(ReadOnlyMemory<byte> line)
    {
        if (CsvLine.Split(line.Span) is not { } columns)
        {
            return (null, new Fault("", "invalid_csv", "The header line is not CSV after RFC 4180 in UTF-8."));
        }

        if (!columns.Contains("to", StringComparer.Ordinal))
        {
            return (null, new Fault("/to", "required", "The header line has no column 'to'. Columns are separated by commas."));
        }

        if (columns.Count > MaxColumns || columns.Exists(column => column.Length > MaxColumnName))
        {
            return (null, new Fault("", "too_many_columns", $"At most {MaxColumns} columns, with names of at most {MaxColumnName} characters: they are read again with each line."));
        }

        return columns.GroupBy(column => column, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1 || group.Key.Length == 0) is { } twice
            ? (null, new Fault("/" + twice.Key, "duplicate_field", "A column has no name, or stands more than once."))
            : (new CsvHeader(columns), null);
    }

    /// <summary>The message of a record as JSON; null when it does not fit the header.</summary>
    public byte[]? ToJson(ReadOnlyMemory<byte> line, out Fault? fault)
    {
        fault = null;
        if (CsvLine.Split(line.Span) is not { } values || values.Count != _columns.Count)
        {
            fault = new Fault("", "invalid_csv", $"Not {_columns.Count} values after RFC 4180 in UTF-8, as the header line has columns.");
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        Write(writer, values, Fields.Contains);
        writer.WriteStartObject("to");
        writer.WriteString("phone", values[_columns.IndexOf("to")]);
        Write(writer, values, static column => column == "name");
        writer.WriteStartObject("variables");
        for (var i = 0; i < values.Count; i++)
        {
            if (_columns[i] != "to" && !Fields.Contains(_columns[i]))
            {
                writer.WriteString(_columns[i], values[i]);
            }
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>An empty value is a field that is left out.</summary>
    private void Write(Utf8JsonWriter writer, List<string> values, Func<string, bool> wanted)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i].Length == 0 || !wanted(_columns[i]))
            {
                continue;
            }

            if (_columns[i] == "expireHours" && int.TryParse(values[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var hours))
            {
                writer.WriteNumber("expireHours", hours);
            }
            else
            {
                writer.WriteString(_columns[i], values[i]);
            }
        }
    }
}
