using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Accounts;

/// <summary><c>POST /v1/senders/{id}/approve</c>: the operator has seen that the number is the account's own. Repeating it changes nothing.</summary>
internal sealed class ApproveSender(GatewayDb db, FindSender senders, TimeProvider time)
{
    public async Task<IResult> HandleAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var all = db.Set<Sender>().AsTracking();
        if (await all.SingleOrDefaultAsync(sender => sender.Id == id, cancellationToken) is not { } found)
        {
            return UnblockSender.NotFound;
        }

        // A script that approves again must not lift a block.
        if (found.State == SenderState.Blocked)
        {
            return UnblockSender.Blocked;
        }

        var now = time.GetUtcNow();
        if (found.State == SenderState.Pending)
        {
            found.State = SenderState.Approved;
            db.Add(SenderView.Audit(context, "sender.approved", found, now));
            await db.SaveChangesAsync(cancellationToken);
            senders.Forget();
        }

        return Results.Json(SenderView.From(found, now).For(context.User.Key()), AccountJson.Strict.SenderView);
    }
}
