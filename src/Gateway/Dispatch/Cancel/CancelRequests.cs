using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Acceptance.Batches;
using Gateway.Acceptance.Batches.Holds;
using Gateway.Accounts;
using Gateway.Messages;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Dispatch.Cancel;

/// <summary>Which messages to cancel.</summary>
internal sealed record CancelByReferenceRequest
{
    /// <summary>The reference that the messages were sent with. Required.</summary>
    [Required]
    public string? Reference { get; init; }
}

/// <summary>What came of canceling many messages.</summary>
internal sealed record CancelCounts
{
    /// <summary>Will not be sent.</summary>
    public int Canceled { get; set; }

    /// <summary>An agent had taken them. Those that had ended before are not counted.</summary>
    public int TooLate { get; set; }

    /// <summary>Nobody knows yet, because a vendor's database does not answer; the gateway keeps trying.</summary>
    public int Pending { get; set; }
}

[JsonSerializable(typeof(CancelByReferenceRequest))]
[JsonSerializable(typeof(CancelCounts))]
internal sealed partial class CancelJson : JsonSerializerContext
{
    public static CancelJson Strict { get; } = new(
        new JsonSerializerOptions(MessageJson.Strict.Options) { TypeInfoResolver = Default });
}

/// <summary><c>POST /v1/messages/{id}/cancel</c>, <c>POST /v1/messages/cancel</c> and <c>POST /v1/batches/{id}/cancel</c>.</summary>
internal sealed class CancelRequests(
    CancelByReferenceValidator validator,
    CancelMessages cancel,
    CancelPages pages,
    CloseBatch close,
    GetMessage get,
    GatewayDb db)
{
    private const int MaxBodyBytes = 4 * 1024;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(15);

    public async Task<IResult> OneAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var accountId = context.User.AccountId();
        if (await db.Set<Message>().Where(message => message.Id == id && message.AccountId == accountId).Select(message => message.Vendor).SingleOrDefaultAsync(cancellationToken) is not { } vendor)
        {
            return new ProblemResult(ErrorCode.NotFound, "There is no message with this id.");
        }

        if (context.User.Key().IsForeign(vendor))
        {
            return TestKeys.LiveMessage;
        }

        var fates = await cancel.CancelAsync([id], cancellationToken);
        return fates.TryGetValue(id, out var fate)
            ? fate switch
            {
                CancelFate.Canceled => await get.HandleAsync(id, context, cancellationToken),
                CancelFate.TooLate => new ProblemResult(
                    ErrorCode.NotCancelable,
                    "The vendor's agent has taken it, or it shares a row with messages that are not canceled."),
                CancelFate.Unknown => new ProblemResult(ErrorCode.VendorUnavailable, "The vendor's database does not answer, so nobody knows yet. The gateway keeps trying; GET shows the outcome.", retryAfter: RetryAfter),
            }
            : await EndedAsync(context, id, cancellationToken);
    }

    public async Task<IResult> BatchAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var accountId = context.User.AccountId();
        if (context.User.Key().Test && await db.Set<Message>().AnyAsync(message => message.BatchId == id && message.AccountId == accountId && message.Vendor != TestKeys.Vendor, cancellationToken))
        {
            return TestKeys.LiveMessage;
        }

        if (!await IsThereAsync(accountId, id, cancellationToken))
        {
            return new ProblemResult(ErrorCode.NotFound, "There is no batch with this id.");
        }

        // First: whoever adds to it, or releases it, at this moment is done before, or does nothing any more.
        await close.CancelAsync(id, accountId, cancellationToken);
        return Json(await pages.BatchAsync(id, accountId, OnlyVendor(context.User.Key()), cancellationToken));
    }

    public async Task<IResult> ReferenceAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var body = await (await BodyReader.ReadAsync(context, CancelJson.Strict.CancelByReferenceRequest, MaxBodyBytes)).CheckAsync(validator, context);
        return body.Request is { Reference: { } reference }
            ? Json(await pages.ReferenceAsync(
                reference, context.User.AccountId(), OnlyVendor(context.User.Key()), cancellationToken))
            : body.Refusal;
    }

    /// <summary>A batch, whose lines may all have been rejected, or a request of its own.</summary>
    private async Task<bool> IsThereAsync(Guid accountId, Guid id, CancellationToken cancellationToken) =>
        await db.Set<Batch>().AnyAsync(batch => batch.Id == id && batch.AccountId == accountId, cancellationToken)
        || await db.Set<Message>().AnyAsync(
            message => message.BatchId == id && message.BatchId != message.Id && message.AccountId == accountId, cancellationToken)
        || await db.Set<Message>().AnyAsync(
            message => message.Id == id && message.BatchId == id && message.AccountId == accountId, cancellationToken);

    /// <summary>With a test key its test messages alone.</summary>
    private static string? OnlyVendor(KnownKey key) => key.Test ? TestKeys.Vendor : null;

    private static IResult Json(CancelCounts counts) => Results.Json(counts, CancelJson.Strict.CancelCounts);

    /// <summary>Canceled before: the same answer again. Anything else that has ended cannot be canceled.</summary>
    private async Task<IResult> EndedAsync(HttpContext context, Guid id, CancellationToken cancellationToken) =>
        await db.Set<Message>().AnyAsync(message => message.Id == id && message.Status == MessageStatus.Canceled, cancellationToken)
            ? await get.HandleAsync(id, context, cancellationToken)
            : new ProblemResult(ErrorCode.NotCancelable, "It has ended.");
}
