using System.Data;
using Gateway.Accounts;
using Gateway.Messages.Retention;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Gateway.Messages.Search;

/// <summary>A page of messages, newest first.</summary>
internal sealed record MessageList(IReadOnlyList<MessageView> Items, string? NextCursor);

/// <summary><c>GET /v1/messages</c>. Ids are ordered by time, so the newest first are the greatest first, and a range of creation times is a range of ids.</summary>
internal sealed class FindMessages(GatewayDb db, RenderMessage render, NumberHash hash, TimeProvider time)
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (MessageFilter.Read(context, out var asked, out var page) is { } refused)
        {
            return refused;
        }

        var filter = new SearchFilter(context.User.AccountId(), asked, time.GetUtcNow())
        {
            Recipients = asked.To is { } to ? [to, .. await hash.AllOfAsync(context.User.AccountId(), to, cancellationToken)] : null,
            Cursor = page.Before,
        };

        // A message that moves on while it is looked for is still shown as it was found.
        await using var snapshot = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var ids = new FindIds((NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)snapshot.GetDbTransaction(), filter);
        var found = await ReadAsync(await ids.NewestAsync(page.Size + 1, cancellationToken), cancellationToken);
        await snapshot.CommitAsync(cancellationToken);
        var (items, next) = page.Cut(found, row => row.Message.Id);
        return Results.Json(new MessageList([.. items.Select(row => render.Now(row.Message, row.Inflight).For(context.User.Key()))], next), MessageJson.Strict.MessageList);
    }

    private async Task<List<Found>> ReadAsync(List<Guid> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        var query =
            from message in db.Set<Message>()
            where ids.Contains(message.Id)
            join row in db.Set<InflightMessage>() on message.Id equals row.MessageId into rows
            from inflight in rows.DefaultIfEmpty()
            select new Found { Message = message, Inflight = inflight };
        var found = await query.ToListAsync(cancellationToken);
        found.Sort(static (one, other) => other.Message.Id.CompareTo(one.Message.Id));
        return found;
    }

    private sealed class Found
    {
        public required Message Message { get; init; }

        public required InflightMessage? Inflight { get; init; }
    }
}
