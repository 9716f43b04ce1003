using System.Text.Json;
using Gateway.Acceptance.Compose;
using Gateway.Acceptance.Repeats;
using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Rules;
using Gateway.Acceptance.Store;
using Gateway.Accounts;
using Gateway.Messages;
using Gateway.Messages.Sealing;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;

namespace Gateway.Acceptance;

/// <summary><c>POST /v1/messages</c>: checks everything, stores all messages in one transaction, and answers after the commit.</summary>
internal sealed class SendMessage(SendMessageValidator validator, AccountRules rules, OptOutRules optOuts, UseQuota quota, FilesOfRequest files, ExpandMessage expand, MarkMessages mark, SealContent seal, IntakeQueue intake, [FromKeyedServices(IntakeQueue.OfMarked)] IntakeQueue marked, WriteIntake write)
{
    /// <summary>1,000 recipients with variables of a kilobyte each.</summary>
    public const int MaxBodyBytes = 2 * 1024 * 1024;

    public async Task<IResult> HandleAsync(HttpContext context)
    {
        if (!IdempotencyKey.TryRead(context, out var key))
        {
            return IdempotencyKey.Invalid;
        }

        if (intake.IsFull)
        {
            // Read for nothing, it would only take time from those that were accepted.
            return IntakeOutcome.Busy;
        }

        var body = await BodyReader.ReadAsync(context, RequestJson.Request, MaxBodyBytes);
        if (body.Problem is { } problem)
        {
            return problem;
        }

        var caller = context.User.Key();
        var accountId = caller.AccountId;
        var faults = new List<Fault>();
        IReadOnlyList<NewMessage> messages = [];
        if (body.Value is { } given)
        {
            if (RequestBounds.Faults(given, body.Size) is { Count: > 0 } tooMuch)
            {
                return body.Faults.Count > 0 ? ProblemResult.Malformed(body.FaultsWith(tooMuch)) : ProblemResult.Invalid(tooMuch);
            }

            var request = AccountRules.WithDefaults(given, caller);
            faults.AddRange(validator.Faults(request));
            await rules.CheckAsync(request, caller, faults, context.RequestAborted);
            messages = AccountRules.Divert(expand.Expand(request, await files.FindAsync(request, accountId, context.RequestAborted), caller, batchId: null, faults, new WorkBudget(WorkBudget.OfRequest, context.RequestAborted)), caller);
            if (request.To is { } to)
            {
                faults.AddRange(DuplicateRecipients.Faults(messages, i => SendMessageValidator.Pointer(to, i, "phone")));
                faults.AddRange(OptOutRules.Faults(to, messages, await optOuts.FindAsync(accountId, messages, context.RequestAborted)));
            }
        }

        if (body.Faults.Count > 0)
        {
            return ProblemResult.Malformed(body.FaultsWith(faults));
        }

        if (faults.Count == 0 && !await files.KeepAsync(body.Value!, accountId, messages, context.RequestAborted))
        {
            faults.Add(new Fault("/attachments", "unknown_file", "A file was deleted a moment ago."));
        }

        if (faults.Count > 0)
        {
            return ProblemResult.Invalid(faults);
        }

        key = IdempotencyScope.OfMessages(key, caller.Test);
        var intended = new IntakeRequest(accountId, seal.Seal(messages), Answer(messages, body.Value!)) { Key = key, Hash = body.Hash, Marks = await mark.MarkAsync(caller, messages, context.RequestAborted) };
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

        var stored = false;
        try
        {
            var outcome = await (intended.Marks is null ? intake : marked).AcceptAsync(intended);
            stored = outcome.Kind == IntakeKind.Stored;
            return outcome.Kind is IntakeKind.Stored or IntakeKind.Replayed ? new AcceptedJson(outcome.Answer, outcome.Kind == IntakeKind.Replayed) : Refusal(outcome, body.Value!.To!); // Without faults.
        }
        finally
        {
            // What was not stored now does not count against the quota.
            if (!stored)
            {
                await quota.GiveBackAsync(caller, messages.Count);
            }
        }
    }

    private static ProblemResult Refusal(IntakeOutcome outcome, RecipientList to) => outcome.Problem(index => SendMessageValidator.Pointer(to, index, "phone"));

    private static SentMessage Sent(NewMessage message) => new()
    {
        Id = message.Id,
        To = message.Recipient,
        Status = message.Status,
        Reference = message.Reference,
        Replacements = message.Replacements,
    };

    private static byte[] Answer(IReadOnlyList<NewMessage> messages, SendMessageRequest request) => JsonSerializer.SerializeToUtf8Bytes(
        new SendMessageResponse
        {
            BatchId = messages[0].BatchId,
            Messages = [.. messages.Select(Sent)],
            Warnings = Warning.From(UnusedVariables.Of(request, fieldsOfTable: null, "")),
        },
        RequestJson.Response);
}
