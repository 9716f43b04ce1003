using Gateway.Platform.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Messages.Search;

/// <summary>
/// The newest messages that a filter lets through, whatever else there is. Each search walks one index from its newest entry, so it reads little more than it finds:
/// <list type="bullet">
/// <item>batch, reference, recipient, sender: the index of that column;</item>
/// <item>failed, expired, canceled: the events that told of it;</item>
/// <item>queued, sending: the work that has been in a queue; scheduled, accepted: the work that waits;</item>
/// <item>channel, vendor, delivered, which have no index because every new message would pay for it: the account's messages, in those hours alone in which the statistics count any.</item>
/// </list>
/// All of it in one snapshot, so that statistics, work and records fit together.
/// </summary>
internal sealed class FindIds(NpgsqlConnection connection, NpgsqlTransaction transaction, SearchFilter filter)
{
    private const string Folder = "Messages.Search.Sql.";

    /// <summary>Waiting messages of an account that are looked at one by one, in half a millisecond; of whom more waits, its newest are found soon among everybody's.</summary>
    private const int FewWaiting = 500;

    /// <summary>Until when a message is due at the latest that waits and is not scheduled: quiet hours end within a day.</summary>
    private static readonly TimeSpan LongestHold = TimeSpan.FromDays(1);

    private readonly MessageFilter _asked = filter.Asked;

    public async Task<List<Guid>> NewestAsync(int limit, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        return _asked switch
        {
            { BatchId: not null } => await WalkAsync("walk-batch", limit, cancellationToken),
            { Reference: not null } => await WalkAsync("walk-reference", limit, cancellationToken),
            { To: not null } => await WalkAsync("walk-recipient", limit, cancellationToken),
            { From: not null } => await WalkAsync("walk-sender", limit, cancellationToken),
            { Status: { } status } => await OfStatusAsync(status, limit, cancellationToken),
            _ => await InHoursAsync("walk-account", limit, cancellationToken),
        };
    }

    private async Task<List<Guid>> OfStatusAsync(MessageStatus status, int limit, CancellationToken cancellationToken) => status switch
    {
        MessageStatus.Scheduled => await WaitingAsync(filter.Now, DateTimeOffset.MaxValue, limit, cancellationToken),
        MessageStatus.Accepted => await WaitingAsync(DateTimeOffset.MinValue, filter.Now + LongestHold, limit, cancellationToken),
        MessageStatus.Queued or MessageStatus.Sending => await WalkAsync("walk-queued", limit, cancellationToken),
        MessageStatus.Delivered => await InHoursAsync("walk-account", limit, cancellationToken),
        MessageStatus.Failed or MessageStatus.Expired or MessageStatus.Canceled => await InHoursAsync("walk-ends", limit, cancellationToken),
    };

    private async Task<List<Guid>> WaitingAsync(DateTimeOffset dueAfter, DateTimeOffset dueUntil, int limit, CancellationToken cancellationToken)
    {
        await using var command = Command("waiting");
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", filter.AccountId));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("due_after", dueAfter));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("due_until", dueUntil));
        command.Parameters.Add(new NpgsqlParameter<int>("most", FewWaiting));
        var few = await ReadAsync<Guid>(command, cancellationToken);
        return few.Count < FewWaiting ? await WalkAsync("walk-given", limit, cancellationToken, [.. few]) : await WalkAsync("walk-waiting", limit, cancellationToken);
    }

    /// <summary>Goes through the hours that the statistics name, more of them each time, until enough is found. They name every hour that has any; those whose months were dropped too.</summary>
    private async Task<List<Guid>> InHoursAsync(string walk, int limit, CancellationToken cancellationToken)
    {
        var kind = _asked.Channel is not null ? "channel" : _asked.Vendor is not null ? "vendor" : _asked.Status is MessageStatus.Delivered ? "status" : null;
        if (kind is null)
        {
            return await WalkAsync(walk, limit, cancellationToken);
        }

        var found = new List<Guid>();
        var (range, most) = (filter.Range, limit);
        while (true)
        {
            var hours = await HoursAsync(kind, range, most, cancellationToken);
            found.AddRange(await WalkAsync(walk, range.Within(hours), limit - found.Count, null, cancellationToken));
            if (found.Count == limit || hours.Count < most)
            {
                return found;
            }

            range = range.Until(Partitions.FirstId(hours[^1]));
            most *= 4;
        }
    }

    private async Task<List<DateTimeOffset>> HoursAsync(string kind, IdRange range, int most, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(Folder + "hours-of-" + kind, Folder + "unfolded");
        command.Transaction = transaction;
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", filter.AccountId));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("from", range.FirstHour()));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("before", range.LastHour()));
        command.Parameters.Add(Optional("channel", (short?)_asked.Channel));
        command.Parameters.Add(Optional("vendor", _asked.Vendor));
        command.Parameters.Add(Optional("status", _asked.Status >= MessageStatus.Delivered ? (short?)_asked.Status : null));
        command.Parameters.Add(new NpgsqlParameter<int>("most", most));
        return await ReadAsync<DateTimeOffset>(command, cancellationToken);
    }

    private Task<List<Guid>> WalkAsync(string walk, int limit, CancellationToken cancellationToken, Guid[]? ids = null) => WalkAsync(walk, [filter.Range], limit, ids, cancellationToken);

    private async Task<List<Guid>> WalkAsync(string walk, List<IdRange> ranges, int limit, Guid[]? ids, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(Folder + walk, Folder + "filters");
        command.Transaction = transaction;
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("firsts", [.. ranges.Select(range => range.First)]));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("befores", [.. ranges.Select(range => range.Before)]));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", limit));
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", filter.AccountId));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", filter.Now));
        command.Parameters.Add(Optional("channel", (short?)_asked.Channel));
        command.Parameters.Add(Optional("vendor", _asked.Vendor));
        command.Parameters.Add(new NpgsqlParameter<string[]?>("recipients", NpgsqlDbType.Array | NpgsqlDbType.Text) { TypedValue = filter.Recipients });
        command.Parameters.Add(Optional("sender", _asked.From));
        command.Parameters.Add(Optional("reference", _asked.Reference));
        command.Parameters.Add(Optional("batch_id", _asked.BatchId));
        command.Parameters.Add(Optional("status", (short?)_asked.Status));
        if (walk == "walk-ends")
        {
            command.Parameters.Add(new NpgsqlParameter<short>("type", (short)End(_asked.Status)));
        }

        if (ids is not null)
        {
            command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", ids));
        }

        return await ReadAsync<Guid>(command, cancellationToken);
    }

    private static EventType End(MessageStatus? status) => EventTypes.All.Single(known => known.Type < EventType.MessageFallback && known.Type.Status() == status).Type;

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var command = Command("settings");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private NpgsqlCommand Command(string name)
    {
        var command = connection.Command(Folder + name);
        command.Transaction = transaction;
        return command;
    }

    private static async Task<List<T>> ReadAsync<T>(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(await reader.GetFieldValueAsync<T>(0, cancellationToken));
        }

        return rows;
    }

    private static NpgsqlParameter Optional(string name, short? value) => new(name, NpgsqlDbType.Smallint) { Value = (object?)value ?? DBNull.Value };

    private static NpgsqlParameter Optional(string name, string? value) => new(name, NpgsqlDbType.Text) { Value = (object?)value ?? DBNull.Value };

    private static NpgsqlParameter Optional(string name, Guid? value) => new(name, NpgsqlDbType.Uuid) { Value = (object?)value ?? DBNull.Value };
}
