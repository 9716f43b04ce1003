using System.Buffers;
using System.Text.Json;
using Gateway.Acceptance.Batches.Holds;
using Gateway.Acceptance.Batches.Tables;
using Gateway.Acceptance.DryRuns;
using Gateway.Acceptance.Requests;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Letters;

namespace Gateway.Acceptance.Batches;

/// <summary>What the query of an upload says: its name, which column is what, and fields for all messages.</summary>
internal sealed record UploadQuery
{
    public string? Name { get; private init; }

    public bool IgnoreUnused { get; private init; }

    /// <summary>It is held until its release.</summary>
    public bool Hold { get; private init; }

    public Pace? Pace { get; private init; }

    /// <summary>Nothing of it is stored.</summary>
    public bool IsDry { get; private init; }

    public SendMessageRequest? Defaults { get; init; }

    /// <summary>The same without what a template says: for lines that name one of their own.</summary>
    public SendMessageRequest? OwnDefaults { get; init; }

    /// <summary>Where the template of the defaults is named.</summary>
    public string TemplatePointer { get; private init; } = "?template";

    /// <summary>With the defaults of a form, which go first.</summary>
    public UploadQuery Under(SendMessageRequest? form) => form is null ? this : this with
    {
        Defaults = RequestDefaults.Fill(form, Defaults),
        TemplatePointer = form.Template is null ? TemplatePointer : "/defaults/template",
    };

    /// <summary>Names of columns by the field that they are.</summary>
    public required IReadOnlyDictionary<string, string> Columns { get; init; }

    public static UploadQuery Read(IQueryCollection query, List<Fault> faults)
    {
        var name = Composed.Of(query["name"]);
        var defaults = ReadDefaults(query);
        faults.AddRange(defaults.Faults.Select(fault => fault with { Pointer = "?" + fault.Pointer[1..] }));
        if (!TextRules.Fits(name, BatchRequestValidator.MaxName))
        {
            faults.Add(new Fault("?name", "too_long", TextRules.Form(BatchRequestValidator.MaxName)));
        }

        return new UploadQuery
        {
            Name = name,
            IgnoreUnused = query["ignoreUnused"] == "true", // The route takes true and false.
            Hold = query["hold"] == "true", // The same.
            IsDry = RunDry.IsAsked(query[RunDry.Parameter]),
            Pace = PaceRequest.Read(query["pace"], faults),
            Defaults = defaults.Value,
            Columns = ReadColumns(query["columns"], faults),
        };
    }

    /// <summary><c>to:연락처,name:고객명</c>.</summary>
    private static Dictionary<string, string> ReadColumns(string? given, List<Fault> faults)
    {
        const string Form = "Write FIELD:COLUMN, several separated by commas: to:연락처,name:고객명.";
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in given?.Split(',') ?? [])
        {
            var (field, column) = pair.Split(':', 2) is [var left, var right]
                ? (left.Trim(), ColumnNames.Clean(right))
                : (pair.Trim(), "");
            if (column.Length == 0)
            {
                faults.Add(new Fault("?columns", "invalid_type", Form));
            }
            else if (ColumnNames.Field(field) is not { } name)
            {
                var known = string.Join(", ", ColumnNames.Named);
                var hint = NearName.Hint(field, ColumnNames.Named);
                faults.Add(new Fault("?columns", "unknown_field", $"There is no field '{field}'. There are: {known}.{hint}"));
            }
            else if (columns.ContainsValue(column) || !columns.TryAdd(name, column))
            {
                var detail = $"The field '{name}' or the column '{column}' stands more than once.";
                faults.Add(new Fault("?columns", "duplicate_field", detail));
            }
        }

        return columns;
    }

    private static Body<SendMessageRequest> ReadDefaults(IQueryCollection query)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        foreach (var name in ColumnNames.Fields.Where(query.ContainsKey))
        {
            LineJson.Write(writer, name, query[name].ToString());
        }

        writer.WriteEndObject();
        writer.Flush();
        return BodyReader.Parse(buffer.WrittenMemory, RequestJson.Request);
    }
}
