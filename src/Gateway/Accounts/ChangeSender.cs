using Gateway.Platform.Bodies;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Accounts;

/// <summary>
/// <c>PATCH /v1/senders/{id}</c>: until when a number may be used, and the operator's words about it.
/// </summary>
internal sealed class ChangeSender(
    GatewayDb db, ChangeSenderRequestValidator validator, FindSender senders, TimeProvider time)
{
    private const int MaxBodyBytes = 16 * 1024;

    public async Task<IResult> HandleAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var read = await BodyReader.ReadAsync(context, AccountJson.Strict.ChangeSenderRequest, MaxBodyBytes);
        var body = await read.CheckAsync(validator, context);
        if (body.Request is not { } request)
        {
            return body.Refusal;
        }

        var all = db.Set<Sender>().AsTracking();
        if (await all.SingleOrDefaultAsync(sender => sender.Id == id, cancellationToken) is not { } found)
        {
            return UnblockSender.NotFound;
        }

        var now = time.GetUtcNow();
        found.Comment = request.HasComment ? request.Comment : found.Comment;
        found.ExpiresAt = request.HasExpiresAt ? request.ExpiresAt?.ToUniversalTime() : found.ExpiresAt;
        if (db.Entry(found).State == EntityState.Modified)
        {
            db.Add(SenderView.Audit(context, "sender.changed", found, now));
            await db.SaveChangesAsync(cancellationToken);
            senders.Forget();
        }

        return Results.Json(SenderView.From(found, now).For(context.User.Key()), AccountJson.Strict.SenderView);
    }
}
