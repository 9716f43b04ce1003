using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Gateway.Platform;
using Gateway.Platform.Bodies;
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

    /// <summary>Every column that has a meaning of its own.</summary>
    private static readonly string[] Named = ["to", "name", .. Fields];

    private CsvHeader(List<string> columns) => _columns = columns;

    /// <summary>Columns that are variables. The recipient's name is one too, but needs no placeholder.</summary>
    public IEnumerable<string> Variables => _columns.Where(column => column != "to" && column != "name" && !Fields.Contains(column));

    public bool Has(string column) => _columns.Contains(column, StringComparer.Ordinal);

    /// <summary>The columns, or everything that is wrong with them.</summary>
    public static (CsvHeader? Header, IReadOnlyList<Fault> Faults) Read(ReadOnlyMemory<byte> line)
    {
        if (CsvLine.Split(line.Span) is not { } columns)
        {
            return (null, [new Fault("", "invalid_csv", "The header line is not CSV after RFC 4180 in UTF-8.")]);
        }

        if (columns.Count > MaxColumns || columns.Exists(column => column.Length > MaxColumnName))
        {
            return (null, [new Fault("", "too_many_columns", $"At most {MaxColumns} columns, with names of at most {MaxColumnName} characters: they are read again with each line.")]);
        }

        var faults = columns.SelectMany(Misspelt).ToList();
        if (!columns.Contains("to", StringComparer.Ordinal))
        {
            faults.Add(new Fault("/to", "required", "The header line has no column 'to'. Columns are separated by commas."));
        }

        faults.AddRange(columns.GroupBy(column => column, StringComparer.Ordinal).Where(group => group.Count() > 1 || group.Key.Length == 0)
            .Select(twice => new Fault("/" + twice.Key, "duplicate_field", "A column has no name, or stands more than once.")));
        return faults.Count > 0 ? (null, faults) : (new CsvHeader(columns), []);
    }

    /// <summary>A column that is nearly a field would be a variable that nothing uses, and what it says would be lost: a misspelt scheduledAt would send at once.</summary>
    private static IEnumerable<Fault> Misspelt(string column)
    {
        if (!Named.Contains(column, StringComparer.Ordinal) && NearName.Of(column, Named, Mistakes) is { } near)
        {
            yield return new Fault("/" + column, "unknown_field", $"There is no such field. Did you mean '{near}'? If it is a variable, choose a name that is less alike.");
        }
    }

    /// <summary>How wrong a name may be to be taken for a field: "no" is a fine name for a variable, and no misspelt "to".</summary>
    private static int Mistakes(string field) => field.Length switch { < 4 => 0, < 6 => 1, _ => NearName.Most };

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
