using Gateway.Accounts;
using Gateway.Messages.Received;
using Gateway.Platform;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Reports;

/// <summary><c>GET /v1/messages/received</c> and <c>/v1/messages/received/{id}</c>.</summary>
internal sealed class ReadMessages(GatewayDb db, SealReceived seal)
{
    public async Task<IResult> ListAsync(
        HttpContext context, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (Page.Read(limit, cursor, out var page) is { } refused)
        {
            return refused;
        }

        var found = await page.Of(
            Own(context).Where(message => page.Before == null || message.Id < page.Before)
            .OrderByDescending(message => message.Id))
            .ToListAsync(cancellationToken);
        var (items, next) = page.Cut(found, message => message.Id);
        return Results.Json(
            new ReceivedMessageList([.. items.Select(message => View(context, message))], next),
            ReceivedJson.Readable.ReceivedMessageList);
    }

    public async Task<IResult> GetAsync(HttpContext context, Guid id, CancellationToken cancellationToken) =>
        await Own(context).SingleOrDefaultAsync(message => message.Id == id, cancellationToken) is { } found
            ? Results.Json(View(context, found), ReceivedJson.Readable.ReceivedMessageView)
            : new ProblemResult(ErrorCode.NotFound, "There is no received message with this id.");

    private ReceivedMessageView View(HttpContext context, ReceivedMessage message) =>
        context.User.Key().ReadsPii ? seal.View(message) : seal.View(message).Masked();

    private IQueryable<ReceivedMessage> Own(HttpContext context)
    {
        var accountId = context.User.AccountId();
        return db.Set<ReceivedMessage>().Where(message => message.AccountId == accountId);
    }
}
