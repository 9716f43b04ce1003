using Gateway.Accounts;
using Gateway.Messages;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Queries;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Webhooks;

/// <summary><c>GET /v1/webhooks/{id}/deliveries</c>: the log of what was sent to an endpoint, newest first.</summary>
internal sealed class ReadDeliveries(GatewayDb db)
{
    /// <summary>Of nodes, at most.</summary>
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(1);

    /// <summary>Fallbacks, late reports and replays tell of it after its end.</summary>
    private static readonly TimeSpan Behind = TimeSpan.FromDays(1);

    public async Task<IResult> HandleAsync(
        HttpContext context,
        Guid id,
        string? status,
        Guid? messageId,
        int? limit,
        string? cursor,
        CancellationToken cancellationToken)
    {
        var faults = CheckQuery.FaultsOf(context);
        var before = Guid.Empty;
        var wanted = QueriesModule.Many(status, ClosedSet.Of<DeliveryStatus>(), "status", faults);
        if (limit is < 1 or > ReadWebhooks.MaxLimit)
        {
            faults.Add(new Fault("?limit", "out_of_range", $"1 to {ReadWebhooks.MaxLimit}."));
        }

        if (cursor is not null && !Guid.TryParse(cursor, out before))
        {
            faults.Add(
                new Fault("?cursor", "invalid_cursor", "Not a cursor of ours. Take nextCursor of the page before."));
        }

        if (faults.Count > 0)
        {
            return ProblemResult.Malformed(faults);
        }

        var accountId = context.User.AccountId();
        if (!await db.Set<Webhook>().AnyAsync(webhook => webhook.Id == id && webhook.AccountId == accountId && webhook.DeletedAt == null, cancellationToken))
        {
            return ReadWebhooks.NotFound();
        }

        var (size, masked) = (limit ?? ReadWebhooks.DefaultLimit, !context.User.Key().ReadsPii);
        var page = await PageAsync(id, wanted, messageId, before, size, masked, cancellationToken);
        return Results.Json(page, WebhookJson.Strict.DeliveryList);
    }

    private async Task<DeliveryList> PageAsync(
        Guid webhookId,
        IReadOnlyList<DeliveryStatus> statuses,
        Guid? message,
        Guid before,
        int size,
        bool masked,
        CancellationToken cancellationToken)
    {
        var query = db.Set<Delivery>().Where(delivery => delivery.WebhookId == webhookId);
        query = statuses.Count == 0 ? query : query.Where(delivery => statuses.Contains(delivery.Status));
        query = message is { } about ? await OfMessageAsync(query, about, cancellationToken) : query;
        query = before == Guid.Empty ? query : query.Where(delivery => delivery.Id < before);
        var found = await query.OrderByDescending(delivery => delivery.Id).Take(size + 1).ToListAsync(
            cancellationToken);
        var page = found.Take(size).ToList();
        var ids = page.Select(delivery => delivery.Id).ToList();
        var eventIds = page.Select(delivery => delivery.EventId).Distinct().ToList();
        var attempts = (await db.Set<DeliveryAttempt>().Where(attempt => ids.Contains(attempt.DeliveryId)).ToListAsync(cancellationToken)).ToLookup(attempt => attempt.DeliveryId);
        var types = await db.Set<MessageEvent>().Where(happened => eventIds.Contains(happened.Id)).ToDictionaryAsync(
            happened => happened.Id, happened => happened.Type, cancellationToken);
        return new DeliveryList(
            [.. page.Select(delivery => DeliveryView.From(delivery, types.TryGetValue(delivery.EventId, out var type) ? type.Name() : null, attempts[delivery.Id])).Select(view => masked ? view.Masked() : view)],
            found.Count > size ? page[^1].Id.ToString() : null);
    }

    /// <summary>
    /// Of one message: looked for among those that were made in its life and a day behind it, because ids are times.
    /// </summary>
    private async Task<IQueryable<Delivery>> OfMessageAsync(
        IQueryable<Delivery> query, Guid id, CancellationToken cancellationToken)
    {
        var life = await db.Set<Message>().Where(message => message.Id == id)
            .Select(message => new { message.CreatedAt, message.CompletedAt }).SingleOrDefaultAsync(cancellationToken);
        if (life is null)
        {
            return query.Where(static _ => false); // It is no longer kept.
        }

        var first = Partitions.FirstId(life.CreatedAt - ClocksDiffer);
        query = query.Where(delivery => delivery.MessageId == id && delivery.Id >= first);
        if (life.CompletedAt is { } end)
        {
            var last = Partitions.FirstId(end + Behind);
            query = query.Where(delivery => delivery.Id < last);
        }

        return query;
    }
}
