using Gateway.Acceptance.Batches;
using Gateway.Acceptance.Batches.Rejects;
using Gateway.Acceptance.Batches.Tables;
using Gateway.Acceptance.Batches.Workbooks;
using Gateway.Platform;
using Gateway.Platform.Errors;

namespace Gateway.Insight.Console.Campaigns;

/// <summary>
/// Looks into a file that somebody wants to send, with what reads it when it is sent: the first lines and the columns,
/// and later single lines to be mended. Nothing is kept.
/// </summary>
internal sealed class PeekTable(OpenWorkbook workbooks)
{
    public const int FirstLines = 5;

    /// <summary>The header and the first lines, or why it cannot be read.</summary>
    public async Task<Peek> LookAsync(
        Stream content, string name, IReadOnlyCollection<string> mapped, CancellationToken cancellationToken)
    {
        var lines = new List<IReadOnlyList<string>>();
        var problem = await ReadAsync(content, name, mapped, line =>
        {
            if (line.Values is { } values)
            {
                lines.Add(values);
            }

            return lines.Count <= FirstLines;
        }, cancellationToken);
        return problem is not null ? new Peek([], [], problem)
            : lines.Count == 0 ? new Peek([], [], null)
            : new Peek(lines[0], lines[1..], null);
    }

    /// <summary>Lines with their faults, as <c>GET /v1/batches/{id}/rejects</c> writes them.</summary>
    public async Task<string> FaultyAsync(
        Stream content,
        string name,
        IReadOnlyCollection<string> mapped,
        IReadOnlyDictionary<int, IReadOnlyList<Fault>> faults,
        CancellationToken cancellationToken)
    {
        var (last, records, skipped) = (faults.Keys.Max(), new List<string>(), 0);
        await ReadAsync(content, name, mapped, line =>
        {
            if (records.Count == 0)
            {
                skipped = NameColumns.Own(line.Values ?? []).OfRejects ? ColumnNames.OfRejects.Length : 0;
                records.Add(RejectsFile.Header(Own(line)));
            }
            else if (faults.TryGetValue(line.Line, out var wrong))
            {
                records.Add(RejectsFile.Record(new RejectedLine(line.Line, wrong, Own(line))));
            }

            return line.Line < last;
        }, cancellationToken);
        return "\uFEFF" + string.Join("\r\n", records) + "\r\n";

        string[] Own(UploadLine line) => [.. (line.Values ?? []).Skip(skipped).Select(Plain)];

        string Plain(string value) => skipped > 0 ? CsvField.Plain(value) : value;
    }

    /// <summary>Why it cannot be read; null: it was, as far as lines were taken.</summary>
    /// <param name="content">The file.</param>
    /// <param name="name">How it is called.</param>
    /// <param name="mapped">Names that columns have besides those that uploads know.</param>
    /// <param name="take">Takes a line that says something, the header too; false: no more.</param>
    /// <param name="cancellationToken">Ends with the page.</param>
    public async Task<string?> ReadAsync(
        Stream content,
        string name,
        IReadOnlyCollection<string> mapped,
        Func<UploadLine, bool> take,
        CancellationToken cancellationToken)
    {
        var (file, problem) = await UploadFile.OfAsync(content, null, name, cancellationToken);
        if (file is null)
        {
            return Told(problem);
        }

        if (file.Format == UploadFormat.Ndjson)
        {
            return null; // It has no columns.
        }

        if (file.Format == UploadFormat.Csv)
        {
            var table = new ReadTable(new TableText(file.Content, file.Charset), mapped);
            await TakeAsync(table.AllAsync(cancellationToken), take);
            return table.Fault?.Detail;
        }

        (var workbook, problem) = await workbooks.OpenAsync(file.Content, cancellationToken);
        if (workbook is null)
        {
            return Told(problem);
        }

        await using (workbook)
        {
            await TakeAsync(workbook.AllAsync(cancellationToken), take);
        }

        return null;
    }

    private static async Task TakeAsync(IAsyncEnumerable<UploadLine> lines, Func<UploadLine, bool> take)
    {
        await foreach (var line in lines)
        {
            if (line.Bytes.Length > 0 && !take(line))
            {
                break;
            }
        }
    }

    private static string Told(ProblemResult? problem) =>
        problem?.Faults is { Count: > 0 } faults ? faults[0].Detail : problem?.Detail ?? "";
}

/// <summary>What the begin of a file shows.</summary>
/// <param name="Header">Names of the columns; empty: it has none.</param>
/// <param name="Lines">The first lines below.</param>
/// <param name="Fault">Why it cannot be read; null: it can.</param>
internal sealed record Peek(IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Lines, string? Fault);
