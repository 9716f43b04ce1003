using Gateway.Platform.Errors;

namespace Gateway.Insight.Console.Pages.Parts;

/// <summary>What the API refused of a form: beside the fields that it is about, or above all of them.</summary>
public sealed class FormFaults
{
    private readonly HashSet<string> _marked = new(StringComparer.Ordinal);
    private IReadOnlyList<Fault> _all = [];
    private string? _refusal;

    /// <summary>Something was refused.</summary>
    public bool Any => _refusal is not null;

    /// <summary>What is told when no field shows it.</summary>
    public string? Refusal => _all.Count > 0 ? null : _refusal;

    /// <summary>Faults that no field of the form is about, with the place that each names.</summary>
    public IEnumerable<(string Pointer, string Detail)> Elsewhere =>
        _all.Where(fault => !_marked.Any(pointer => Concerns(fault, pointer)))
            .Select(static fault => (fault.Pointer, fault.Detail));

    /// <summary>A field shows what is about this place.</summary>
    public void Mark(string pointer) => _marked.Add(pointer);

    /// <summary>What is wrong at a place, or below it; empty: nothing.</summary>
    public string Of(string pointer) =>
        string.Join(" ", _all.Where(fault => Concerns(fault, pointer)).Select(static fault => fault.Detail));

    /// <summary>Takes the answer's faults; null: it has none.</summary>
    internal void Take(string? refusal, Problem? problem) =>
        (_refusal, _all) = (refusal, problem?.Errors ?? []);

    private static bool Concerns(Fault fault, string pointer) =>
        fault.Pointer == pointer || fault.Pointer.StartsWith(pointer + "/", StringComparison.Ordinal);
}
