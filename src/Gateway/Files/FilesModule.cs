using Gateway.Accounts;
using Gateway.Files.Pictures;
using Gateway.Platform;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Gateway.Platform.Jobs;
using Gateway.Platform.OpenApi;
using Gateway.Platform.Queries;
using Gateway.Platform.Settings;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Files;

internal static class FilesModule
{
    private static readonly TimeSpan PurgeEvery = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    /// <summary>The answer while the disk cannot be used.</summary>
    public static ProblemResult Unavailable { get; } = new(ErrorCode.FilesUnavailable, retryAfter: RetryAfter);

    /// <summary>The answer while many pictures are decoded.</summary>
    public static ProblemResult Busy { get; } = new(ErrorCode.Overloaded, retryAfter: RetryAfter);

    public static IServiceCollection AddFiles(this IServiceCollection services)
    {
        services.AddSection<RetentionOptions>(RetentionOptions.Section);
        services.AddSingleton<FileStore>();
        services.AddSingleton(static _ => new DiskDeadline());
        services.AddSingleton<ReadForm>();
        services.AddSingleton<Decodings>();
        services.AddSingleton<LookAtFile>();
        services.AddScoped<KeepUpload>();
        services.AddScoped<UploadFile>();
        services.AddScoped<ReadFiles>();
        services.AddScoped<NeedFiles>();
        services.AddSingleton<StageFiles>();
        services.AddSingleton<RemoveStaged>();
        return services;
    }

    /// <summary>The upkeep, on nodes that run jobs.</summary>
    public static IServiceCollection AddFilePurge(this IServiceCollection services) =>
        services.AddRecurringJob<PurgeFiles>("purge-files", PurgeEvery);

    public static IEndpointRouteBuilder MapFiles(this IEndpointRouteBuilder routes)
    {
        var files = routes.MapGroup("/v1/files").WithTags("Files").RequireAuthorization(Scope.Files);
        files.MapPost("", ([FromServices] UploadFile upload, HttpContext context, string? convert, CancellationToken cancellationToken) => upload.HandleAsync(context, cancellationToken))
            .WithMetadata(ForTestKeys.Too)
            .WithName("UploadFile")
            .WithSummary("Upload a picture, document or voice file")
            .WithDescription(
                "Name the `id` in a message's `attachments`. The type is read from the content; the name and the "
                + "declared type do not matter, except for headerless `.pcm` sound "
                + "with `channel=voice`. At most 20 MB (413). What no agent can send is refused with its reason (422 `unusable_file`); `usableFor` tells the channels:\n\n"
                + "- `mms`: JPEG (baseline, RGB or grey, upright), at most 300 KB and 1499×1439 pixels. Bizppurio takes 60 KB: that is checked when the message is sent.\n"
                + "- `fax`: jpg, png, gif, bmp, tif, pdf, doc, docx, xls, xlsx, ppt, pptx, hwp, txt, html. Xroshot lists no png.\n"
                + "- `voice`: wav with 8 bits, 8,000 Hz, mono, at most 3 minutes (Bizppurio) or pcm, A-law, 8,000 Hz (Xroshot); scenarios as VoiceXML (Bizppurio) or mstg (Xroshot).\n\n"
                + "Many phones cannot show a progressive, CMYK, 12-bit or arithmetic JPEG, and leave out the turn that EXIF asks for: such a picture is not usable for `mms`, and `unusableFor` says why. "
                + "A cut-off or damaged one is refused: it is decoded to know.\n\n"
                + "Without `convert` the bytes are kept and sent as they are, **with their EXIF: also the place (GPS), time and camera**. With `convert=true` a JPEG, PNG, GIF (first frame), WebP or BMP picture becomes what every phone shows and "
                + "every vendor takes: baseline JPEG in RGB (4:2:0), turned as its EXIF says, white where it was transparent, at most 1499×1439 pixels and 60 KB (smaller, and of less quality, where needed), and **without EXIF, GPS, profiles and comments**. "
                + "`converted` says what changed; it is null when the picture was so already. At most 20 million "
                + "pixels are converted, 50 million of a baseline JPEG (422).")
            .WithWords("convert", ["true", "false"])
            .WithMetadata(new RequestHeader(IdempotencyKey.Header, "Any string up to 255 characters. The same key, file, name, channel and `convert` is stored once and always gets the first answer.", IdempotencyKey.MaxLength))
            .Accepts<UploadFileRequest>("multipart/form-data")
            .Produces<FileView>(StatusCodes.Status201Created)
            .Describe(
                new ParameterText("convert", "Makes of a picture what every phone shows.") { Default = "false" })
            .WithProblems(ErrorCode.TooManyFiles, ErrorCode.UnusableFile, ErrorCode.FilesUnavailable)
            .ProducesProblems(400, 401, 403, 409, 413, 415, 422, 503);
        files.MapGet("/{id:guid}", ([FromServices] ReadFiles read, HttpContext context, Guid id, CancellationToken cancellationToken) => read.GetAsync(context, id, cancellationToken))
            .WithName("GetFile")
            .WithSummary("Read a file's details")
            .Produces<FileView>()
            .ProducesProblems(401, 403, 404, 503);
        files.MapGet("/{id:guid}/content", ([FromServices] ReadFiles read, HttpContext context, Guid id, CancellationToken cancellationToken) => read.GetContentAsync(context, id, cancellationToken))
            .WithName("GetFileContent")
            .WithSummary("Download a file")
            .WithDescription(
                "Returns the file as it was uploaded, or as `convert=true` made it, under your name for it. Range "
                + "requests and `If-None-Match` are supported.")
            .Produces<Stream>(StatusCodes.Status200OK, "application/octet-stream")
            .Produces<Stream>(StatusCodes.Status206PartialContent, "application/octet-stream")
            .Produces(StatusCodes.Status304NotModified)
            .WithProblems(ErrorCode.PreconditionFailed, ErrorCode.RangeNotSatisfiable, ErrorCode.FilesUnavailable)
            .ProducesProblems(401, 403, 404, 503);
        files.MapDelete("/{id:guid}", ([FromServices] ReadFiles read, HttpContext context, Guid id, CancellationToken cancellationToken) => read.DeleteAsync(context, id, cancellationToken))
            .WithName("DeleteFile")
            .WithSummary("Delete a file")
            .WithDescription("Refused while a message that has not ended needs it.")
            .Produces(StatusCodes.Status204NoContent)
            .WithProblems(ErrorCode.FileInUse)
            .ProducesProblems(401, 403, 404, 409, 503);
        return routes;
    }
}
