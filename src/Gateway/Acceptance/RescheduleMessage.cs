using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Acceptance.Requests;
using Gateway.Accounts;
using Gateway.Messages;
using Gateway.Messages.Sealing;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Acceptance;

/// <summary>A new time for a scheduled message.</summary>
internal sealed record RescheduleRequest
{
    /// <summary>When to send, at most a year ahead. Required.</summary>
    [Required]
    public DateTimeOffset? ScheduledAt { get; init; }
}

[JsonSerializable(typeof(RescheduleRequest))]
internal sealed partial class RescheduleJson : JsonSerializerContext
{
    public static RescheduleJson Strict { get; } = new(new JsonSerializerOptions(MessageJson.Strict.Options) { TypeInfoResolver = Default });
}

/// <summary><c>PATCH /v1/messages/{id}</c>: moves a message that is still scheduled.</summary>
internal sealed class RescheduleMessage(
    GatewayDb db,
    RescheduleRequestValidator validator,
    GetMessage get,
    FilesOfRequest files,
    SealContent seal,
    MoveScheduled move)
{
    private const int MaxBodyBytes = 4 * 1024;

    public async Task<IResult> HandleAsync(Guid id, HttpContext context, CancellationToken cancellationToken)
    {
        var read = await BodyReader.ReadAsync(context, RescheduleJson.Strict.RescheduleRequest, MaxBodyBytes);
        var body = await read.CheckAsync(validator, context);
        if (body.Request is not { } request)
        {
            return body.Refusal;
        }

        var accountId = context.User.AccountId();
        var at = request.ScheduledAt!.Value.ToUniversalTime(); // Required.
        if (await db.Set<Message>().AsNoTracking().SingleOrDefaultAsync(message => message.Id == id && message.AccountId == accountId, cancellationToken) is not { } message)
        {
            return new ProblemResult(ErrorCode.NotFound, "There is no message with this id.");
        }

        if (context.User.Key().IsForeign(message.Vendor))
        {
            return TestKeys.LiveMessage;
        }

        // Before it moves: a process that dies in between has kept them too long, and has lost none.
        await files.KeepAsync(message, seal.Open(message).Details, at, cancellationToken);
        return await move.MoveAsync(id, accountId, at, cancellationToken)
            ? await get.HandleAsync(id, context, cancellationToken)
            : new ProblemResult(ErrorCode.NotScheduled, "Its time has come, or it never had one.");
    }
}
