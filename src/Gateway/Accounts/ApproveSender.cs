using System.Text.Json;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Accounts;

/// <summary><c>POST /v1/senders/{id}/approve</c>: the operator has seen that the number is the account's own. Repeating it changes nothing.</summary>
internal sealed class ApproveSender(GatewayDb db, TimeProvider time)
{
    public async Task<IResult> HandleAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        if (await db.Set<Sender>().AsTracking().SingleOrDefaultAsync(sender => sender.Id == id, cancellationToken) is not { } found)
        {
            return new ProblemResult(ErrorCode.NotFound, "There is no sender number with this id.");
        }

        if (found.State != SenderState.Approved)
        {
            found.State = SenderState.Approved;
            db.Add(AuditEntry.Of(context.User.Key(), "sender.approved", id, JsonSerializer.Serialize(SenderView.From(found), AccountJson.Strict.SenderView), time.GetUtcNow()));
            await db.SaveChangesAsync(cancellationToken);
        }

        return Results.Json(SenderView.From(found).For(context.User.Key()), AccountJson.Strict.SenderView);
    }
}
