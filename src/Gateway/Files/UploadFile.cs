using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Accounts;
using Gateway.Files.Pictures;
using Gateway.Files.Types;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Gateway.Platform.Storage;
using Gateway.Vendors;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Gateway.Files;

/// <summary>A <c>multipart/form-data</c> body with a file.</summary>
internal sealed record UploadFileRequest
{
    /// <summary>The file. At most 20 MB (20 × 1024 × 1024 bytes).</summary>
    public required IFormFile File { get; init; }

    /// <summary><c>mms</c>, <c>fax</c> or <c>voice</c>: refuse the file when it cannot be sent so. Absent: it is enough that any channel can send it.</summary>
    [Words(typeof(Usability), nameof(Usability.Words))]
    public string? Channel { get; init; }
}

/// <summary><c>POST /v1/files</c>. The bytes are safe on the disk before the row says that they exist.</summary>
internal sealed partial class UploadFile(
    ReadForm reader, LookAtFile look, FileStore store, IdempotentCreate create, IOptions<RetentionOptions> retention, IOptions<LimitsOptions> limits, TimeProvider time, ILogger<UploadFile> logger)
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (!IdempotencyKey.TryRead(context, out _))
        {
            return IdempotencyKey.Invalid;
        }

        try
        {
            await using var form = new FileForm { Convert = context.Request.Query["convert"] == "true" }; // The route takes true and false.
            return await reader.ReadAsync(context.Request, form, cancellationToken) ?? await KeepAsync(context, form, form.File!, cancellationToken); // Without a fault there is a file.
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

    private async Task<IResult> KeepAsync(HttpContext context, FileForm form, TempFile temp, CancellationToken cancellationToken)
    {
        var facts = await look.AtAsync(form, temp, cancellationToken);
        var usability = Usability.Of(facts, temp.Size, form.Convert ? null : form.Channel);
        var (sha256, converted) = (form.Sha256, (Converted?)null);
        if (form.Convert && facts is { Fault: null } && ConvertPicture.IsNeeded(facts, temp.Size, usability.Channels.Contains(Channel.Mms)))
        {
            var outcome = Usability.CanConvert(facts.Type) ? await look.ConvertAsync(temp, facts, cancellationToken) : ConvertOutcome.Refused(NoPicture(facts));
            if (outcome.Picture is not { } picture)
            {
                return new ProblemResult(ErrorCode.UnusableFile, outcome.Refusal);
            }

            converted = Converted.From(form, temp, facts, outcome);
            sha256 = await look.KeepAsync(form, picture.Bytes, cancellationToken);
            temp = form.Made!; // Just kept.
            facts = await look.AtAsync(form, temp, cancellationToken);
        }

        usability = form.Convert ? Usability.Of(facts, temp.Size, form.Channel) : usability;
        if (facts is null || usability.Refusal is not null)
        {
            return new ProblemResult(ErrorCode.UnusableFile, usability.Refusal);
        }

        var now = time.GetUtcNow();
        var file = new StoredFile
        {
            Id = NewId.At(now),
            AccountId = context.User.AccountId(),
            Name = converted is null ? form.Name : Converted.Rename(form.Name),
            ContentType = facts.Type.ContentType,
            Size = temp.Size,
            Sha256 = sha256,
            Width = facts.Width,
            Height = facts.Height,
            UsableFor = [.. usability.Channels.Select(Usability.Name)],
            UnusableFor = usability.Reasons.Count == 0 ? null : Notes.Write(usability.Reasons, FileJson.Readable.IReadOnlyListUnusableReason),
            Converted = converted is null ? null : Notes.Write(converted, FileJson.Readable.Converted),
            CreatedAt = now,
            ExpiresAt = now + TimeSpan.FromDays(retention.Value.Files),
        };
        await store.KeepAsync(temp, file.Id);
        var answer = JsonSerializer.SerializeToUtf8Bytes(FileView.From(file), FileJson.Readable.FileView);

        // When this throws, nobody knows whether the row was stored. The bytes stay: better bytes without a row than a row without bytes.
        var kept = new KeptAnswer(StatusCodes.Status201Created, answer);
        var result = await create.AddAsync(context, context.User.Key().Acting(), Hash(form), file, kept, cancellationToken, (connection, token) => RefuseAsync(connection, file, token));
        if (result is ProblemResult || context.Response.Headers.ContainsKey(IdempotencyKey.ReplayedHeader))
        {
            await store.DeleteAsync(file.Id);
        }

        return result;
    }

    /// <summary>The refusal when the account has no room for this file.</summary>
    private async Task<IResult?> RefuseAsync(NpgsqlConnection connection, StoredFile file, CancellationToken cancellationToken)
    {
        await WithinLimit.LockAsync(connection, CountedThing.Files, file.AccountId, cancellationToken);
        await using var command = connection.Command("Files.Sql.count-files");
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", file.AccountId));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", file.CreatedAt));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (most, megabytes) = (limits.Value.FilesPerAccount, limits.Value.FileMegabytesPerAccount);
        return reader.GetInt64(0) >= most ? TooMany($"{most} files")
            : reader.GetInt64(1) + file.Size > megabytes * 1024L * 1024L ? TooMany($"{megabytes} MB of files")
            : null;
    }

    private static string NoPicture(FileFacts facts) => $"It is a {facts.Type.Label} ({facts.Type.ContentType}): convert=true takes JPEG, PNG, GIF, WebP and BMP pictures. Upload it without.";

    private static ProblemResult TooMany(string what) => new(ErrorCode.TooManyFiles, $"An account may have {what}. Delete those that you no longer need, or ask the operator to raise the limit.");

    /// <summary>Of what the client said, not of the bytes on the wire: a repeated upload has another boundary.</summary>
    private static byte[] Hash(FileForm form) => SHA256.HashData([.. form.Sha256, .. Encoding.UTF8.GetBytes($"{form.Channel}\n{form.Name}{(form.Convert ? "\nconvert" : "")}")]);

    private static partial class Log
    {
        [LoggerMessage(6001, LogLevel.Error, "An upload could not be stored below Gateway:Files:Root.")]
        public static partial void DiskFault(ILogger logger, Exception fault);
    }
}
