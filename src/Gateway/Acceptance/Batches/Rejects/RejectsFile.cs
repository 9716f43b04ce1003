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
        string.Join(',', ColumnNames.OfRejects.Concat(columns).Select(CsvField.Of));

    public static string Record(RejectedLine line)
    {
        var first = line.Faults.Count > 0 ? line.Faults[0] : new Fault("", "", "");
        var detail = line.Faults.Count == 1 ? first.Detail : string.Join(Between, line.Faults.Select(Told));
        string[] told = [line.Line.ToString(CultureInfo.InvariantCulture), first.Code, first.Pointer, detail];
        return string.Join(',', told.Concat(line.Values).Select(CsvField.Of));
    }

    private static string Told(Fault fault) => $"{fault.Pointer} {fault.Code}: {fault.Detail}".Trim();
}
