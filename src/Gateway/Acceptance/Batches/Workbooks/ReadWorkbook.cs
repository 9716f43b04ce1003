using System.Runtime.CompilerServices;
using ExcelDataReader;
using Gateway.Acceptance.Batches.Tables;
using Gateway.Platform.Errors;
using Gateway.Platform.Letters;

namespace Gateway.Acceptance.Batches.Workbooks;

/// <summary>
/// The rows of a workbook's sheet, one by one; the line of each is its row. The first that says anything is the header.
/// </summary>
/// <param name="reader">At its sheet.</param>
/// <param name="errors">What cells show that the reader gives as empty.</param>
/// <param name="close">Gives back what it was read from.</param>
internal sealed class ReadWorkbook(
    IExcelDataReader reader,
    IReadOnlyDictionary<(int Row, int Column), string> errors,
    Func<ValueTask> close) : IAsyncDisposable
{
    /// <summary>Those without a name are empty.</summary>
    private const int MaxColumns = 1000;

    private readonly ShownValue _shown = new();
    private readonly RecordBytes _bytes = new();

    public async ValueTask DisposeAsync()
    {
        reader.Dispose();
        await close();
    }

    public async IAsyncEnumerable<UploadLine> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isHeader = true;
        for (var (row, more) = (1, true); more && Next(row) is { } line; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            more = line.Fault?.Code != UploadFile.UnreadableWorkbook;
            if (isHeader && line.Bytes.Length == 0)
            {
                if (row > ReadTable.MostBlank)
                {
                    yield break;
                }

                continue;
            }

            isHeader = false;
            yield return line;
        }

        await Task.CompletedTask; // Rows come from the disk; a stream of lines is waited for.
    }

    /// <summary>
    /// Null at the end. What the library makes nothing of ends the sheet with a fault: it may throw anything.
    /// </summary>
    private UploadLine? Next(int row)
    {
        try
        {
            return reader.Read() ? Line(row) : null;
        }
        catch (Exception)
        {
            return Wrong(row, UploadFile.UnreadableWorkbook, "This row and those behind it are damaged. Open the file in Excel and save it again.");
        }
    }

    private static UploadLine Wrong(int row, string code, string detail) =>
        new(row, "-"u8.ToArray(), false) { Values = [], Fault = new Fault("", code, detail) };

    private UploadLine Line(int row)
    {
        if (reader.FieldCount > MaxColumns)
        {
            return Wrong(row, "too_many_columns", $"More than {TableColumns.MaxColumns} columns with a value.");
        }

        var values = new string[reader.FieldCount];
        var (letters, isEmpty) = (0, true);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = letters > BoundedText.MaxCharacters ? ""
                : errors.TryGetValue((row, i), out var error) ? error
                : Composed.Of(_shown.Of(reader, i));
            letters += values[i].Length;
            isEmpty &= string.IsNullOrWhiteSpace(values[i]);
        }

        return new UploadLine(row, isEmpty ? default : _bytes.Of(values), letters > BoundedText.MaxCharacters) { Values = values };
    }
}
