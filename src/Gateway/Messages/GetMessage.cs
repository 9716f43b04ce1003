using Gateway.Accounts;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Messages;

/// <summary><c>GET /v1/messages/{id}</c>.</summary>
internal sealed class GetMessage(GatewayDb db, RenderMessage render)
{
    public async Task<IResult> HandleAsync(Guid id, HttpContext context, CancellationToken cancellationToken)
    {
        var accountId = context.User.AccountId();
        var found = await (
            from message in db.Set<Message>()
            where message.Id == id && message.AccountId == accountId
            join row in db.Set<InflightMessage>() on message.Id equals row.MessageId into rows
            from inflight in rows.DefaultIfEmpty()
            select new { message, inflight }).SingleOrDefaultAsync(cancellationToken);
        return found is null
            ? new ProblemResult(ErrorCode.NotFound, "There is no message with this id.")
            : Results.Json(render.Now(found.message, found.inflight).For(context.User.Key()), MessageJson.View);
    }
}
