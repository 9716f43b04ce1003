using Gateway.Accounts;
using Gateway.Messages;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Webhooks.Feed;

/// <summary><c>GET /v1/events/{id}</c>: one event, as the feed and webhooks tell it.</summary>
internal sealed class ReadEvent(GatewayDb db, RenderEvents render)
{
    private static readonly ProblemResult NotFound = new(ErrorCode.NotFound, "There is no event with this id.");

    public async Task<IResult> HandleAsync(HttpContext context, string id, CancellationToken cancellationToken)
    {
        var account = context.User.AccountId();
        if (EventName.Read(id) is not { } eventId || !await db.Set<MessageEvent>()
            .AnyAsync(happened => happened.Id == eventId && happened.AccountId == account, cancellationToken))
        {
            return NotFound;
        }

        var bodies = await render.RenderAsync([eventId], !context.User.Key().ReadsPii, cancellationToken);
        return bodies.TryGetValue(eventId, out var found)
            ? Results.Bytes(ListEvents.Item(eventId, found.Body), "application/json")
            : NotFound;
    }
}
