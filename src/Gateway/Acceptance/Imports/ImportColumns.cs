using System.Collections.Frozen;
using Gateway.Acceptance.Batches;
using Gateway.Acceptance.Batches.Tables;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Imports;

/// <summary>The columns of a table of templates: which field each is. docs/guides/templates.md has them too.</summary>
internal sealed class ImportColumns
{
    public const string Name = "name";
    public const string Channel = "channel";
    public const string Text = "text";
    public const string Subject = "subject";
    public const string SenderKey = "senderKey";
    public const string TemplateCode = "templateCode";
    public const string Buttons = "buttons";
    public const string FallbackChannel = "fallbackChannel";
    public const string FallbackText = "fallbackText";
    public const string FallbackSubject = "fallbackSubject";

    private const int MaxColumns = TableColumns.MaxColumns;

    /// <summary>Of a name that comes back.</summary>
    private const int LongestShown = 64;

    /// <summary>Each field with its Korean names.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Fields = new Dictionary<string, string[]>
    {
        [Name] = ["템플릿명", "템플릿이름", "템플릿제목"],
        [Channel] = ["채널", "발송채널", "유형", "발송유형", "메시지유형", "메세지유형"],
        [Text] = ["내용", "본문", "템플릿내용", "템플릿본문", "메시지", "메세지", "메시지내용", "메세지내용"],
        [Subject] = ["제목"],
        [SenderKey] = ["발신프로필키", "발신프로필", "발신키", "센더키"],
        [TemplateCode] = ["템플릿코드"],
        [Buttons] = ["버튼", "버튼정보"],
        [FallbackChannel] = ["대체발송채널", "대체발송유형", "대체채널"],
        [FallbackText] = ["대체발송내용", "대체발송문구", "대체내용", "대체문구"],
        [FallbackSubject] = ["대체발송제목", "대체제목"],
    };

    private static readonly FrozenDictionary<string, string> Known = Fields
        .SelectMany(static field => field.Value.Prepend(field.Key).Select(name => (Name: name, field.Key)))
        .ToFrozenDictionary(static pair => pair.Name, static pair => pair.Key, StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, int> _at;

    private ImportColumns(Dictionary<string, int> at, int count) => (_at, Count) = (at, count);

    /// <summary>All names, by which the separator is found.</summary>
    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>Values that a line has at least.</summary>
    public int Count { get; }

    public bool Has(string field) => _at.ContainsKey(field);

    /// <summary>Null for an empty cell, and where there is no such column.</summary>
    public string? Of(IReadOnlyList<string> values, string field) =>
        _at.TryGetValue(field, out var at) && values[at].Length > 0 ? values[at] : null;

    /// <summary>The columns, and everything that is wrong with them.</summary>
    public static (ImportColumns Columns, List<Fault> Faults) Read(UploadLine header, bool ignoreUnused)
    {
        var faults = new List<Fault>();
        if (header.Fault is { } fault)
        {
            faults.Add(fault);
        }
        else if (header.TooLong)
        {
            faults.Add(new Fault("", "line_too_long", "The header line is too long."));
        }

        var columns = Read(header.Values ?? [], ignoreUnused, faults);
        return (columns, faults);
    }

    private static ImportColumns Read(IReadOnlyList<string> header, bool ignoreUnused, List<Fault> faults)
    {
        var at = new Dictionary<string, int>(StringComparer.Ordinal);
        if (faults.Count > 0)
        {
            return new ImportColumns(at, 0);
        }

        var names = header.Select(ColumnNames.Clean).ToList();
        while (names is [.., ""])
        {
            names.RemoveAt(names.Count - 1);
        }

        if (names.Count > MaxColumns)
        {
            faults.Add(new Fault("", "too_many_columns", $"{names.Count} columns; at most {MaxColumns}."));
            return new ImportColumns(at, 0);
        }

        foreach (var (index, name) in names.Index().Where(static pair => pair.Item.Length > 0))
        {
            if (FieldOf(name) is not { } field)
            {
                AddUnknown(name, ignoreUnused, faults);
            }
            else if (!at.TryAdd(field, index))
            {
                faults.Add(new Fault("/" + field, "duplicate_field", $"Several columns say '{field}'. Take one out."));
            }
        }

        foreach (var field in new[] { Name, Text }.Where(field => !at.ContainsKey(field)))
        {
            var korean = string.Join(", ", Fields[field]);
            faults.Add(new Fault("/" + field, "required", $"The header line has no column '{field}' ({korean})."));
        }

        return new ImportColumns(at, names.Count);
    }

    private static string? FieldOf(string name) =>
        Known.GetValueOrDefault(name) ?? Known.GetValueOrDefault(ColumnNames.Bare(name));

    private static void AddUnknown(string name, bool ignoreUnused, List<Fault> faults)
    {
        var near = NearName.Hint(name, Fields.Keys);
        if (ignoreUnused && near.Length == 0)
        {
            return;
        }

        var shown = name.Length > LongestShown ? name[..LongestShown] + "…" : name;
        faults.Add(new Fault(
            "/" + JsonPointer.Escape(shown),
            "unknown_field",
            $"Unknown field.{near} There are: {string.Join(", ", Fields.Keys)}. Take the column out, or say "
                + "?ignoreUnused=true."));
    }
}
