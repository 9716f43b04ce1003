using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Rules;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Numbers;

namespace Gateway.Acceptance.Batches.Tables;

/// <summary>
/// Says what each column of a header is. The caller's mapping goes first, then fields by their own names in any case,
/// then Korean names; what is left is a variable. A field that two columns would fill is a fault, and so is a name
/// that is nearly a field's: what it says would be lost.
/// </summary>
internal sealed class NameColumns
{
    private const string NoTo = "The header line has no column 'to' (수신번호, 휴대폰번호, 연락처 …). "
        + "Say which one it is with ?columns=to:NAME.";

    private const string Title =
        " The first line that says anything is taken for the header: take a title above it out.";

    private const string Json = " This looks like JSON: send it as application/x-ndjson, one message a line.";

    private const string Headless =
        " The first line names the columns, and a phone number stands in it: write names above it.";

    private readonly string?[] _fields;
    private readonly List<string> _names;
    private readonly List<Fault> _faults = [];

    public NameColumns(
        List<string> names, bool ofRejects, IReadOnlyDictionary<string, string> mapped, SendMessageRequest? defaults)
    {
        var skipped = ofRejects ? ColumnNames.OfRejects.Length : 0;
        _names = [.. names.Select((name, index) => index < skipped ? "" : name)];
        _fields = new string?[names.Count];
        Map(mapped);
        Direct();
        Korean(mapped, defaults);
        TellTwice();
        if (!_fields.Contains(ColumnNames.To) && !mapped.ContainsKey(ColumnNames.To))
        {
            _faults.Add(new Fault("/to", "required", NoTo + Hint()));
        }
    }

    public List<TableColumns.Column> Columns =>
        [.. _names.Select((name, index) => new TableColumns.Column(name, _fields[index]))];

    public IReadOnlyList<Fault> Faults => _faults;

    /// <summary>What the line probably is, which stands in the place of a header.</summary>
    private string Hint() =>
        _names.Exists(static name => name is ['{', ..] or ['[', '{', ..]) ? Json
        : _names.Exists(static name => PhoneNumber.Recipient(name).IsRight) ? Headless
        : _names.Count(static name => name.Length > 0) == 1 ? Title
        : "";

    /// <summary>
    /// The names of a header as they count, without those that are empty at its end, and whether it is that of a file
    /// of rejected lines, which begins with columns that tell of the faults.
    /// </summary>
    public static (List<string> Names, bool OfRejects) Own(IReadOnlyList<string> header)
    {
        var names = header.Select(ColumnNames.Clean).ToList();
        while (names is [.., ""])
        {
            names.RemoveAt(names.Count - 1);
        }

        var ofRejects = names.Count > ColumnNames.OfRejects.Length
            && names.Take(ColumnNames.OfRejects.Length)
                .SequenceEqual(ColumnNames.OfRejects, StringComparer.OrdinalIgnoreCase);
        return (ofRejects ? [.. names.Select(CsvField.Plain)] : names, ofRejects);
    }

    private void Map(IReadOnlyDictionary<string, string> mapped)
    {
        foreach (var (field, name) in mapped)
        {
            var index = _names.FindIndex(known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
            {
                var detail = $"The header line has no column '{name}', which ?columns= takes for '{field}'.";
                _faults.Add(new Fault(Pointer(name), "required", detail));
            }
            else
            {
                _fields[index] = field;
            }
        }
    }

    private void Direct()
    {
        for (var i = 0; i < _names.Count; i++)
        {
            if (!IsOpen(i))
            {
                continue;
            }

            _fields[i] = ColumnNames.Field(_names[i]);
            if (!ColumnNames.IsKnown(_names[i]) && NearName.Of(_names[i], ColumnNames.Named, Mistakes) is { } near)
            {
                _faults.Add(new Fault(
                    Pointer(_names[i]),
                    "unknown_field",
                    $"Unknown field. Did you mean '{near}'? If it is a variable, choose a name that is less alike."));
            }
        }
    }

    private bool IsOpen(int index) => _names[index].Length > 0 && _fields[index] is null;

    /// <summary>
    /// A Korean name is no field where the caller has mapped another column to it, or where the text for all has it
    /// as a placeholder.
    /// </summary>
    private void Korean(IReadOnlyDictionary<string, string> mapped, SendMessageRequest? defaults)
    {
        var used = UnusedVariables.Names(defaults);
        for (var i = 0; i < _names.Count; i++)
        {
            if (IsOpen(i) && ColumnNames.FieldOfKorean(_names[i]) is { } field && !mapped.ContainsKey(field)
                && (field is ColumnNames.To or ColumnNames.Name or ColumnNames.Reference || !used.Contains(_names[i])))
            {
                _fields[i] = field;
            }
        }

        for (var i = 0; i < _names.Count; i++)
        {
            if (IsOpen(i) && ColumnNames.IsPerson(_names[i]))
            {
                _fields[i] = new[] { ColumnNames.To, ColumnNames.Name }.FirstOrDefault(Free);
            }
        }

        bool Free(string field) => !_fields.Contains(field) && !mapped.ContainsKey(field);
    }

    private void TellTwice()
    {
        var same = Enumerable.Range(0, _names.Count)
            .Where(index => _names[index].Length > 0)
            .GroupBy(index => _fields[index] ?? "#" + _names[index])
            .Where(group => group.Count() > 1);
        foreach (var twice in same)
        {
            var names = string.Join(", ", twice.Select(index => $"'{_names[index]}'"));
            _faults.Add(_fields[twice.First()] is { } field
                ? new Fault(
                    Pointer(field),
                    "duplicate_field",
                    $"Several columns say '{field}': {names}. Name one with ?columns={field}:NAME, or take the others out.")
                : new Fault(Pointer(_names[twice.First()]), "duplicate_field", "The column stands more than once."));
        }
    }

    /// <summary>
    /// How wrong a name may be to be taken for a field: "no" is a fine name for a variable, and no misspelt "to".
    /// </summary>
    private static int Mistakes(string field) => field.Length switch { < 4 => 0, < 6 => 1, _ => NearName.Most };

    private static string Pointer(string name) => "/" + JsonPointer.Escape(name);
}
