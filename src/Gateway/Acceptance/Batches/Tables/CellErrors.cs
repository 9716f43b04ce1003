using System.Collections.Frozen;
using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Rules;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Batches.Tables;

/// <summary>
/// What a spreadsheet shows where a formula found nothing, or a column was too narrow: never what somebody is to read.
/// A value is looked at as a whole; within a text such letters are letters.
/// </summary>
internal static class CellErrors
{
    private const string Code = "excel_error";

    /// <summary>Fewer may be meant.</summary>
    private const int Narrow = 4;

    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#ERROR!", "#FIELD!",
        "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#GETTING_DATA");

    /// <summary>The faults of a line whose text would show one. <paramref name="given"/>: with its defaults.</summary>
    public static IEnumerable<Fault> Of(SendMessageRequest given)
    {
        var (to, told) = (given.To!.Items[0], false); // A line of a table has one.
        HashSet<string>? used = null;
        foreach (var (name, value) in to.Variables ?? [])
        {
            if (Is(value) && (used ??= UnusedVariables.Names(given)).Contains(name))
            {
                told = true;
                yield return Fault($"/to/variables/{JsonPointer.Escape(name)}", value);
            }
        }

        if (!told && Is(to.Name))
        {
            yield return Fault("/to/name", to.Name!);
        }

        if (Is(given.Text))
        {
            yield return Fault("/text", given.Text!);
        }

        if (Is(given.Subject))
        {
            yield return Fault("/subject", given.Subject!);
        }
    }

    private static bool Is(string? value) =>
        value is ['#', ..]
        && (Known.Contains(value) || (value.Length >= Narrow && !value.AsSpan().ContainsAnyExcept('#')));

    private static Fault Fault(string pointer, string value) => new(
        pointer,
        Code,
        value[1] == '#'
            ? "The spreadsheet showed ####: the column was too narrow. Make it wider, and save the file again."
            : value == Workbooks.ErrorCells.NotCalculated
                ? "The formula of this cell was never calculated. Open the file in Excel, and save it again."
            : $"The spreadsheet shows {value}: its formula found nothing. Correct the cell, or empty it, "
                + "and save the file again.");
}
