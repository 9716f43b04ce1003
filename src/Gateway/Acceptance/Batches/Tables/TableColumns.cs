using System.Buffers;
using System.Text;
using System.Text.Json;
using Gateway.Acceptance.Requests;
using Gateway.Platform;
using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Batches.Tables;

/// <summary>
/// The columns of an uploaded table: what each is, found from the header, the mapping and the Korean names.
/// </summary>
internal sealed class TableColumns
{
    public const int MaxColumns = 200;
    private const int MaxColumnName = 100;

    /// <summary>Variables that are fields too, and need no placeholder.</summary>
    private static readonly string[] FieldsAsVariables = [ColumnNames.To, ColumnNames.Name, ColumnNames.Reference];

    private const string Quoted = "A value that holds the separator stands in quotes.";

    private static readonly Fault TooMany = new(
        "",
        "too_many_columns",
        $"At most {MaxColumns} columns, with names of at most {MaxColumnName} characters: they are read again with each line.");

    private readonly List<Column> _columns;

    private TableColumns(List<Column> columns, bool ofRejects)
    {
        _columns = columns;
        OfRejects = ofRejects;
        To = columns.FindIndex(static column => column.Field == ColumnNames.To);
        Fields = [.. columns.Index().Where(static pair => pair.Item.Field is not (null or ColumnNames.To or ColumnNames.Name))
            .Select(static pair => (pair.Item, pair.Index))];
        Texts = [.. Fields.Where(static field => field.Column.Field is "text" or "subject")
            .Select(static field => (field.Column.Field!, field.Index))]; // They have one.
        Recipient = columns.FindIndex(static column => column.Field == ColumnNames.Name);
        Template = columns.FindIndex(static column => column.Field == ColumnNames.Template);
        AsVariables =
            [.. columns.SelectMany(static (column, index) => VariablesOf(column).Select(name => (name, index)))];
        NeedNoPlaceholder = columns.Where(static column => column.Field is not null).SelectMany(VariablesOf)
            .ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>How many values a record has at least.</summary>
    public int Count => _columns.Count;

    /// <summary>
    /// True for a file of rejected lines that comes back: it begins with columns that tell of the faults.
    /// </summary>
    public bool OfRejects { get; }

    /// <summary>Names of columns that are variables alone: each needs a placeholder.</summary>
    public IEnumerable<string> Variables =>
        _columns.Where(static column => column.IsVariable).Select(static column => column.Name);

    /// <summary>Names that a placeholder may have, but need not.</summary>
    public IReadOnlySet<string> NeedNoPlaceholder { get; }

    /// <summary>Names of the table's own columns, as they came.</summary>
    public IEnumerable<string> Own => Enumerable.Range(0, Count).Where(IsOwn).Select(index => _columns[index].Name);

    /// <summary>The columns with texts of lines, by the field that they are.</summary>
    public IReadOnlyList<(string Field, int Index)> Texts { get; }

    /// <summary>The columns whose values a placeholder may take, by its name.</summary>
    public IReadOnlyList<(string Name, int Index)> AsVariables { get; }

    private int To { get; }

    private int Recipient { get; }

    private int Template { get; }

    private (Column Column, int Index)[] Fields { get; }

    /// <summary>True when lines have texts of their own.</summary>
    public bool HasTexts =>
        _columns.Exists(static column => column.Field is "text" or "subject" or ColumnNames.Template);

    /// <summary>True when a line names a template of its own.</summary>
    public bool HasTemplate(IReadOnlyList<string> values) =>
        Template >= 0 && Template < values.Count && values[Template].Length > 0;

    public bool IsOwn(int index) => !OfRejects || index >= ColumnNames.OfRejects.Length;

    /// <summary>True when a record holds one line of NDJSON: the rejected lines of such an upload.</summary>
    public bool HoldsJson =>
        OfRejects && Count == ColumnNames.OfRejects.Length + 1 && _columns[^1].Name == ColumnNames.Json;

    /// <summary>The columns, or everything that is wrong with them.</summary>
    public static (TableColumns? Columns, IReadOnlyList<Fault> Faults) Read(
        IReadOnlyList<string> header, IReadOnlyDictionary<string, string> mapped, SendMessageRequest? defaults)
    {
        var (names, ofRejects) = NameColumns.Own(header);
        if (names.Count > MaxColumns || names.Exists(static name => name.Length > MaxColumnName))
        {
            return (null, [TooMany]);
        }

        var named = new NameColumns(names, ofRejects, mapped, defaults);
        var columns = new TableColumns(named.Columns, ofRejects);
        return named.Faults.Count > 0 && !columns.HoldsJson ? (null, named.Faults) : (columns, []);
    }

    /// <summary>True for a line whose own values are all empty.</summary>
    public bool SaysNothing(IReadOnlyList<string> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (IsOwn(i) && values[i].Length > 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// A record's values without those that tell of faults, and without the apostrophes that such a file has.
    /// </summary>
    public IReadOnlyList<string> OwnOf(IReadOnlyList<string> values)
    {
        var own = values.Take(Math.Max(Count, LastWithValue(values) + 1));
        return OfRejects ? [.. own.Skip(ColumnNames.OfRejects.Length).Select(CsvField.Plain)]
            : values.Count == Count ? values
            : [.. own];
    }

    /// <summary>Why a record does not fit; null when it does.</summary>
    public Fault? Misfit(IReadOnlyList<string> values)
    {
        if (values.Count < Count)
        {
            var detail = $"{values.Count} values, and the header line has {Count} columns. {Quoted}";
            return new Fault("", "invalid_csv", detail);
        }

        for (var i = 0; i < values.Count; i++)
        {
            if (IsOwn(i) && (i >= Count || _columns[i].Name.Length == 0) && !string.IsNullOrWhiteSpace(values[i]))
            {
                return new Fault("", "invalid_csv", $"Value {i + 1} stands in a column without a name. {Quoted}");
            }
        }

        return null;
    }

    private static int LastWithValue(IReadOnlyList<string> values)
    {
        var last = values.Count - 1;
        while (last >= 0 && values[last].Length == 0)
        {
            last--;
        }

        return last;
    }

    /// <summary>The message of a record; null when it has faults.</summary>
    public SendMessageRequest? ToRequest(IReadOnlyList<string> values, int bytes, List<Fault> faults, out bool repaired)
    {
        repaired = false;
        if (OfRejects)
        {
            values = [.. values.Select(CsvField.Plain)];
        }

        if (HoldsJson)
        {
            return LineJson.Parse(Encoding.UTF8.GetBytes(values[Count - 1]), faults);
        }

        var request = Typed(values, faults);
        if (RepairNumber.Fault(values[To]) is { } lost)
        {
            faults.Add(lost);
        }

        (var number, repaired) = RepairNumber.Of(values[To]);
        foreach (var (column, index) in Fields)
        {
            Set(request, column.Field!, values[index].Length == 0 ? null : values[index]); // Only those with a field.
        }

        var variables = new Dictionary<string, string>(AsVariables.Count, StringComparer.Ordinal);
        foreach (var (variable, index) in AsVariables)
        {
            variables[variable] = index == To ? number : values[index];
        }

        var name = Recipient >= 0 && values[Recipient].Length > 0 ? values[Recipient] : null;
        request.To = new RecipientList([new Recipient { Phone = number, Name = name, Variables = variables }]);
        faults.AddRange(RequestBounds.Faults(request, bytes));
        return faults.Count == 0 ? request : null;
    }

    private static IEnumerable<string> VariablesOf(Column column) =>
        column.IsVariable ? [column.Name]
        : column.Field is { } field && FieldsAsVariables.Contains(field)
            ? new[] { field, column.Name }.Distinct(StringComparer.Ordinal)
        : [];

    /// <summary>Fields of a type of their own are read as those of any body.</summary>
    private SendMessageRequest Typed(IReadOnlyList<string> values, List<Fault> faults)
    {
        if (!Fields.Any(field => IsTyped(field.Column) && values[field.Index].Length > 0))
        {
            return new SendMessageRequest();
        }

        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        foreach (var (column, index) in Fields.Where(field => IsTyped(field.Column) && values[field.Index].Length > 0))
        {
            LineJson.Write(writer, column.Field!, values[index]); // Those with a type have a field.
        }

        writer.WriteEndObject();
        writer.Flush();
        return LineJson.Parse(buffer.WrittenMemory, faults) ?? new SendMessageRequest();
    }

    private static bool IsTyped(Column column) =>
        column.Field is "channel" or "priority" or "scheduledAt" or "expireHours" or "purpose" or "onTooLong"
            or "onUnmappable" or "allowDuplicates";

    private static void Set(SendMessageRequest request, string field, string? value)
    {
        switch (field)
        {
            case "from":
                request.From = value;
                break;
            case "subject":
                request.Subject = value;
                break;
            case "text":
                request.Text = value;
                break;
            case "vendor":
                request.Vendor = value;
                break;
            case ColumnNames.Reference:
                request.Reference = value;
                break;
            case ColumnNames.Template:
                request.Template = value;
                break;
            case "subId":
                request.SubId = value;
                break;
            case "billingId":
                request.BillingId = value;
                break;
            default:
                break; // It has a type, and is set.
        }
    }

    /// <summary>One column.</summary>
    /// <param name="Name">As it came; empty for one that is passed over.</param>
    /// <param name="Field">What it is; null for a variable.</param>
    internal sealed record Column(string Name, string? Field)
    {
        public bool IsVariable => Field is null && Name.Length > 0;
    }
}
