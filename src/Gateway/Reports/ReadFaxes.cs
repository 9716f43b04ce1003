using Gateway.Accounts;
using Gateway.Platform;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Reports;

/// <summary><c>GET /v1/faxes/received</c>, <c>/v1/faxes/received/{id}</c> and its <c>/content</c>.</summary>
internal sealed partial class ReadFaxes(GatewayDb db, VendorTable vendors, ILogger<ReadFaxes> logger)
{
    public async Task<IResult> ListAsync(
        HttpContext context, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (Page.Read(limit, cursor, out var page) is { } refused)
        {
            return refused;
        }

        var found = await page.Of(Own(context).Where(fax => page.Before == null || fax.Id < page.Before).OrderByDescending(fax => fax.Id)).ToListAsync(cancellationToken);
        var (items, next) = page.Cut(found, fax => fax.Id);
        return Results.Json(
            new FaxList([.. items.Select(fax => FaxView.Of(fax).For(context.User.Key()))], next),
            FaxJson.Readable.FaxList);
    }

    public async Task<IResult> GetAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var found = await Own(context).SingleOrDefaultAsync(fax => fax.Id == id, cancellationToken);
        return found is null
            ? NotFound()
            : Results.Json(FaxView.Of(found).For(context.User.Key()), FaxJson.Readable.FaxView);
    }

    /// <summary>Streamed from where the agent laid it, so a file that came late, or came back, is there.</summary>
    public async Task<IResult> GetContentAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        if (await Own(context).SingleOrDefaultAsync(fax => fax.Id == id, cancellationToken) is not { } found)
        {
            return NotFound();
        }

        var vendor = vendors.Find(found.Vendor);
        if (FaxFile.PathOf(vendor, found.FileName) is not { } path)
        {
            var setting = vendor is null
                ? $"Vendors:{found.Vendor}"
                : $"Vendors:{found.Vendor}:{vendor.Protocol.Section}:ReceiveDirectory";
            return new ProblemResult(
                ErrorCode.FaxFileMissing,
                $"'{found.FileName}' is no file below the directory of received faxes ({setting}).");
        }

        try
        {
            var content = new FileStream(path, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return new StreamedFile(content, "image/tiff", Path.GetFileName(path), found.ReceivedAt);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Log.CannotOpen(logger, fault, id);
            return new ProblemResult(
                ErrorCode.FaxFileMissing, $"The agent's file '{found.FileName}' is not there, or cannot be read.");
        }
    }

    private IQueryable<StoredFax> Own(HttpContext context)
    {
        var accountId = context.User.AccountId();
        return db.Set<StoredFax>().Where(fax => fax.AccountId == accountId);
    }

    private static ProblemResult NotFound() => new(ErrorCode.NotFound, "There is no received fax with this id.");

    private static partial class Log
    {
        [LoggerMessage(4013, LogLevel.Warning, "The file of the received fax {FaxId} cannot be opened.")]
        public static partial void CannotOpen(ILogger logger, Exception fault, Guid faxId);
    }
}
