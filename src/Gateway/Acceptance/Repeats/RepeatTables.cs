using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Acceptance.Repeats;

/// <summary>Who knows what went to whom a moment ago.</summary>
internal interface IRepeatTables
{
    /// <summary>
    /// The messages that had these contents before, null for one that is not stored; all other contents are taken now.
    /// </summary>
    Task<IReadOnlyDictionary<(Guid AccountId, string Content), Guid?>> TakeContentsAsync(
        IReadOnlyDictionary<(Guid AccountId, string Content), (RepeatMarks Marks, int Index)> contents,
        DateTimeOffset now,
        CancellationToken cancellationToken);

    /// <summary>Of each recipient's messages, those for which there is no room any more.</summary>
    Task<IReadOnlyList<(RepeatMarks Marks, Repeat Repeat)>> TakeRecipientsAsync(
        IReadOnlyList<RepeatMarks> requests, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>
/// The two tables that know it for all nodes. Each look takes and tells in one: the rows that a statement could not
/// take are locked by it, so that what is read of them next holds until the end of the transaction.
/// </summary>
internal sealed class RepeatTables(NpgsqlConnection connection) : IRepeatTables
{
    public async Task<IReadOnlyDictionary<(Guid AccountId, string Content), Guid?>> TakeContentsAsync(
        IReadOnlyDictionary<(Guid AccountId, string Content), (RepeatMarks Marks, int Index)> contents,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var earlier = new Dictionary<(Guid, string), Guid?>();
        if (contents.Count == 0)
        {
            return earlier;
        }

        var missing = contents.Keys.ToHashSet();
        await using (var take = connection.Command("Acceptance.Repeats.Sql.take-contents"))
        {
            take.Parameters.Add(new NpgsqlParameter<Guid[]>("accounts", [.. contents.Keys.Select(mark => mark.AccountId)]));
            take.Parameters.Add(new NpgsqlParameter<string[]>("contents", [.. contents.Keys.Select(mark => mark.Content)]));
            take.Parameters.Add(new NpgsqlParameter<Guid[]>("messages", [.. contents.Values.Select(first => first.Marks.Messages[first.Index].Id)]));
            take.Parameters.Add(new NpgsqlParameter<int[]>("windows", [.. contents.Values.Select(WindowOf)]));
            take.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
            await using var reader = await take.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                missing.Remove((reader.GetGuid(0), reader.GetString(1)));
            }
        }

        if (missing.Count > 0)
        {
            // A statement of its own sees what was committed while the one before waited.
            await using var find = connection.Command("Acceptance.Repeats.Sql.find-contents");
            find.Parameters.Add(new NpgsqlParameter<Guid[]>("accounts", [.. missing.Select(mark => mark.AccountId)]));
            find.Parameters.Add(new NpgsqlParameter<string[]>("contents", [.. missing.Select(mark => mark.Content)]));
            await using var reader = await find.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                earlier[(reader.GetGuid(0), reader.GetString(1))] = reader.GetGuid(2);
            }
        }

        return earlier;
    }

    public async Task<IReadOnlyList<(RepeatMarks Marks, Repeat Repeat)>> TakeRecipientsAsync(
        IReadOnlyList<RepeatMarks> requests, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var wanted = new WantedRecipients(requests);
        if (wanted.Counts.Count == 0)
        {
            return [];
        }

        var full = wanted.Counts.Keys.ToHashSet();
        await using (var take = connection.Command("Acceptance.Repeats.Sql.take-recipients"))
        {
            WantedRecipients.AddTo(take.Parameters, wanted.Counts.Keys, now);
            take.Parameters.Add(new NpgsqlParameter<int[]>("wanted", [.. wanted.Counts.Values]));
            take.Parameters.Add(new NpgsqlParameter<int[]>("caps", [.. wanted.Counts.Keys.Select(wanted.CapOf)]));
            take.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
            take.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("until", now + WantedRecipients.Hour));
            await using var reader = await take.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                full.Remove((reader.GetGuid(0), reader.GetString(1)));
            }
        }

        return full.Count == 0
            ? []
            : wanted.Refused(full, await WantedRecipients.UsedAsync(connection, full, now, cancellationToken), now);
    }

    /// <summary>In seconds.</summary>
    public static int WindowOf((RepeatMarks Marks, int Index) first) =>
        first.Marks.WindowSeconds!.Value; // They have contents because they have a window.
}
