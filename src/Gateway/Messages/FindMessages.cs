using Gateway.Accounts;
using Gateway.Messages.Retention;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Messages;

/// <summary>A page of messages, newest first.</summary>
internal sealed record MessageList(IReadOnlyList<MessageView> Items, string? NextCursor);

/// <summary>
/// <c>GET /v1/messages</c>. Ids are ordered by time, so the newest first are the greatest first, and a range of creation times is a range of ids. What has not ended is found
/// through the work, seldom ends through their events, all else in the records.
/// </summary>
internal sealed class FindMessages(GatewayDb db, RenderMessage render, NumberHash hash, TimeProvider time)
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (MessageFilter.Read(context.Request.Query, out var filter, out var page) is { } refused)
        {
            return refused;
        }

        // Of old messages only a hash of the number is left.
        var hashed = filter.To is { } to ? await hash.OfAsync(context.User.AccountId(), to, cancellationToken) : null;
        var query =
            from message in Narrow(Records(context.User.AccountId(), filter.Status, page.Before), filter, hashed)
            join row in db.Set<InflightMessage>() on message.Id equals row.MessageId into rows
            from inflight in rows.DefaultIfEmpty()
            select new Found { Message = message, Inflight = inflight };
        var found = await page.Of(WithStatus(query, filter.Status, time.GetUtcNow()).OrderByDescending(row => row.Message.Id)).ToListAsync(cancellationToken);
        var (items, next) = page.Cut(found, row => row.Message.Id);
        return Results.Json(new MessageList([.. items.Select(row => render.Now(row.Message, row.Inflight).For(context.User.Key()))], next), MessageJson.Strict.MessageList);
    }

    private IQueryable<Message> Records(Guid accountId, MessageStatus? status, Guid? before)
    {
        var own = db.Set<Message>().Where(message => message.AccountId == accountId && (before == null || message.Id < before));
        return status switch
        {
            MessageStatus.Failed => Ended(EventType.MessageFailed),
            MessageStatus.Expired => Ended(EventType.MessageExpired),
            MessageStatus.Canceled => Ended(EventType.MessageCanceled),
            MessageStatus.Scheduled or MessageStatus.Accepted or MessageStatus.Queued or MessageStatus.Sending or MessageStatus.Delivered or null => own,
        };

        // A constant and no parameter: only then can the partial index serve.
        IQueryable<Message> Ended(EventType type) =>
            from happened in db.Set<MessageEvent>()
            where happened.AccountId == accountId && happened.Type == EF.Constant(type) && (before == null || happened.MessageId < before)
            join message in own on happened.MessageId equals message.Id
            select message;
    }

    private static IQueryable<Message> Narrow(IQueryable<Message> messages, MessageFilter filter, string? hashed)
    {
        if (filter.Channel is { } channel)
        {
            messages = messages.Where(message => message.Channel == channel);
        }

        if (filter.Vendor is { } vendor)
        {
            messages = messages.Where(message => message.Vendor == vendor);
        }

        if (filter.To is { } to)
        {
            messages = messages.Where(message => message.Recipient == to || message.Recipient == hashed);
        }

        if (filter.From is { } from)
        {
            messages = messages.Where(message => message.Sender == from);
        }

        if (filter.Reference is { } reference)
        {
            messages = messages.Where(message => message.Reference == reference);
        }

        if (filter.BatchId is { } batch)
        {
            messages = messages.Where(message => message.BatchId == batch);
        }

        if (filter.CreatedFrom is { } createdFrom)
        {
            var first = Partitions.FirstId(createdFrom);
            messages = messages.Where(message => message.Id >= first);
        }

        if (filter.CreatedTo is { } createdTo)
        {
            var end = Partitions.FirstId(createdTo);
            messages = messages.Where(message => message.Id < end);
        }

        return messages;
    }

    private static IQueryable<Found> WithStatus(IQueryable<Found> rows, MessageStatus? status, DateTimeOffset now) => status is not { } wanted ? rows : wanted switch
    {
        MessageStatus.Scheduled => rows.Where(row => row.Inflight!.State == InflightState.Waiting && row.Message.ScheduledAt > now),
        MessageStatus.Accepted => rows.Where(row => row.Inflight!.QueuedAt == null && (row.Inflight.State == InflightState.Claimed || (row.Inflight.State == InflightState.Waiting && !(row.Message.ScheduledAt > now)))),
        MessageStatus.Queued => rows.Where(row => row.Inflight!.State == InflightState.Queued || (row.Inflight.QueuedAt != null && row.Inflight.State < InflightState.Queued)),
        MessageStatus.Sending => rows.Where(row => row.Inflight!.State == InflightState.Sending),
        MessageStatus.Delivered or MessageStatus.Failed or MessageStatus.Expired or MessageStatus.Canceled => rows.Where(row => row.Inflight == null && row.Message.Status == wanted),
    };

    private sealed class Found
    {
        public required Message Message { get; init; }

        public required InflightMessage? Inflight { get; init; }
    }
}
