using System.Security.Cryptography;
using System.Text;
using Gateway.Acceptance.Batches.Tables;
using Gateway.Acceptance.Batches.Workbooks;
using Gateway.Acceptance.DryRuns;
using Gateway.Acceptance.Templates;
using Gateway.Accounts;
using Gateway.Files;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Acceptance.Batches;

/// <summary>
/// <c>POST /v1/batches</c> with NDJSON or CSV: read line by line, stored in chunks. The batch row counts the lines in the transaction of their messages, so an upload that broke
/// off is repeated with its <c>Idempotency-Key</c> and goes on behind the lines that are stored.
/// </summary>
internal sealed partial class UploadBatch(
    ReceiveLines receive, UseTemplates templates, FileStore store, OpenWorkbook workbooks, ILogger<UploadBatch> logger)
{
    public async Task<IResult> HandleAsync(HttpContext context, bool isForm, DryRun? dry)
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
                ? await HandleFormAsync(context, key, query, dry)
                : await ReceiveAsync(context, key, query, await FileOfAsync(context), [], dry);
        }
        catch (FileStoreException fault)
        {
            Log.DiskFault(logger, fault);
            return FilesModule.Unavailable;
        }
    }

    private static Task<(UploadFile? File, ProblemResult? Problem)> FileOfAsync(HttpContext context) =>
        UploadFile.OfAsync(context.Request.Body, context.Request.ContentType, null, context.RequestAborted);

    private async Task<IResult> HandleFormAsync(HttpContext context, string? key, UploadQuery query, DryRun? dry)
    {
        await using var form = new UploadForm(store);
        if (await form.ReadAsync(context.Request, context.RequestAborted) is { } problem)
        {
            return problem;
        }

        // Without a problem there is a file.
        return await ReceiveAsync(context, key, query.Under(form.Defaults), (form.File, null), form.DefaultsBytes, dry);
    }

    /// <param name="context">The request.</param>
    /// <param name="key">Its idempotency key.</param>
    /// <param name="query">What is said of all lines.</param>
    /// <param name="given">The file, or why it is not taken.</param>
    /// <param name="defaults">What was said of every line beside the query.</param>
    /// <param name="dry">Takes the messages in the place of the store; null: they are stored.</param>
    private async Task<IResult> ReceiveAsync(
        HttpContext context,
        string? key,
        UploadQuery query,
        (UploadFile? File, ProblemResult? Problem) given,
        byte[] defaults,
        DryRun? dry)
    {
        if (given.File is not { } file)
        {
            return given.Problem!; // One of them is there.
        }

        var faults = new List<Fault>();
        var shared = await templates.ShareAsync(
            query.Defaults, context.User.Key(), faults, query.TemplatePointer, context.RequestAborted);
        if (faults.Count > 0)
        {
            return ProblemResult.Invalid(faults);
        }

        query = query with { Defaults = shared.Filled, OwnDefaults = shared.Own };

        var kind = file.Format switch { UploadFormat.Csv => "csv", UploadFormat.Ndjson => "ndjson", UploadFormat.Workbook => "xlsx" };
        var start = SHA256.HashData([.. Encoding.UTF8.GetBytes(kind + context.Request.QueryString), .. defaults]);
        var gone = context.RequestAborted;
        if (file.Format == UploadFormat.Ndjson)
        {
            var lines = new UploadLines(new ReadLines(file.Content).AllAsync(gone), HaveHeader: false);
            return await receive.ReceiveAsync(context, key, query, lines, start, dry);
        }

        if (file.Format == UploadFormat.Csv)
        {
            var table = new ReadTable(new TableText(file.Content, file.Charset), [.. query.Columns.Values]);
            var lines = new UploadLines(table.AllAsync(gone), HaveHeader: true) { Fault = () => table.Fault };
            return await receive.ReceiveAsync(context, key, query, lines, start, dry);
        }

        var (workbook, problem) = await workbooks.OpenAsync(file.Content, gone);
        if (workbook is null)
        {
            return problem!; // One of them is there.
        }

        await using (workbook)
        {
            var lines = new UploadLines(workbook.AllAsync(gone), HaveHeader: true);
            return await receive.ReceiveAsync(context, key, query, lines, start, dry);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6030, LogLevel.Error, "An uploaded table could not be put below Gateway:Files:Root.")]
        public static partial void DiskFault(ILogger logger, Exception fault);
    }
}
