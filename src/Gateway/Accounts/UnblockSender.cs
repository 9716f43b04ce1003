using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Accounts;

/// <summary>
/// <c>POST /v1/senders/{id}/unblock</c>: the operator has cleared with vendor and carrier why the number was refused.
/// It is approved again. Repeating it changes nothing.
/// </summary>
internal sealed class UnblockSender(GatewayDb db, FindSender senders, TimeProvider time)
{
    public static ProblemResult NotFound { get; } = new(ErrorCode.NotFound, "There is no sender number with this id.");

    public static ProblemResult Blocked { get; } = new(
        ErrorCode.SenderBlocked,
        "Its block must be lifted first: clear the reason (blockedCode) with the vendor, then an admin key of the "
        + "built-in account sends POST /v1/senders/{id}/unblock.");

    public async Task<IResult> HandleAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var all = db.Set<Sender>().AsTracking();
        if (await all.SingleOrDefaultAsync(sender => sender.Id == id, cancellationToken) is not { } found)
        {
            return NotFound;
        }

        var now = time.GetUtcNow();
        if (found.State == SenderState.Blocked)
        {
            (found.State, found.UnblockedAt) = (SenderState.Approved, now);
            db.Add(SenderView.Audit(context, "sender.unblocked", found, now));
            await db.SaveChangesAsync(cancellationToken);
            senders.Forget();
        }

        return Results.Json(SenderView.From(found, now).For(context.User.Key()), AccountJson.Strict.SenderView);
    }
}
