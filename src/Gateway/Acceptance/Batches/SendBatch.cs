using System.Globalization;
using System.Text.Json;
using Gateway.Acceptance.Compose;
using Gateway.Acceptance.Repeats;
using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Rules;
using Gateway.Acceptance.Store;
using Gateway.Accounts;
using Gateway.Messages;
using Gateway.Messages.Sealing;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Gateway.Platform.Queries;

namespace Gateway.Acceptance.Batches;

/// <summary><c>POST /v1/batches</c> with JSON: everything is checked, then all messages are stored with the batch in one transaction, or none.</summary>
internal sealed class SendBatch(BatchRequestValidator validator, PrepareMessages prepare, OptOutRules optOuts, UseQuota quota, MarkMessages mark, SealContent seal, WriteIntake write, MessageSignals signals, TimeProvider time)
{
    public const int MaxMessages = 10_000;

    /// <summary>10,000 messages of two kilobytes. Kestrel's own limit is above it.</summary>
    private const int MaxBodyBytes = 20 * 1024 * 1024;

    private const int MaxFaults = 100;

    public async Task<IResult> HandleAsync(HttpContext context)
    {
        if (!IdempotencyKey.TryRead(context, out var key))
        {
            return IdempotencyKey.Invalid;
        }

        var read = await BodyReader.ReadAsync(context, BatchJson.Strict.BatchRequest, MaxBodyBytes);
        if (read.Problem is null && QueriesModule.Unexpected(context, "Only with application/x-ndjson and text/csv. Say it in the body.") is { } unexpected)
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
        var faults = new List<Fault>();
        var messages = await ExpandAsync(request, caller, batchId, faults, context.RequestAborted);
        if (faults.Count > 0)
        {
            return ProblemResult.Invalid(faults);
        }

        var answer = JsonSerializer.SerializeToUtf8Bytes(new BatchResponse { Id = batchId, Accepted = messages.Count, Rejected = 0, Errors = [], Warnings = Warning.From(Unused(request)), Replacements = Replacement.Sum(messages) }, BatchJson.Strict.BatchResponse);
        var intended = new IntakeRequest(caller.AccountId, seal.Seal(messages), answer)
        {
            Key = IdempotencyScope.OfRoute(context, key, caller.Test),
            Hash = body.Hash,
            Batch = new BatchChange { Id = batchId, Name = request.Name, Last = true },
            Marks = await mark.MarkAsync(caller, messages, context.RequestAborted),
        };
        if (await quota.TakeAsync(caller, messages.Count, context.RequestAborted) is { } exceeded)
        {
            // A repeated request gets its first answer, whatever was used up since.
            return (key is null ? null : await write.CompareAsync(intended, context.RequestAborted)) switch
            {
                { Kind: IntakeKind.Replayed } first => new AcceptedJson(first.Answer, replayed: true),
                { Kind: IntakeKind.AnswerLost } => IdempotencyKey.AnswerLost(),
                _ => exceeded,
            };
        }

        var outcome = await StoreAsync(caller, intended);
        return outcome.Kind is IntakeKind.Stored or IntakeKind.Replayed ? new AcceptedJson(outcome.Answer, outcome.Kind == IntakeKind.Replayed) : outcome.Problem(index => Pointer(request.Messages!, index)); // Checked.
    }

    private static IEnumerable<Fault> Unused(BatchRequest request) => request.Messages!.SelectMany((message, i) => // Checked before.
        PrepareMessages.Unused(message, request.Defaults, fieldsOfTable: null, "").Select(fault => At(i, fault)));

    private static Fault At(int message, Fault fault) => fault with { Pointer = FormattableString.Invariant($"/messages/{message}{fault.Pointer}") };

    private async Task<List<NewMessage>> ExpandAsync(BatchRequest request, KnownKey caller, Guid batchId, List<Fault> faults, CancellationToken cancellationToken)
    {
        var messages = new List<NewMessage>();
        var own = new List<Fault>();
        var defaults = request.AllDefaults();
        var work = new WorkBudget(WorkBudget.OfBatch, cancellationToken);
        for (var i = 0; i < request.Messages!.Count && faults.Count < MaxFaults; i++) // Checked before.
        {
            messages.AddRange(await prepare.PrepareAsync(request.Messages[i], defaults, caller, batchId, own, work, cancellationToken));
            faults.AddRange(own.Select(fault => At(i, fault)));
            own.Clear();
        }

        if (faults.Count == 0)
        {
            faults.AddRange(DuplicateRecipients.Faults(messages, index => Pointer(request.Messages, index)));
            faults.AddRange(OptedOut(request.Messages, messages, await optOuts.FindAsync(caller.AccountId, messages, cancellationToken)).Take(MaxFaults));
        }

        return messages;
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

    /// <summary>Without other faults, every request has a message for each of its recipients.</summary>
    private static IEnumerable<Fault> OptedOut(List<SendMessageRequest> requests, List<NewMessage> messages, IReadOnlySet<string> optedOut)
    {
        var first = 0;
        for (var i = 0; optedOut.Count > 0 && i < requests.Count; i++)
        {
            var to = requests[i].To!; // Checked with the rest.
            foreach (var fault in OptOutRules.Faults(to, messages.GetRange(first, to.Items.Count), optedOut))
            {
                yield return At(i, fault);
            }

            first += to.Items.Count;
        }
    }

    /// <summary>Past the queue of single requests: nobody there should wait for 10,000 rows. What was not stored now does not count against the quota.</summary>
    private async Task<IntakeOutcome> StoreAsync(KnownKey caller, IntakeRequest request)
    {
        var stored = false;
        try
        {
            var repeated = await write.WriteAsync([request], CancellationToken.None);
            if (request.Done.Task.IsCompleted)
            {
                return await request.Done.Task;
            }

            stored = repeated.Count == 0;
            if (!stored)
            {
                return await write.CompareAsync(request, CancellationToken.None);
            }

            signals.Accepted.Beat(request.Messages);
            return IntakeOutcome.Stored(request.Answer);
        }
        finally
        {
            if (!stored)
            {
                await quota.GiveBackAsync(caller, request.Messages.Count);
            }
        }
    }
}
