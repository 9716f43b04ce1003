using System.Globalization;
using System.Text.Json;
using Gateway.Acceptance.Batches.Holds;
using Gateway.Acceptance.Compose;
using Gateway.Acceptance.DryRuns;
using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Rules;
using Gateway.Acceptance.Store;
using Gateway.Accounts;
using Gateway.Messages;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Gateway.Platform.Queries;

namespace Gateway.Acceptance.Batches;

/// <summary><c>POST /v1/batches</c> with JSON: everything is checked, then all messages are stored with the batch in one transaction, or none.</summary>
internal sealed class SendBatch(
    BatchRequestValidator validator,
    PrepareMessages prepare,
    StoreMessages store,
    QuietHours quiet,
    TimeProvider time)
{
    public const int MaxMessages = 10_000;

    /// <summary>10,000 messages of two kilobytes. Kestrel's own limit is above it.</summary>
    private const int MaxBodyBytes = 20 * 1024 * 1024;

    private const int MaxFaults = 100;

    private const string OnlyUploads = "Only with application/x-ndjson and text/csv. Say it in the body.";

    public async Task<IResult> HandleAsync(HttpContext context, DryRun? dry)
    {
        if (!IdempotencyKey.TryRead(context, out var key))
        {
            return IdempotencyKey.Invalid;
        }

        var read = await BodyReader.ReadAsync(context, BatchJson.Strict.BatchRequest, MaxBodyBytes);
        if (read.Problem is null && QueriesModule.Unexpected(context, OnlyUploads, RunDry.Parameter) is { } unexpected)
        {
            return unexpected;
        }

        var body = await read.CheckAsync(validator, context);
        if (body.Request is not { } request)
        {
            return body.Refusal;
        }

        var caller = context.User.Key();
        var batchId = NewId.At(time.GetUtcNow());
        var (messages, requests, faults) = await PrepareAsync(request, caller, batchId, dry, context.RequestAborted);
        if (faults.Count > 0)
        {
            return ProblemResult.Invalid(faults);
        }

        var timing = BatchTiming.Of(request.Hold, request.Pace?.ToPace(), time.GetUtcNow());
        var timed = timing.Apply(messages, 0, messages[0].CreatedAt, quiet);
        if (dry is not null)
        {
            return await TryAsync(request, requests, timed, dry, context.RequestAborted);
        }

        var batch = new BatchChange
        {
            Id = batchId,
            Name = request.Name,
            Replacements = Replacement.Sum(messages),
            Last = true,
            Timing = timing,
            Caller = caller,
        };
        var intended = new Intended(timed, Answer(batch, requests, messages.Count))
        {
            Key = IdempotencyScope.OfRoute(context, key, caller.Test),
            Hash = body.Hash,
            Along = batch.StoreAsync,
        };
        return OutcomeOf(await store.StoreAsync(caller, intended, context.RequestAborted), request);
    }

    private static IResult OutcomeOf(IntakeOutcome outcome, BatchRequest request) =>
        outcome.Accepted ?? outcome.Problem(index => Pointer(request.Messages!, index)); // Checked.

    private static async Task<IResult> TryAsync(
        BatchRequest request,
        IReadOnlyList<SendMessageRequest> requests,
        IReadOnlyList<NewMessage> messages,
        DryRun dry,
        CancellationToken cancellationToken)
    {
        var outcome = await dry.StoreAsync(messages, cancellationToken);
        if (outcome.Accepted is null)
        {
            return OutcomeOf(outcome, request);
        }

        dry.Warn(Doubts.Of(requests, At));
        return DryRun.Answer(dry.View() with { Replacements = Replacement.Sum(messages) });
    }

    private static byte[] Answer(
        BatchChange batch, IReadOnlyList<SendMessageRequest> requests, int messages) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new BatchResponse
            {
                Id = batch.Id,
                Accepted = messages,
                Rejected = 0,
                Errors = [],
                Warnings = Warning.From(Doubts.Of(requests, At)),
                Replacements = batch.Replacements,
            },
            BatchJson.Strict.BatchResponse);

    /// <summary>A fault of one message of a batch.</summary>
    public static Fault At(int message, Fault fault) =>
        fault with { Pointer = FormattableString.Invariant($"/messages/{message}{fault.Pointer}") };

    /// <summary>The messages, and the requests with all that their batch and their templates say.</summary>
    private async Task<(List<NewMessage> Messages, List<SendMessageRequest> Requests, List<Fault> Faults)> PrepareAsync(
        BatchRequest request, KnownKey caller, Guid batchId, DryRun? dry, CancellationToken cancellationToken)
    {
        dry?.Asked = request.Messages!.Sum(static message => message.To?.Items.Count ?? 1); // Checked before.
        var (messages, requests, faults) = (new List<NewMessage>(), new List<SendMessageRequest>(), new List<Fault>());
        var defaults = await prepare.Templates.ShareAsync(
            request.AllDefaults(), caller, faults, "/defaults/template", cancellationToken);
        var longer = BatchTiming.Longer(request.Hold, request.Pace is not null);
        var work = new WorkBudget(WorkBudget.OfBatch, cancellationToken);
        for (var i = 0; i < request.Messages!.Count && faults.Count < MaxFaults; i++) // Checked before.
        {
            var (message, found) = (request.Messages[i], new List<Fault>());
            var own = await prepare.Templates.FillAsync(message, caller, found, "/template", cancellationToken);
            var given = RequestDefaults.Fill(own, defaults.For(message));
            var prepared = await prepare.PrepareAsync(given, caller, batchId, found, work, cancellationToken);
            if (dry is null)
            {
                await prepare.KeepFilesAsync(prepared, caller.AccountId, cancellationToken, longer);
            }

            messages.AddRange(prepared.Messages);
            requests.Add(given);
            foreach (var fault in prepared.Faults)
            {
                faults.Add(At(i, fault));
            }
        }

        // Without faults, every request has a message for each of its recipients.
        if (faults.Count == 0)
        {
            await prepare.CheckTogetherAsync(
                caller.AccountId, messages, index => Pointer(request.Messages, index), faults, MaxFaults, cancellationToken);
        }

        if (faults.Count == 0 && request.Pace?.ToPace().IsTooSlow(messages.Count) == true)
        {
            faults.Add(PaceRequest.TooSlow("/pace"));
        }

        return (messages, requests, faults);
    }

    /// <summary>Where the recipient of a message stands: without faults, every request has a message for each of its recipients.</summary>
    private static string Pointer(List<SendMessageRequest> requests, int index)
    {
        var i = 0;
        for (; index >= requests[i].To!.Items.Count; i++) // Checked with the rest.
        {
            index -= requests[i].To!.Items.Count;
        }

        return string.Create(CultureInfo.InvariantCulture, $"/messages/{i}{SendMessageValidator.Pointer(requests[i].To!, index, "phone")}");
    }
}
