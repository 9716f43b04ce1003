using Gateway.Acceptance.Batches;
using Gateway.Acceptance.Batches.Tables;
using Gateway.Acceptance.Batches.Workbooks;
using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Imports;

/// <summary>
/// A table that was read whole, as uploads of messages are read: encodings, separators, quotes, .xlsx.
/// </summary>
/// <param name="Header">Its first line that says anything.</param>
/// <param name="Lines">Those behind it that say anything.</param>
internal sealed record ImportFile(UploadLine Header, IReadOnlyList<UploadLine> Lines)
{
    public const int MaxBytes = 8 * 1024 * 1024;
    public const int MaxLines = 10_000;

    /// <summary>A workbook is packed.</summary>
    private const int MaxCharacters = 16_000_000;

    private static readonly ProblemResult TooLarge = new(
        ErrorCode.BodyTooLarge, $"At most {MaxLines} templates and {MaxCharacters} letters in one file. Split it.");

    /// <summary>The file, or why it is not taken.</summary>
    public static async Task<(ImportFile? File, ProblemResult? Problem)> ReadAsync(
        byte[] bytes, string? contentType, OpenWorkbook workbooks, CancellationToken cancellationToken)
    {
        var (upload, refused) = await UploadFile.OfAsync(new MemoryStream(bytes), contentType, null, cancellationToken);
        if (upload is null)
        {
            return (null, refused);
        }

        if (upload.Format == UploadFormat.Ndjson)
        {
            const string Table = "Send a table: text/csv, or a workbook (.xlsx).";
            return (null, new ProblemResult(ErrorCode.UnsupportedMediaType, Table));
        }

        if (upload.Format == UploadFormat.Csv)
        {
            using var text = new TableText(upload.Content, upload.Charset);
            var table = new ReadTable(text, ImportColumns.Names);
            return await ReadAsync(table.AllAsync(cancellationToken), () => table.Fault);
        }

        var (workbook, problem) = await workbooks.OpenAsync(upload.Content, cancellationToken);
        if (workbook is null)
        {
            return (null, problem);
        }

        await using (workbook)
        {
            return await ReadAsync(workbook.AllAsync(cancellationToken), static () => null);
        }
    }

    private static async Task<(ImportFile? File, ProblemResult? Problem)> ReadAsync(
        IAsyncEnumerable<UploadLine> all, Func<Fault?> unreadable)
    {
        UploadLine? header = null;
        var lines = new List<UploadLine>();
        var letters = 0L;
        await foreach (var line in all)
        {
            letters += line.Values?.Sum(static value => (long)value.Length) ?? 0;
            if (lines.Count == MaxLines || letters > MaxCharacters)
            {
                return (null, TooLarge);
            }

            if (header is null)
            {
                header = line;
            }
            else if (line.Bytes.Length > 0 || line.TooLong || line.Fault is not null)
            {
                lines.Add(line);
            }
        }

        return unreadable() is { } fault ? (null, ProblemResult.Invalid([fault]))
            : header is null || lines.Count == 0 ? (null, NoLines)
            : (new ImportFile(header.Value, lines), null);
    }

    private static ProblemResult NoLines => new(
        ErrorCode.NoLines,
        faults: [new Fault("", ErrorCode.NoLines.Code, "The file has no line with a template. Give at least one.")]);
}
