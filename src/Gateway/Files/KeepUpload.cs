using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Accounts;
using Gateway.Files.Pictures;
using Gateway.Files.Types;
using Gateway.Platform;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Gateway.Platform.Storage;
using Gateway.Vendors;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Gateway.Files;

/// <summary>
/// Keeps what was uploaded, or the picture that was made of it. The bytes are safe on the disk before the row says that
/// they exist.
/// </summary>
internal sealed class KeepUpload(
    LookAtFile look,
    FileStore store,
    IdempotentCreate create,
    IOptions<RetentionOptions> retention,
    IOptions<LimitsOptions> limits,
    TimeProvider time)
{
    public async Task<IResult> KeepAsync(
        HttpContext context,
        FileForm form,
        TempFile temp,
        CancellationToken cancellationToken)
    {
        var upload = new Upload(temp, form.Sha256, await look.AtAsync(form, temp, cancellationToken), Converted: null);
        if (form.Convert && upload.Facts is { Fault: null } facts && IsNeeded(facts, temp.Size))
        {
            var outcome = Usability.CanConvert(facts.Type)
                ? await look.ConvertAsync(temp, facts, cancellationToken)
                : ConvertOutcome.Refused(NoPicture(facts));
            if (outcome.Picture is not { } picture)
            {
                return new ProblemResult(ErrorCode.UnusableFile, outcome.Refusal);
            }

            var sha256 = await look.KeepAsync(form, picture.Bytes, cancellationToken);
            upload = new Upload(
                form.Made!, // Just kept.
                sha256,
                await look.AtAsync(form, form.Made!, cancellationToken),
                Converted.From(form, temp, facts, outcome));
        }

        var usability = Usability.Of(upload.Facts, upload.Bytes.Size, form.Channel);
        return upload.Facts is null || usability.Refusal is not null
            ? new ProblemResult(ErrorCode.UnusableFile, usability.Refusal)
            : await StoreAsync(context, form, upload, Row(context, form, upload, usability), cancellationToken);
    }

    private static bool IsNeeded(FileFacts facts, long size) =>
        ConvertPicture.IsNeeded(facts, size, Usability.Of(facts, size, null).Channels.Contains(Channel.Mms));

    private StoredFile Row(HttpContext context, FileForm form, Upload upload, Usability usability)
    {
        var now = time.GetUtcNow();
        var facts = upload.Facts!; // Only what is known is stored.
        return new StoredFile
        {
            Id = NewId.At(now),
            AccountId = context.User.AccountId(),
            Name = upload.Converted is null ? form.Name : Converted.Rename(form.Name),
            ContentType = facts.Type.ContentType,
            Size = upload.Bytes.Size,
            Sha256 = upload.Sha256,
            Width = facts.Width,
            Height = facts.Height,
            UsableFor = [.. usability.Channels.Select(Usability.Name)],
            UnusableFor = usability.Reasons.Count == 0
                ? null
                : Notes.Write(usability.Reasons, FileJson.Readable.IReadOnlyListUnusableReason),
            Converted = upload.Converted is { } converted ? Notes.Write(converted, FileJson.Readable.Converted) : null,
            CreatedAt = now,
            ExpiresAt = now + TimeSpan.FromDays(retention.Value.Files),
        };
    }

    private async Task<IResult> StoreAsync(
        HttpContext context,
        FileForm form,
        Upload upload,
        StoredFile file,
        CancellationToken cancellationToken)
    {
        await store.KeepAsync(upload.Bytes, file.Id);
        var answer = JsonSerializer.SerializeToUtf8Bytes(FileView.From(file), FileJson.Readable.FileView);

        // When this throws, nobody knows whether the row was stored. The bytes stay: better bytes without a row than a
        // row without bytes.
        var result = await create.AddAsync(
            context,
            context.User.Key().Acting(),
            Hash(form),
            file,
            new KeptAnswer(StatusCodes.Status201Created, answer),
            cancellationToken,
            (connection, token) => RefuseAsync(connection, file, token));
        if (result is ProblemResult || context.Response.Headers.ContainsKey(IdempotencyKey.ReplayedHeader))
        {
            await store.DeleteAsync(file.Id);
        }

        return result;
    }

    /// <summary>The refusal when the account has no room for this file.</summary>
    private async Task<IResult?> RefuseAsync(
        NpgsqlConnection connection, StoredFile file, CancellationToken cancellationToken)
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

    private static string NoPicture(FileFacts facts) =>
        $"It is a {facts.Type.Label} ({facts.Type.ContentType}): convert=true takes JPEG, PNG, GIF, WebP and BMP "
        + $"pictures. {(Usability.CanSave(facts.Type) ? Usability.Save : "Upload it without.")}";

    private static ProblemResult TooMany(string what) => new(
        ErrorCode.TooManyFiles,
        $"An account may have {what}. Delete those that you no longer need, or ask the operator to raise the limit.");

    /// <summary>
    /// Of what the client said, not of the bytes on the wire: a repeated upload has another boundary.
    /// </summary>
    private static byte[] Hash(FileForm form) => SHA256.HashData([.. form.Sha256, .. Encoding.UTF8.GetBytes($"{form.Channel}\n{form.Name}{(form.Convert ? "\nconvert" : "")}")]);

    /// <summary>What is kept, and what it is; <c>Facts</c> null: nothing that we know.</summary>
    private sealed record Upload(TempFile Bytes, byte[] Sha256, FileFacts? Facts, Converted? Converted);
}
