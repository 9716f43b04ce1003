using Gateway.Accounts;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Gateway.Files;

/// <summary><c>GET /v1/files/{id}</c>, <c>GET /v1/files/{id}/content</c> and <c>DELETE /v1/files/{id}</c>.</summary>
internal sealed partial class ReadFiles(GatewayDb db, FileStore store, TimeProvider time, ILogger<ReadFiles> logger)
{
    public async Task<IResult> GetAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var found = await Own(context).SingleOrDefaultAsync(file => file.Id == id, cancellationToken);
        return found is null
            ? NotFound()
            : Results.Json(FileView.From(found).For(context.User.Key()), FileJson.Readable.FileView);
    }

    /// <summary>
    /// Always as a download and never to be guessed at: an uploaded HTML page must not run in our name.
    /// </summary>
    public async Task<IResult> GetContentAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        if (await Own(context).SingleOrDefaultAsync(file => file.Id == id, cancellationToken) is not { } found)
        {
            return NotFound();
        }

        try
        {
            var content = await store.OpenAsync(id);
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
            return new StreamedFile(
                content,
                found.ContentType,
                FileView.From(found).For(context.User.Key()).Name,
                found.CreatedAt,
                new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(found.Sha256)}\""));
        }
        catch (FileStoreException fault)
        {
            if (!await Own(context).AnyAsync(file => file.Id == id, cancellationToken))
            {
                return NotFound(); // Deleted since it was found.
            }

            Log.DiskFault(logger, fault, id);
            return FilesModule.Unavailable;
        }
    }

    public async Task<IResult> DeleteAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var deleted = await Own(context).Where(file => file.Id == id && (file.LastNeededAt == null || file.LastNeededAt <= now))
            .ExecuteUpdateAsync(set => set.SetProperty(file => file.DeletedAt, now), cancellationToken);
        if (deleted == 0)
        {
            return await Own(context).AnyAsync(file => file.Id == id, cancellationToken)
                ? new ProblemResult(ErrorCode.FileInUse, "A message that has not ended needs this file. Delete it when the message has ended.")
                : NotFound();
        }

        try
        {
            await store.DeleteAsync(id);
        }
        catch (FileStoreException fault)
        {
            // It is deleted for its owner all the same; the purge takes the bytes.
            Log.DiskFault(logger, fault, id);
        }

        return Results.NoContent();
    }

    private IQueryable<StoredFile> Own(HttpContext context)
    {
        var accountId = context.User.AccountId();
        var now = time.GetUtcNow();
        return db.Set<StoredFile>().Where(file => file.AccountId == accountId && file.DeletedAt == null && (file.ExpiresAt > now || file.LastNeededAt > now));
    }

    private static ProblemResult NotFound() => new(ErrorCode.NotFound, "There is no file with this id.");

    private static partial class Log
    {
        [LoggerMessage(6002, LogLevel.Error, "The bytes of file {FileId} cannot be reached below Gateway:Files:Root.")]
        public static partial void DiskFault(ILogger logger, Exception fault, Guid fileId);
    }
}
