using Gateway.Acceptance.Batches.Tables;
using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Rules;
using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Batches;

/// <summary>
/// What an upload is warned of: placeholders of other programs, in what all lines share and in the first line of a
/// table that has one; nobody reads a hundred thousand warnings. A repeated upload is told the same.
/// </summary>
/// <param name="shared">What all lines share.</param>
/// <param name="columns">Null for lines of JSON, which programs write.</param>
internal sealed class DoubtsOfUpload(SendMessageRequest? shared, TableColumns? columns)
{
    private readonly List<Fault> _faults = [.. OtherPlaceholders.Of(shared)];
    private bool _isTold = columns is not { HoldsJson: false };

    public IReadOnlyList<Fault> Faults => _faults;

    /// <summary>Looks at a line behind the header.</summary>
    public void Look(UploadLine line)
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
