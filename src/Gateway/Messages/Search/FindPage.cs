using System.Data;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Gateway.Messages.Search;

/// <summary>A message that was found, and the work on it when it has not ended.</summary>
internal sealed class FoundMessage
{
    public required Message Message { get; init; }

    public required InflightMessage? Inflight { get; init; }
}

/// <summary>Reads the newest messages that a filter lets through, in one short snapshot.</summary>
internal sealed class FindPage(GatewayDb db)
{
    /// <summary>Newest first. A message that moves on while it is looked for is still shown as it was found.</summary>
    public async Task<List<FoundMessage>> NewestAsync(
        SearchFilter filter, int limit, CancellationToken cancellationToken)
    {
        var database = db.Database;
        await using var snapshot = await database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var ids = new FindIds(
            (NpgsqlConnection)database.GetDbConnection(), (NpgsqlTransaction)snapshot.GetDbTransaction(), filter);
        var found = await ReadAsync(await ids.NewestAsync(limit, cancellationToken), cancellationToken);
        await snapshot.CommitAsync(cancellationToken);
        return found;
    }

    private async Task<List<FoundMessage>> ReadAsync(List<Guid> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        // The range spares looking for each id in the tables of all months.
        var (newest, oldest) = (ids[0], ids[^1]);
        var query =
            from message in db.Set<Message>()
            where ids.Contains(message.Id) && message.Id >= oldest && message.Id <= newest
            join row in db.Set<InflightMessage>() on message.Id equals row.MessageId into rows
            from inflight in rows.DefaultIfEmpty()
            select new FoundMessage { Message = message, Inflight = inflight };
        var found = await query.ToListAsync(cancellationToken);
        found.Sort(static (one, other) => other.Message.Id.CompareTo(one.Message.Id));
        return found;
    }
}
