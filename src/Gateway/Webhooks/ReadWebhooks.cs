using Gateway.Accounts;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Webhooks;

/// <summary><c>GET /v1/webhooks</c>, <c>GET</c> and <c>DELETE /v1/webhooks/{id}</c>.</summary>
internal sealed class ReadWebhooks(GatewayDb db, TimeProvider time)
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;

    public async Task<IResult> ListAsync(
        HttpContext context, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        var size = limit ?? DefaultLimit;
        var before = Guid.Empty;
        if (size is < 1 or > MaxLimit)
        {
            return ProblemResult.Malformed([new Fault("?limit", "out_of_range", $"1 to {MaxLimit}.")]);
        }

        if (cursor is not null && !Guid.TryParse(cursor, out before))
        {
            return ProblemResult.Malformed(
                [new Fault("?cursor", "invalid_cursor", "Not a cursor of ours. Take nextCursor of the page before.")]);
        }

        var query = Own(context);
        var found = await (cursor is null ? query : query.Where(webhook => webhook.Id < before))
            .OrderByDescending(webhook => webhook.Id).Take(size + 1).ToListAsync(cancellationToken);
        var page = found.Take(size).Select(webhook => WebhookView.From(webhook, time.GetUtcNow()).For(context.User.Key())).ToList();
        return Results.Json(
            new WebhookList(page, found.Count > size ? page[^1].Id.ToString() : null), WebhookJson.Strict.WebhookList);
    }

    public async Task<IResult> GetAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var found = await Own(context).SingleOrDefaultAsync(webhook => webhook.Id == id, cancellationToken);
        return found is null ? NotFound() : Results.Json(WebhookView.From(found, time.GetUtcNow()).For(context.User.Key()), WebhookJson.Strict.WebhookView);
    }

    /// <summary>The endpoint is called no more; a delivery under way may still end.</summary>
    public async Task<IResult> DeleteAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var deleted = await Own(context).Where(webhook => webhook.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(webhook => webhook.DeletedAt, now).SetProperty(webhook => webhook.UpdatedAt, now), cancellationToken);
        return deleted == 0 ? NotFound() : Results.NoContent();
    }

    private IQueryable<Webhook> Own(HttpContext context)
    {
        var accountId = context.User.AccountId();
        return db.Set<Webhook>().Where(webhook => webhook.AccountId == accountId && webhook.DeletedAt == null);
    }

    public static ProblemResult NotFound() => new(ErrorCode.NotFound, "There is no webhook with this id.");
}
