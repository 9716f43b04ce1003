using System.Text.Json;
using Gateway.Acceptance.DryRuns;
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

    /// <param name="context">The request.</param>
    /// <param name="dry">Takes the messages in the place of the store; null: they are stored.</param>
    public async Task<IResult> HandleAsync(HttpContext context, DryRun? dry)
    {
        if (!IdempotencyKey.TryRead(context, out var key))
        {
            return IdempotencyKey.Invalid;
        }

        if (dry is null && store.IsFull)
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

        if (dry is not null)
        {
            return await TryAsync(prepared, dry, context.RequestAborted);
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

    private static async Task<IResult> TryAsync(Prepared prepared, DryRun dry, CancellationToken cancellationToken)
    {
        dry.Asked = prepared.Request.To?.Items.Count ?? 0;
        if (prepared.Faults.Count > 0)
        {
            return ProblemResult.Invalid(prepared.Faults);
        }

        var outcome = await dry.StoreAsync(prepared.Messages, cancellationToken);
        if (outcome.Accepted is null)
        {
            return Refusal(outcome, prepared.Request.To!); // Without faults.
        }

        dry.Warn(Doubts.Of(prepared.Request));
        return DryRun.Answer(dry.View() with { Replacements = Replacement.Sum(prepared.Messages) });
    }

    private static ProblemResult Refusal(IntakeOutcome outcome, RecipientList to) =>
        outcome.Problem(index => SendMessageValidator.Pointer(to, index, "phone"));

    private static byte[] Answer(Prepared prepared) => JsonSerializer.SerializeToUtf8Bytes(
        new SendMessageResponse
        {
            BatchId = prepared.Messages[0].BatchId,
            Messages = [.. prepared.Messages.Select(Sent)],
            Warnings = Warning.From(Doubts.Of(prepared.Request)),
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
