using System.Text;
using Gateway.Acceptance.Batches;
using Gateway.Acceptance.Batches.Tables;
using Gateway.Insight.Console.Campaigns;
using Gateway.Platform;
using Gateway.Platform.Numbers;

namespace Gateway.Insight.Console.OptOuts;

/// <summary>
/// A list of numbers as people have it, written as <c>POST /v1/optouts</c> takes it: workbooks, tables in CP949, Korean
/// names of columns, no names at all, and numbers whose 0 a spreadsheet took.
/// </summary>
internal sealed class OptOutTable(PeekTable table)
{
    private static readonly string[] Numbers =
        ["number", "번호", "수신거부번호", "수신거부", "거부번호", "수신거부자", "수신거부전화번호"];

    private static readonly string[] Comments =
        ["comment", "설명", "메모", "비고", "사유", "거부사유", "수신거부사유"];

    public async Task<OptOutTableRead> ReadAsync(Stream content, string name, CancellationToken cancellationToken)
    {
        var (csv, lines) = (new StringBuilder("number,comment\r\n"), new List<int>());
        (int Number, int Comment)? columns = null;
        var problem = await table.ReadAsync(content, name, Numbers, Take, cancellationToken);
        return new OptOutTableRead(problem, lines.Count == 0 ? null : csv.ToString(), lines);

        bool Take(UploadLine line)
        {
            var values = line.Values ?? [];
            if (columns is null)
            {
                columns = ColumnsOf(values);
                if (columns is not { Number: >= 0 } || !IsNumber(values[columns.Value.Number]))
                {
                    return columns is { Number: >= 0 };
                }
            }

            lines.Add(line.Line);
            csv.Append(CsvField.Of(RepairNumber.Of(At(values, columns.Value.Number)).Number)).Append(',')
                .Append(CsvField.Of(OneLine(At(values, columns.Value.Comment)))).Append("\r\n");
            return true;
        }
    }

    /// <summary>By their names; without names, the first one that holds a number. -1: there is none.</summary>
    private static (int Number, int Comment) ColumnsOf(IReadOnlyList<string> header)
    {
        var names = header.Select(static name => ColumnNames.Bare(ColumnNames.Clean(name))).ToList();
        var comment = names.FindIndex(static name => Comments.Contains(name, StringComparer.OrdinalIgnoreCase));
        var number = names.FindIndex(static name => Numbers.Contains(name, StringComparer.OrdinalIgnoreCase)
            || (ColumnNames.Field(name) ?? ColumnNames.FieldOfKorean(name)) == ColumnNames.To);
        return (number >= 0 ? number : header.ToList().FindIndex(IsNumber), comment);
    }

    private static bool IsNumber(string text) => PhoneNumber.Person(RepairNumber.Of(text).Number).IsRight;

    private static string At(IReadOnlyList<string> values, int column) =>
        column >= 0 && column < values.Count ? values[column].Trim() : "";

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}

/// <summary>A list that was read.</summary>
/// <param name="Fault">Why it cannot be read; null: it can.</param>
/// <param name="Csv">For the API; null: it has no number.</param>
/// <param name="Lines">Where each of its numbers stood in the file.</param>
internal sealed record OptOutTableRead(string? Fault, string? Csv, IReadOnlyList<int> Lines);
