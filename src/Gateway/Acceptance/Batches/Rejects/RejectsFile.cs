using System.Globalization;
using Gateway.Acceptance.Batches.Tables;
using Gateway.Platform;
using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Batches.Rejects;

/// <summary>
/// Rejected lines as a CSV file that can be mended and uploaded again as it is: behind the columns that tell of the
/// faults stand the line's own. What would start a formula in a spreadsheet gets an apostrophe, which an upload takes
/// off again.
/// </summary>
internal static class RejectsFile
{
    private const string Between = "; ";

    public static string Header(IEnumerable<string> columns) =>
        string.Join(',', ColumnNames.OfRejects.Concat(columns).Select(Field));

    public static string Record(RejectedLine line)
    {
        var first = line.Faults.Count > 0 ? line.Faults[0] : new Fault("", "", "");
        var detail = line.Faults.Count == 1 ? first.Detail : string.Join(Between, line.Faults.Select(Told));
        string[] told = [line.Line.ToString(CultureInfo.InvariantCulture), first.Code, first.Pointer, detail];
        return string.Join(',', told.Concat(line.Values).Select(Field));
    }

    private static string Told(Fault fault) => $"{fault.Pointer} {fault.Code}: {fault.Detail}".Trim();

    /// <summary>A value as it was before it got its apostrophe.</summary>
    public static string Plain(string value) => value is ['\'', ..] && Starts(value) ? value[1..] : value;

    /// <summary>
    /// One apostrophe more, also where one stands already, so that taking it off gives the same again.
    /// </summary>
    private static string Field(string value) => CsvField.Of(Starts(value) && value[0] == '\'' ? "'" + value : value);

    private static bool Starts(string value) =>
        value.AsSpan().TrimStart('\'') is ['=' or '+' or '-' or '@' or '\t' or '\r', ..];
}
