using Gateway.Files.Pictures;
using Gateway.Files.Types;
using Gateway.Platform.Bodies;
using Gateway.Platform.Idempotency;

namespace Gateway.Files;

/// <summary>A <c>multipart/form-data</c> body with a file.</summary>
internal sealed record UploadFileRequest
{
    /// <summary>The file. At most 20 MB (20 × 1024 × 1024 bytes).</summary>
    public required IFormFile File { get; init; }

    /// <summary><c>mms</c>, <c>fax</c> or <c>voice</c>: refuse the file when it cannot be sent so. Absent: it is enough that any channel can send it.</summary>
    [Words(typeof(Usability), nameof(Usability.Words), As = "FileUse")]
    public string? Channel { get; init; }
}

/// <summary><c>POST /v1/files</c>. The bytes are safe on the disk before the row says that they exist.</summary>
internal sealed partial class UploadFile(ReadForm reader, KeepUpload keep, ILogger<UploadFile> logger)
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (!IdempotencyKey.TryRead(context, out _))
        {
            return IdempotencyKey.Invalid;
        }

        try
        {
            // The route takes true and false.
            await using var form = new FileForm { Convert = context.Request.Query["convert"] == "true" };
            return await reader.ReadAsync(context.Request, form, cancellationToken)
                ?? await keep.KeepAsync(context, form, form.File!, cancellationToken); // Without a fault there is a file.
        }
        catch (FileStoreException fault)
        {
            Log.DiskFault(logger, fault);
            return FilesModule.Unavailable;
        }
        catch (TooManyDecodingsException)
        {
            return FilesModule.Busy;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6001, LogLevel.Error, "An upload could not be stored below Gateway:Files:Root.")]
        public static partial void DiskFault(ILogger logger, Exception fault);
    }
}
