using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Acceptance.Batches.Tables;
using Gateway.Acceptance.DryRuns;
using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Rules;
using Gateway.Acceptance.Store;
using Gateway.Accounts;
using Gateway.Messages;
using Gateway.Platform;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;

namespace Gateway.Acceptance.Batches;

/// <summary>
/// Receives the lines of an upload into its batch, which is new or was begun by an earlier upload with the same key.
/// </summary>
internal sealed class ReceiveLines(
    PrepareLine prepare,
    OpenUpload uploads,
    StartUpload startUpload,
    MessageSignals signals)
{
    public const int MaxLines = 1_000_000;

    private const string RemedyOfTable = " Nothing was sent. Take the column out, or send the file with ?ignoreUnused=true.";

    /// <param name="context">The request.</param>
    /// <param name="key">Its idempotency key.</param>
    /// <param name="query">What is said of all lines.</param>
    /// <param name="all">The lines.</param>
    /// <param name="start">A hash over all that is said of every line.</param>
    /// <param name="dry">Takes the messages in the place of the store; null: they are stored.</param>
    public async Task<IResult> ReceiveAsync(
        HttpContext context, string? key, UploadQuery query, UploadLines all, byte[] start, DryRun? dry)
    {
        // The first line is looked at before the batch stands: a header that cannot be used leaves nothing behind.
        await using var lines = all.All.GetAsyncEnumerator(context.RequestAborted);
        var any = await lines.MoveNextAsync();
        TableColumns? columns = null;
        if (all.HaveHeader && TryReadHeader(all, any ? lines.Current : null, query, out columns) is { } unusable)
        {
            return unusable;
        }

        var caller = context.User.Key();
        var keys = (Own: IdempotencyScope.OfMessages(key, caller.Test), Scope: IdempotencyScope.OfRoute(context, key, caller.Test));
        var begun = new NewBatch(caller, query.Name, start) { Hold = query.Hold, Pace = query.Pace };
        if ((dry is null ? await uploads.OpenAsync(begun, keys) : uploads.Try(begun)) is not { } batch)
        {
            return await uploads.OtherAsync(caller.AccountId, keys.Scope!); // Without a key every batch is new.
        }

        var upload = startUpload.Lines(batch, start, caller, columns is null ? null : [.. columns.Own], dry);
        var doubts = new DoubtsOfUpload(query.Defaults, columns);
        try
        {
            return await ReadAsync(context, any ? lines : null, columns, upload, batch, query, doubts)
                ?? (dry is null
                    ? await FinishAsync(upload, batch, context, doubts)
                    : await FinishAsync(upload, dry, caller, doubts));
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

    private static async Task<IResult> FinishAsync(Upload upload, DryRun dry, KnownKey caller, DoubtsOfUpload doubts)
    {
        await upload.StoreAsync(last: true);
        dry.Warn(doubts.Faults);
        return upload.Any ? DryRun.Answer(upload.ViewOf(dry, caller)) : NoLines;
    }

    /// <summary>Stores what is left, and answers.</summary>
    private async Task<IResult> FinishAsync(Upload upload, Batch batch, HttpContext context, DoubtsOfUpload doubts)
    {
        if (!upload.Any)
        {
            await upload.FinishAsync(); // Blank lines are counted in chunks too.
            if (await uploads.DiscardAsync(upload.Id))
            {
                return NoLines;
            }
        }

        var replayed = batch.UploadedAt is not null && upload.Lines == batch.Lines;
        if (!replayed)
        {
            await upload.StoreAsync(last: true);
        }

        signals.Accepted.Beat();
        var answer = AnswerOf(upload, context.User.Key(), doubts);
        var shown = context.AnswersInKorean() ? answer.InKorean() : answer;
        return new AcceptedJson(JsonSerializer.SerializeToUtf8Bytes(shown, BatchJson.Strict.BatchResponse), replayed);
    }

    private static BatchResponse AnswerOf(Upload upload, KnownKey caller, DoubtsOfUpload doubts) =>
        new()
        {
            Id = upload.Id,
            Accepted = upload.Accepted,
            Rejected = upload.Rejected,
            Repaired = upload.Repaired,
            Replacements = upload.Replacements,
            Warnings = Warning.From(doubts.Faults),
            Errors = caller.ReadsPii ? upload.Errors : [.. upload.Errors.Select(BatchView.Masked)],
        };

    /// <summary>The problem when a header cannot be used; null when it can.</summary>
    private static ProblemResult? TryReadHeader(
        UploadLines all, UploadLine? header, UploadQuery query, out TableColumns? columns)
    {
        columns = null;
        if (all.Fault() is { } unreadable)
        {
            return ProblemResult.Invalid([unreadable]);
        }

        if (header is null)
        {
            return NoLines;
        }

        (columns, var wrong) = Columns(header.Value, query);
        return wrong.Count > 0 ? ProblemResult.Invalid(wrong) : null;
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
        UploadQuery query,
        DoubtsOfUpload doubts)
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

            doubts.Look(line);
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
        var values = PrepareLine.ValuesOf(line, columns);
        if (await prepare.PrepareAsync(line, values, columns, upload.Id, query, faults, context) is { } good)
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
        var values = PrepareLine.ValuesOf(line, columns);
        if (await prepare.PrepareAsync(line, values, columns, upload.Id, query, [], context) is { } good)
        {
            upload.Remember(good);
        }
    }
}
