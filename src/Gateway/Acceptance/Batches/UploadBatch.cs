using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Acceptance.Batches.Rejects;
using Gateway.Acceptance.Batches.Tables;
using Gateway.Acceptance.Batches.Workbooks;
using Gateway.Acceptance.Compose;
using Gateway.Acceptance.Repeats;
using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Rules;
using Gateway.Acceptance.Store;
using Gateway.Accounts;
using Gateway.Files;
using Gateway.Messages;
using Gateway.Messages.Sealing;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Acceptance.Batches;

/// <summary>
/// <c>POST /v1/batches</c> with NDJSON or CSV: read line by line, stored in chunks. The batch row counts the lines in the transaction of their messages, so an upload that broke
/// off is repeated with its <c>Idempotency-Key</c> and goes on behind the lines that are stored.
/// </summary>
internal sealed partial class UploadBatch(
    PrepareMessages prepare,
    OptOutRules optOuts,
    UseQuota quota,
    MarkMessages mark,
    SealContent seal,
    SealRejects sealRejects,
    WriteIntake write,
    MessageSignals signals,
    OpenUpload uploads,
    FileStore store,
    OpenWorkbook workbooks,
    ILogger<UploadBatch> logger)
{
    public const int MaxLines = 1_000_000;

    private static readonly string LineTooLong = $"A line may have {ReadLines.MaxBytes} bytes.";

    private static readonly string RecordTooLong =
        $"A line may have {BoundedText.MaxCharacters} letters. Does a quote open a value and none close it?";

    private const string RemedyOfTable = " Nothing was sent. Take the column out, or send the file with ?ignoreUnused=true.";
    private const string RemedyOfCell = " Correct the name, empty the cell, or send the rejected lines again with ?ignoreUnused=true.";
    private const string RemedyOfLine = " Correct the name, leave the variable out, or send the rejected lines again with ?ignoreUnused=true.";

    public async Task<IResult> HandleAsync(HttpContext context, bool isForm)
    {
        if (!IdempotencyKey.TryRead(context, out var key))
        {
            return IdempotencyKey.Invalid;
        }

        var faults = new List<Fault>();
        var query = UploadQuery.Read(context.Request.Query, faults);
        if (faults.Count > 0)
        {
            return ProblemResult.Malformed(faults);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null; // Lines are counted, and memory is bounded, instead.
        }

        try
        {
            return isForm
                ? await HandleFormAsync(context, key, query)
                : await ReceiveAsync(context, key, query, await UploadFile.OfAsync(context.Request.Body, context.Request.ContentType, null, context.RequestAborted), []);
        }
        catch (FileStoreException fault)
        {
            Log.DiskFault(logger, fault);
            return FilesModule.Unavailable;
        }
    }

    private async Task<IResult> HandleFormAsync(HttpContext context, string? key, UploadQuery query)
    {
        await using var form = new UploadForm(store);
        if (await form.ReadAsync(context.Request, context.RequestAborted) is { } problem)
        {
            return problem;
        }

        var both = form.Defaults is null ? query : query with { Defaults = PrepareMessages.Fill(form.Defaults, query.Defaults) };
        return await ReceiveAsync(context, key, both, (form.File, null), form.DefaultsBytes); // Without a problem there is a file.
    }

    /// <param name="given">The file, or why it is not taken.</param>
    /// <param name="defaults">What was said of every line beside the query.</param>
    private async Task<IResult> ReceiveAsync(
        HttpContext context, string? key, UploadQuery query, (UploadFile? File, ProblemResult? Problem) given, byte[] defaults)
    {
        if (given.File is not { } file)
        {
            return given.Problem!; // One of them is there.
        }

        var kind = file.Format switch { UploadFormat.Csv => "csv", UploadFormat.Ndjson => "ndjson", UploadFormat.Workbook => "xlsx" };
        var start = SHA256.HashData([.. Encoding.UTF8.GetBytes(kind + context.Request.QueryString), .. defaults]);
        if (file.Format == UploadFormat.Workbook)
        {
            var (workbook, problem) = await workbooks.OpenAsync(file.Content, context.RequestAborted);
            if (workbook is null)
            {
                return problem!; // One of them is there.
            }

            await using (workbook)
            {
                return await ReceiveAsync(context, key, query, workbook.AllAsync(context.RequestAborted), new Table(null), start);
            }
        }

        if (file.Format == UploadFormat.Ndjson)
        {
            return await ReceiveAsync(context, key, query, new ReadLines(file.Content).AllAsync(context.RequestAborted), null, start);
        }

        var table = new ReadTable(new TableText(file.Content, file.Charset), [.. query.Columns.Values]);
        return await ReceiveAsync(context, key, query, table.AllAsync(context.RequestAborted), new Table(table), start);
    }

    /// <summary>Lines with a header; a workbook has no faults as a whole once it is open.</summary>
    private sealed record Table(ReadTable? Csv)
    {
        public Fault? Fault => Csv?.Fault;
    }

    /// <param name="table">Null for lines without a header.</param>
    /// <param name="start">A hash over all that is said of every line.</param>
    private async Task<IResult> ReceiveAsync(
        HttpContext context, string? key, UploadQuery query, IAsyncEnumerable<UploadLine> all, Table? table, byte[] start)
    {
        // The first line is looked at before the batch stands: a header that cannot be used leaves nothing behind.
        await using var lines = all.GetAsyncEnumerator(context.RequestAborted);
        TableColumns? columns = null;
        var any = await lines.MoveNextAsync();
        if (table is not null)
        {
            if (table.Fault is { } unreadable)
            {
                return ProblemResult.Invalid([unreadable]);
            }

            if (!any)
            {
                return NoLines;
            }

            (columns, var wrong) = Columns(lines.Current, query);
            if (wrong.Count > 0)
            {
                return ProblemResult.Invalid(wrong);
            }
        }

        var caller = context.User.Key();
        var keys = (Own: IdempotencyScope.OfMessages(key, caller.Test), Scope: IdempotencyScope.OfRoute(context, key, caller.Test));
        if (await uploads.OpenAsync(caller.AccountId, query.Name, keys, start) is not { } batch)
        {
            return await uploads.OtherAsync(caller.AccountId, keys.Scope!); // Without a key every batch is new.
        }

        var rejects = new KeepRejects([.. columns?.Own ?? [ColumnNames.Json]], sealRejects);
        var known = BatchView.Of(batch, null);
        var upload = new Upload(known, batch.Lines, start, caller, rejects, mark, seal, write, optOuts, quota);
        try
        {
            if (await ReadAsync(context, any ? lines : null, columns, upload, batch, query) is { } refused)
            {
                return refused;
            }

            if (!upload.Any)
            {
                await upload.FinishAsync(); // Blank lines are counted in chunks too.
            }

            if (!upload.Any && await uploads.DiscardAsync(upload.Id))
            {
                return NoLines;
            }

            var replayed = batch.UploadedAt is not null && upload.Lines == batch.Lines;
            if (!replayed)
            {
                await upload.StoreAsync(last: true);
            }

            signals.Accepted.Beat();
            var answer = new BatchResponse
            {
                Id = upload.Id,
                Accepted = upload.Accepted,
                Rejected = upload.Rejected,
                Repaired = upload.Repaired,
                Errors = caller.ReadsPii ? upload.Errors : [.. upload.Errors.Select(BatchView.Masked)],
            };
            return new AcceptedJson(JsonSerializer.SerializeToUtf8Bytes(answer, BatchJson.Strict.BatchResponse), replayed);
        }
        catch (BatchClosedException)
        {
            return new ProblemResult(ErrorCode.UploadConflict);
        }
        finally
        {
            await upload.FinishAsync();
        }
    }

    private static ProblemResult NoLines => new(
        ErrorCode.NoLines,
        faults: [new Fault("", ErrorCode.NoLines.Code, "The file has no line with a message. Give at least one.")]);

    private static (TableColumns? Columns, IReadOnlyList<Fault> Faults) Columns(UploadLine header, UploadQuery query)
    {
        if (header.Fault is { } fault || header.TooLong)
        {
            var detail = $"The header line has more than {BoundedText.MaxCharacters} letters.";
            return (null, [header.Fault ?? new Fault("", "line_too_long", detail)]);
        }

        var (columns, wrong) = TableColumns.Read(header.Values!, query.Columns, query.Defaults); // A table's.
        return columns is null ? (null, wrong) : (columns, [.. Unused(columns, query)]);
    }

    /// <summary>
    /// Columns that nothing can use, because no line has a text of its own: told once, before anything is stored.
    /// </summary>
    private static IEnumerable<Fault> Unused(TableColumns columns, UploadQuery query) =>
        query.IgnoreUnused || query.Defaults?.Text is null || columns.HasTexts || columns.HoldsJson
            ? []
            : UnusedVariables.Of(columns.Variables, query.Defaults, RemedyOfTable);

    /// <summary>Reads from the line at which <paramref name="lines"/> stands. The problem when the upload may not go on.</summary>
    private async Task<IResult?> ReadAsync(
        HttpContext context,
        IAsyncEnumerator<UploadLine>? lines,
        TableColumns? columns,
        Upload upload,
        Batch batch,
        UploadQuery query)
    {
        var same = batch.Lines == 0;
        for (var more = lines is not null; more; more = await lines!.MoveNextAsync())
        {
            var line = lines!.Current; // Without lines there is no loop.
            var isNew = upload.Next(line);
            same |= upload.Lines == batch.Lines && CryptographicOperations.FixedTimeEquals(upload.Hash, batch.LinesHash);
            if (isNew && !same)
            {
                return IdempotencyKey.Reused;
            }

            if (isNew && batch.UploadedAt is not null)
            {
                // An upload that came to its end had no more lines than these. One that was closed because it had broken off comes too late.
                return batch.UploadedAt == batch.TouchedAt ? IdempotencyKey.Reused : new ProblemResult(ErrorCode.UploadConflict);
            }

            if (columns is not null && upload.Lines == 1)
            {
                continue;
            }

            if (upload.Lines > MaxLines + (columns is null ? 0 : 1))
            {
                var detail = $"At most {MaxLines} lines. This one and all after it were not read.";
                upload.Reject(line.Line, [], [new Fault("", "too_many_lines", detail)]);
                break;
            }

            if (isNew && line.Bytes.Length > 0)
            {
                await TakeAsync(line, columns, upload, query, context);
            }
            else if (batch.UploadedAt is null && line.Bytes.Length > 0)
            {
                await RememberAsync(line, columns, upload, query, context);
            }

            await upload.StoreFullAsync();
        }

        return same ? null : IdempotencyKey.Reused;
    }

    private async ValueTask TakeAsync(
        UploadLine line, TableColumns? columns, Upload upload, UploadQuery query, HttpContext context)
    {
        var faults = new List<Fault>();
        var values = ValuesOf(line, columns);
        if (await PrepareAsync(line, values, columns, upload.Id, query, faults, context) is { } good)
        {
            upload.Add(good);
        }

        if (faults.Count > 0)
        {
            upload.Reject(line.Line, values, faults);
        }
    }

    /// <summary>Reads a line again that is stored: its content must not come a second time behind the break.</summary>
    private async ValueTask RememberAsync(
        UploadLine line, TableColumns? columns, Upload upload, UploadQuery query, HttpContext context)
    {
        if (await PrepareAsync(line, ValuesOf(line, columns), columns, upload.Id, query, [], context) is { } good)
        {
            upload.Remember(good);
        }
    }

    /// <summary>A line with its messages; null when it has faults, or says nothing.</summary>
    private async ValueTask<GoodLine?> PrepareAsync(
        UploadLine line,
        IReadOnlyList<string> values,
        TableColumns? columns,
        Guid batchId,
        UploadQuery query,
        List<Fault> faults,
        HttpContext context)
    {
        if (Parse(line, columns, faults, out var isRepaired) is not { } request)
        {
            return null;
        }

        if (!query.IgnoreUnused)
        {
            var remedy = columns is null ? RemedyOfLine : RemedyOfCell;
            faults.AddRange(PrepareMessages.Unused(request, query.Defaults, columns?.NeedNoPlaceholder, remedy));
        }

        var work = new WorkBudget(WorkBudget.OfLine, context.RequestAborted);
        var messages = await prepare.PrepareAsync(
            request, query.Defaults, context.User.Key(), batchId, faults, work, context.RequestAborted);
        return messages.Count > 0
            ? new GoodLine(line.Line, values, request.To!, messages, isRepaired) // It has recipients, else no messages.
            : null;
    }

    /// <summary>What a line says, to be kept when it is rejected. A table's lines have values.</summary>
    private static IReadOnlyList<string> ValuesOf(UploadLine line, TableColumns? columns) =>
        columns is null ? [Encoding.UTF8.GetString(line.Bytes.Span)] : columns.OwnOf(line.Values!);

    /// <summary>Null when the line has faults, or says nothing.</summary>
    private static SendMessageRequest? Parse(
        UploadLine line, TableColumns? columns, List<Fault> faults, out bool isRepaired)
    {
        isRepaired = false;
        if (line.TooLong)
        {
            faults.Add(new Fault("", "line_too_long", columns is null ? LineTooLong : RecordTooLong));
        }
        else if (columns is null)
        {
            return LineJson.Parse(line.Bytes, faults);
        }
        else if (line.Fault is not null || !columns.SaysNothing(line.Values!)) // A table's lines have values.
        {
            if ((line.Fault ?? columns.Misfit(line.Values!)) is not { } fault)
            {
                return columns.ToRequest(line.Values!, line.Bytes.Length, faults, out isRepaired);
            }

            faults.Add(fault);
        }

        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(6030, LogLevel.Error, "An uploaded table could not be put below Gateway:Files:Root.")]
        public static partial void DiskFault(ILogger logger, Exception fault);
    }
}
