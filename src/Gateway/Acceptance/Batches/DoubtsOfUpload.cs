using Gateway.Acceptance.Batches.Tables;
using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Rules;
using Gateway.Acceptance.Texts;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Batches;

/// <summary>
/// What an upload is warned of: placeholders of other programs, in what all lines share and in the first line of a
/// table that has one; the first empty cell of each variable that the text uses. Nobody reads a hundred thousand
/// warnings. A repeated upload is told the same.
/// </summary>
/// <param name="shared">What all lines share.</param>
/// <param name="columns">Null for lines of JSON, which programs write.</param>
internal sealed class DoubtsOfUpload(SendMessageRequest? shared, TableColumns? columns)
{
    /// <summary>A variable that stands in the text, and has no value in this line.</summary>
    public const string EmptyVariable = "empty_variable";

    private readonly List<Fault> _faults = [.. OtherPlaceholders.Of(shared)];
    private readonly HashSet<string> _used = UnusedVariables.Names(shared);
    private readonly HashSet<string> _empty = new(StringComparer.Ordinal);
    private bool _isTold = columns is not { HoldsJson: false };

    public IReadOnlyList<Fault> Faults => _faults;

    /// <summary>Looks at a line behind the header.</summary>
    public void Look(UploadLine line)
    {
        LookForOthers(line);
        if (columns is { HoldsJson: false } && line.Values is { } values && !columns.SaysNothing(values))
        {
            LookForEmpty(line.Line, columns, values);
        }
    }

    private void LookForEmpty(int line, TableColumns table, IReadOnlyList<string> values)
    {
        foreach (var (name, index) in table.AsVariables)
        {
            if (index < values.Count && values[index].Length == 0
                && !_empty.Contains(name) && IsUsed(name, table, values))
            {
                _empty.Add(name);
                var detail = $"Line {line}: '{name}' is empty, so nothing stands in the place of #{{{name}}}.";
                _faults.Add(new Fault($"/{JsonPointer.Escape(name)}", EmptyVariable, detail));
            }
        }
    }

    /// <summary>By the line's own text, else by that of all. A template of the line's own is not read here.</summary>
    private bool IsUsed(string name, TableColumns table, IReadOnlyList<string> values)
    {
        var (hasOwn, isUsed) = (false, false);
        foreach (var (field, index) in table.Texts)
        {
            var own = index < values.Count ? values[index] : "";
            hasOwn |= field == "text" && own.Length > 0;
            isUsed |= Placeholders.Names(own).Contains(name);
        }

        return isUsed || (!hasOwn && !table.HasTemplate(values) && _used.Contains(name));
    }

    private void LookForOthers(UploadLine line)
    {
        for (var i = 0; !_isTold && i < columns!.Texts.Count; i++) // Without columns, nothing is to be told.
        {
            var (field, index) = columns.Texts[i];
            if (index < line.Values?.Count && OtherPlaceholders.In(line.Values[index]) is { } found)
            {
                _isTold = true;
                _faults.Add(new Fault(
                    $"/{field}", OtherPlaceholders.Code, $"Line {line.Line}: {OtherPlaceholders.Said(found)}"));
            }
        }
    }
}
