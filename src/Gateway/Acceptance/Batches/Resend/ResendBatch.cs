using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Acceptance.Batches.Holds;
using Gateway.Acceptance.Compose;
using Gateway.Acceptance.DryRuns;
using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Store;
using Gateway.Accounts;
using Gateway.Messages;
using Gateway.Messages.Sealing;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;

namespace Gateway.Acceptance.Batches.Resend;

/// <summary>
/// <c>POST /v1/batches/{id}/resend</c>: what failed of a batch becomes a new batch, as if its messages were the lines
/// of an upload. They are checked as new ones are, and stored in chunks; each chunk claims the messages that it sends
/// again, so that none is sent again twice, whoever else tries. One that broke off is repeated with its
/// <c>Idempotency-Key</c> and goes on behind the last message that is done with.
/// </summary>
internal sealed class ResendBatch(
    ResendRequestValidator validator,
    FindResendable find,
    PrepareMessages prepare,
    SealContent seal,
    OpenUpload uploads,
    StartUpload start,
    MessageSignals signals)
{
    private const int MaxBodyBytes = 256 * 1024;

    private const int PageSize = 1000;

    private static readonly Fault Unreadable = new(
        "", "unreadable", "What is stored of the message cannot be read any more.");

    public async Task<IResult> HandleAsync(HttpContext context, Guid id, DryRun? dry)
    {
        if (!IdempotencyKey.TryRead(context, out var key))
        {
            return IdempotencyKey.Invalid;
        }

        var read = await BodyReader.ReadAsync(context, BatchJson.Strict.ResendRequest, MaxBodyBytes);
        var body = await read.CheckAsync(validator, context);
        if (body.Request is not { } request)
        {
            return body.Refusal;
        }

        var caller = context.User.Key();
        var (refusal, name) = await find.LookAsync(caller, id, context.RequestAborted);
        if (refusal is not null)
        {
            return refusal;
        }

        var faults = new List<Fault>();
        var shared = await prepare.Templates.ShareAsync(
            request.Defaults, caller, faults, "/defaults/template", context.RequestAborted);
        if (faults.Count > 0)
        {
            return ProblemResult.Invalid(faults);
        }

        request = request with { Defaults = shared.Filled };
        var begun = Begin(caller, request, name, body.Hash, id);
        if (dry is not null)
        {
            return await TryAsync(context, id, request, begun, dry);
        }

        var scope = IdempotencyScope.OfRoute(context, key, caller.Test);
        if (await uploads.OpenAsync(begun, (scope, scope)) is not { } batch)
        {
            return await uploads.OtherAsync(caller.AccountId, scope!); // Without a key every batch is new.
        }

        return !CryptographicOperations.FixedTimeEquals(batch.LinesHash, body.Hash) ? IdempotencyKey.Reused
            : batch.UploadedAt is null ? await GoOnAsync(context, id, request, batch)
            : batch.UploadedAt == batch.TouchedAt ? Answer(BatchView.Of(batch, null), context, isReplayed: true)
            : new ProblemResult(ErrorCode.UploadConflict); // It had broken off, and was closed since.
    }

    private async Task<IResult> TryAsync(
        HttpContext context, Guid id, ResendRequest request, NewBatch begun, DryRun dry)
    {
        dry.IsOfStored = true;
        var upload = start.Resend(uploads.Try(begun), begun.Caller, dry);
        await ReadAsync(context, id, request, upload);
        await upload.StoreAsync(last: true);
        await CountRunningAsync(upload, begun.Caller, id, context.RequestAborted);
        return upload is { Accepted: 0, Rejected: 0 }
            ? Nothing(upload.Resend!.Skipped) // It is one.
            : DryRun.Answer(upload.ViewOf(dry, begun.Caller));
    }

    private static NewBatch Begin(KnownKey caller, ResendRequest request, string? name, byte[] hash, Guid id) =>
        new(caller, request.Name ?? name, hash)
        {
            Hold = request.Hold == true,
            Pace = request.Pace?.ToPace(),
            ResendOf = id,
        };

    private async Task<IResult> GoOnAsync(HttpContext context, Guid id, ResendRequest request, Batch batch)
    {
        var caller = context.User.Key();
        var upload = start.Resend(batch, caller, dry: null);
        try
        {
            await ReadAsync(context, id, request, upload);
            await upload.StoreAsync(last: false);
            await CountRunningAsync(upload, caller, id, context.RequestAborted);
            if (upload is { Accepted: 0, Rejected: 0 } && await uploads.DiscardAsync(upload.Id))
            {
                return Nothing(upload.Resend!.Skipped); // It is one.
            }

            await upload.StoreAsync(last: true);
            signals.Accepted.Beat();
            return Answer(upload.ToView(), context, isReplayed: false);
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

    private async Task CountRunningAsync(Upload upload, KnownKey caller, Guid id, CancellationToken cancellationToken)
    {
        var running = await find.CountRunningAsync(caller, id, cancellationToken);
        upload.Skip(skipped => skipped with { StillRunning = skipped.StillRunning + running });
    }

    private async Task ReadAsync(HttpContext context, Guid id, ResendRequest request, Upload upload)
    {
        var (caller, gone) = (context.User.Key(), context.RequestAborted);
        var statuses = request.StatusesOrDefault();
        List<Ended> page;
        do
        {
            page = await find.NextAsync(caller, id, statuses, upload.Resend!.After, PageSize, gone); // It is one.
            var messages = await find.ReadAsync(
                [.. page.Where(static ended => Why(ended) is null).Select(static ended => ended.Id)], gone);
            foreach (var ended in page)
            {
                upload.NextOriginal(ended.Id);
                if (Why(ended) is { } why)
                {
                    upload.Skip(why);
                }
                else if (messages.TryGetValue(ended.Id, out var message))
                {
                    await TakeAsync(context, message, request, upload);
                }
            }

            await upload.StoreFullAsync();
        }
        while (page.Count == PageSize);
    }

    /// <summary>Counts a message that is not sent again; null for one that may be.</summary>
    private static Func<ResendSkipped, ResendSkipped>? Why(Ended ended) =>
        ended.IsResent ? static skipped => skipped with { AlreadyResent = skipped.AlreadyResent + 1 }
        : ended.IsRemoved ? static skipped => skipped with { ContentRemoved = skipped.ContentRemoved + 1 }
        : ended.StillRuns ? static skipped => skipped with { StillRunning = skipped.StillRunning + 1 }
        : ended.Fallback == MessageStatus.Delivered
            ? static skipped => skipped with { FallbackDelivered = skipped.FallbackDelivered + 1 }
        : null;

    private async ValueTask TakeAsync(HttpContext context, Message message, ResendRequest request, Upload upload)
    {
        if (request.OnlyRetryable == true && !find.IsRetryable(message))
        {
            upload.Skip(static skipped => skipped with { NotRetryable = skipped.NotRetryable + 1 });
            return;
        }

        var content = seal.Open(message);
        if (content.Unreadable)
        {
            upload.Reject(upload.Lines, [message.Id.ToString()], [Unreadable]);
            return;
        }

        var again = RequestOfMessage.Of(message, content, request.Defaults);
        var faults = new List<Fault>();
        var work = new WorkBudget(WorkBudget.OfLine, context.RequestAborted);
        var caller = context.User.Key();
        var prepared = await prepare.PrepareAsync(again, caller, upload.Id, faults, work, context.RequestAborted);
        if (!upload.IsDry)
        {
            var longer = BatchTiming.Longer(request.Hold, request.Pace is not null);
            await prepare.KeepFilesAsync(prepared, caller.AccountId, context.RequestAborted, longer);
        }

        string[] line = [RequestOfMessage.ToLine(again)];
        if (faults.Count > 0)
        {
            upload.Reject(upload.Lines, line, faults);
        }
        else
        {
            // It has its recipient.
            var good = new GoodLine(upload.Lines, line, again.To!, prepared.Messages, false);
            upload.Add(good with { Original = message.Id });
        }
    }

    private static AcceptedJson Answer(BatchView batch, HttpContext context, bool isReplayed) => new(
        JsonSerializer.SerializeToUtf8Bytes(
            new ResendResponse
            {
                Id = batch.Id,
                ResendOf = batch.ResendOf,
                Accepted = batch.Accepted,
                Rejected = batch.Rejected,
                Errors = batch.For(context.User.Key(), context.AnswersInKorean()).Errors,
                Skipped = batch.Skipped ?? new ResendSkipped(),
            },
            BatchJson.Strict.ResendResponse),
        isReplayed);

    private static ProblemResult Nothing(ResendSkipped skipped) => new(
        ErrorCode.NothingToResend,
        $"Of the messages with these ends, {skipped.AlreadyResent} were sent again before, {skipped.NotRetryable} "
        + "are not retryable, the contents of "
        + $"{skipped.ContentRemoved} are removed, and the fallbacks of {skipped.FallbackDelivered} were delivered. "
        + $"{skipped.StillRunning} of the batch still run.");
}
