using System.Globalization;
using Gateway.Platform.Storage;
using Gateway.Vendors;
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
/// Of a filter with several values, the walks of its values are merged. All of it in one snapshot, so that statistics, work and records fit together.
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
        var all = Numbers(_asked.Statuses);
        return _asked switch
        {
            { BatchId: not null } => await WalkAsync("walk-batch", all, limit, cancellationToken),
            { Reference: not null } => await WalkAsync("walk-reference", all, limit, cancellationToken),
            { To: not null } => await WalkAsync("walk-recipient", all, limit, cancellationToken),
            { From: not null } => await WalkAsync("walk-sender", all, limit, cancellationToken),
            { Statuses.Count: > 0 } => await OfStatusesAsync(limit, cancellationToken),
            _ => await InHoursAsync("walk-account", null, limit, cancellationToken),
        };
    }

    /// <summary>Each status has a walk of its own. Of several, the newest of what all of them found are the newest of all.</summary>
    private async Task<List<Guid>> OfStatusesAsync(int limit, CancellationToken cancellationToken)
    {
        var found = new List<Guid>();
        foreach (var status in _asked.Statuses)
        {
            found.AddRange(await OfStatusAsync(status, limit, cancellationToken));
        }

        return _asked.Statuses.Count == 1 ? found : [.. found.Distinct().OrderDescending().Take(limit)];
    }

    private async Task<List<Guid>> OfStatusAsync(MessageStatus status, int limit, CancellationToken cancellationToken) => status switch
    {
        MessageStatus.Scheduled => await WaitingAsync(status, filter.Now, DateTimeOffset.MaxValue, limit, cancellationToken),
        MessageStatus.Accepted => await WaitingAsync(status, DateTimeOffset.MinValue, filter.Now + LongestHold, limit, cancellationToken),
        MessageStatus.Queued or MessageStatus.Sending => await WalkAsync("walk-queued", Numbers([status]), limit, cancellationToken),
        MessageStatus.Delivered => await InHoursAsync("walk-account", status, limit, cancellationToken),
        MessageStatus.Failed or MessageStatus.Expired or MessageStatus.Canceled => await InHoursAsync("walk-ends", status, limit, cancellationToken),
    };

    private async Task<List<Guid>> WaitingAsync(MessageStatus status, DateTimeOffset dueAfter, DateTimeOffset dueUntil, int limit, CancellationToken cancellationToken)
    {
        await using var command = Command("waiting");
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", filter.AccountId));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("due_after", dueAfter));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("due_until", dueUntil));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("held", InflightMessage.HeldDue));
        command.Parameters.Add(new NpgsqlParameter<int>("most", FewWaiting));
        var few = await ReadAsync<Guid>(command, cancellationToken);
        return few.Count < FewWaiting
            ? await WalkAsync("walk-given", Numbers([status]), limit, cancellationToken, [.. few])
            : await WalkAsync("walk-waiting", Numbers([status]), limit, cancellationToken);
    }

    /// <summary>Goes through the hours that the statistics name, more of them each time, until enough is found. They name every hour that has any; those whose months were dropped too.</summary>
    private async Task<List<Guid>> InHoursAsync(string walk, MessageStatus? status, int limit, CancellationToken cancellationToken)
    {
        var statuses = status is { } one ? Numbers([one]) : null;
        if (_asked is { Channels.Count: 0, Vendors.Count: 0 } && status is not MessageStatus.Delivered)
        {
            return await WalkAsync(walk, statuses, limit, cancellationToken);
        }

        var found = new List<Guid>();
        var (range, most) = (filter.Range, limit);
        while (true)
        {
            var hours = await HoursAsync(status, range, most, cancellationToken);
            found.AddRange(await WalkAsync(walk, range.Within(hours), statuses, limit - found.Count, null, cancellationToken));
            if (found.Count == limit || hours.Count < most)
            {
                return found;
            }

            range = range.Until(Partitions.FirstId(hours[^1]));
            most *= 4;
        }
    }

    /// <summary>The newest hours of the channels; or of the vendors when no channel is asked for; or of the status. Each value walks its own part of the statistics.</summary>
    private async Task<List<DateTimeOffset>> HoursAsync(MessageStatus? status, IdRange range, int most, CancellationToken cancellationToken)
    {
        var hours = new List<DateTimeOffset>();
        var parts = 0;
        foreach (var (kind, channel, vendor) in Parts())
        {
            hours.AddRange(await HoursAsync(kind, channel, vendor, status, range, most, cancellationToken));
            parts++;
        }

        return parts == 1 ? hours : [.. hours.Distinct().OrderDescending().Take(most)];
    }

    private IEnumerable<(string Kind, Channel? Channel, string? Vendor)> Parts() =>
        _asked.Channels.Count > 0 ? _asked.Channels.Select(channel => ("channel", (Channel?)channel, (string?)null))
        : _asked.Vendors.Count > 0 ? _asked.Vendors.Select(vendor => ("vendor", (Channel?)null, (string?)vendor))
        : [("status", null, null)];

    private async Task<List<DateTimeOffset>> HoursAsync(string kind, Channel? channel, string? vendor, MessageStatus? status, IdRange range, int most, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(Folder + "hours-of-" + kind);
        command.Transaction = transaction;
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", filter.AccountId));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("from", range.FirstHour()));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("before", range.LastHour()));
        var end = status >= MessageStatus.Delivered ? status : null;
        command.Parameters.Add(Optional("channel", (short?)channel));
        command.Parameters.Add(Optional("vendor", vendor));
        command.Parameters.Add(Optional("status", (short?)end));
        command.Parameters.Add(Optional("channels", channel is { } one ? Numbers([one]) : null));
        command.Parameters.Add(Optional("vendors", vendor is not null ? [vendor] : Texts(_asked.Vendors)));
        command.Parameters.Add(Optional("ends", end is { } known ? Numbers([known]) : null));
        command.Parameters.Add(new NpgsqlParameter<int>("most", most));
        return await ReadAsync<DateTimeOffset>(command, cancellationToken);
    }

    private Task<List<Guid>> WalkAsync(string walk, short[]? statuses, int limit, CancellationToken cancellationToken, Guid[]? ids = null) =>
        WalkAsync(walk, [filter.Range], statuses, limit, ids, cancellationToken);

    private async Task<List<Guid>> WalkAsync(string walk, List<IdRange> ranges, short[]? statuses, int limit, Guid[]? ids, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(Folder + walk);
        command.Transaction = transaction;
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("firsts", [.. ranges.Select(range => range.First)]));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("befores", [.. ranges.Select(range => range.Before)]));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", limit));
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", filter.AccountId));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", filter.Now));
        command.Parameters.Add(Optional("channels", Numbers(_asked.Channels)));
        command.Parameters.Add(Optional("vendors", Texts(_asked.Vendors)));
        command.Parameters.Add(Optional("recipients", filter.Recipients));
        command.Parameters.Add(Optional("sender", _asked.From));
        command.Parameters.Add(Optional("reference", _asked.Reference));
        command.Parameters.Add(Optional("batch_id", _asked.BatchId));
        command.Parameters.Add(Optional("statuses", statuses));
        if (walk == "walk-ends")
        {
            command.Parameters.Add(new NpgsqlParameter<short>("type", (short)End(statuses![0]))); // Walked for one status.
        }

        if (ids is not null)
        {
            command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", ids));
        }

        return await ReadAsync<Guid>(command, cancellationToken);
    }

    private static EventType End(short status) => EventTypes.All.Single(known => known.Type < EventType.MessageFallback && known.Type.Status() == (MessageStatus)status).Type;

    /// <summary>Null for none: the filter is not asked for.</summary>
    private static short[]? Numbers<T>(IReadOnlyList<T> values)
        where T : struct, Enum => values.Count == 0 ? null : [.. values.Select(value => Convert.ToInt16(value, CultureInfo.InvariantCulture))];

    private static string[]? Texts(IReadOnlyList<string> values) => values.Count == 0 ? null : [.. values];

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

    private static NpgsqlParameter Optional(string name, short[]? values) => new(name, NpgsqlDbType.Array | NpgsqlDbType.Smallint) { Value = (object?)values ?? DBNull.Value };

    private static NpgsqlParameter Optional(string name, string[]? values) => new(name, NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = (object?)values ?? DBNull.Value };

    private static NpgsqlParameter Optional(string name, Guid? value) => new(name, NpgsqlDbType.Uuid) { Value = (object?)value ?? DBNull.Value };
}
