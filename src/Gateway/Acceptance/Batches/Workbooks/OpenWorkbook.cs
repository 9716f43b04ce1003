using System.Text;
using ExcelDataReader;
using Gateway.Acceptance.Store;
using Gateway.Files;
using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Batches.Workbooks;

/// <summary>
/// Puts a workbook on the disk, for its parts are read back and forth, looks through it, and opens its first visible
/// sheet. One at a time: its texts are in memory.
/// </summary>
internal sealed class OpenWorkbook(FileStore store) : IDisposable
{
    private const string Damaged =
        "It is damaged, or no workbook (.xlsx). Open it in Excel and save it again, or as CSV.";

    private const int MaxBytes = 32 * 1024 * 1024;

    /// <summary>Each is gone through whole before the next one is known.</summary>
    private const int MaxHidden = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _one = new(1);

    static OpenWorkbook() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance); // ExcelDataReader asks for 1252 by its number.

    public void Dispose() => _one.Dispose();

    public async Task<(ReadWorkbook? Workbook, ProblemResult? Problem)> OpenAsync(Stream content, CancellationToken cancellationToken)
    {
        var temp = await store.CreateTempAsync();
        var (isOpen, isMine) = (false, false);
        try
        {
            if (!await temp.TryFillAsync(content, MaxBytes, cancellationToken))
            {
                return (null, new ProblemResult(ErrorCode.BodyTooLarge, $"A workbook may have {MaxBytes} bytes. Save it as CSV, which may have more."));
            }

            await temp.FinishAsync();
            isMine = await _one.WaitAsync(Patience, cancellationToken);
            if (!isMine)
            {
                return (null, IntakeOutcome.Busy);
            }

            var (reader, errors) = await Task.Run(() => Open(temp.Content), cancellationToken);
            isOpen = true;
            return (new ReadWorkbook(reader, errors, async () =>
            {
                _one.Release();
                await temp.DisposeAsync();
            }), null);
        }
        catch (Exception fault) when (fault is not (FileStoreException or OperationCanceledException or BadHttpRequestException))
        {
            // A library that makes nothing of a file may throw anything.
            return (null, UploadFile.Unreadable(fault is WorkbookException ? fault.Message : Damaged));
        }
        finally
        {
            if (!isOpen)
            {
                if (isMine)
                {
                    _one.Release();
                }

                await temp.DisposeAsync();
            }
        }
    }

    /// <summary>Where the library finds rows all the same, it has found the part by another way.</summary>
    private static Dictionary<(int Row, int Column), string> NoErrors(IExcelDataReader reader) => reader.RowCount > 0
        ? []
        : throw new WorkbookException(
            $"The part of its sheet '{reader.Name}' is missing. Open it in Excel and save it again, or as CSV.");

    private static (IExcelDataReader Reader, IReadOnlyDictionary<(int Row, int Column), string> Errors) Open(
        Stream file)
    {
        WorkbookBounds.Check(file);
        file.Position = 0;
        var reader = ExcelReaderFactory.CreateOpenXmlReader(file, new ExcelReaderConfiguration { LeaveOpen = true });
        for (var hidden = 0; reader.VisibleState != "visible"; hidden++)
        {
            if (hidden == MaxHidden || !reader.NextResult())
            {
                reader.Dispose();
                throw new WorkbookException("It has no visible sheet. Show the one with the recipients, and save it again.");
            }
        }

        try
        {
            return (reader, ErrorCells.Of(file, reader.Name) ?? NoErrors(reader));
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }
}
