using System.Text.Json;
using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Rules;
using Gateway.Acceptance.Store;
using Gateway.Accounts;
using Gateway.Messages;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;

namespace Gateway.Acceptance;

/// <summary><c>POST /v1/messages</c>: checks everything, stores all messages in one transaction, and answers after the commit.</summary>
internal sealed class SendMessage(PrepareMessages prepare, StoreMessages store)
{
    /// <summary>1,000 recipients with variables of a kilobyte each.</summary>
    public const int MaxBodyBytes = 2 * 1024 * 1024;

    public async Task<IResult> HandleAsync(HttpContext context)
    {
        if (!IdempotencyKey.TryRead(context, out var key))
        {
            return IdempotencyKey.Invalid;
        }

        if (store.IsFull)
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
        var prepared = await prepare.PrepareAsync(body, caller, context.RequestAborted);
        if (body.Faults.Count > 0)
        {
            return ProblemResult.Malformed(body.FaultsWith(prepared.Faults));
        }

        await prepare.KeepFilesAsync(prepared, caller.AccountId, context.RequestAborted);
        if (prepared.Faults.Count > 0)
        {
            return ProblemResult.Invalid(prepared.Faults);
        }

        var intended = new Intended(prepared.Messages, Answer(prepared))
        {
            Key = IdempotencyScope.OfMessages(key, caller.Test),
            Hash = body.Hash,
        };
        var outcome = await store.StoreAsync(caller, intended, context.RequestAborted);
        return outcome.Accepted ?? Refusal(outcome, prepared.Request.To!); // Without faults.
    }

    private static ProblemResult Refusal(IntakeOutcome outcome, RecipientList to) =>
        outcome.Problem(index => SendMessageValidator.Pointer(to, index, "phone"));

    private static byte[] Answer(Prepared prepared) => JsonSerializer.SerializeToUtf8Bytes(
        new SendMessageResponse
        {
            BatchId = prepared.Messages[0].BatchId,
            Messages = [.. prepared.Messages.Select(Sent)],
            Warnings = Warning.From(UnusedVariables.Of(prepared.Request, fieldsOfTable: null, "")),
        },
        RequestJson.Response);

    private static SentMessage Sent(NewMessage message) => new()
    {
        Id = message.Id,
        To = message.Recipient,
        Status = message.Status,
        Reference = message.Reference,
        Replacements = message.Replacements,
    };
}
