using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Acceptance.Repeats;

/// <summary>The two tables that know what went to whom a moment ago. Each look takes and tells in one: the rows that a statement could not take are locked by it, so that what is read of them next holds until the end of the transaction.</summary>
internal static class RepeatTables
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>The messages that had these contents before; all others are taken now.</summary>
    public static async Task<IReadOnlyDictionary<(Guid AccountId, string Content), Guid>> TakeContentsAsync(
        NpgsqlConnection connection, IReadOnlyDictionary<(Guid AccountId, string Content), (RepeatMarks Marks, int Index)> contents, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var earlier = new Dictionary<(Guid, string), Guid>();
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
            take.Parameters.Add(new NpgsqlParameter<int[]>("windows", [.. contents.Values.Select(first => first.Marks.WindowSeconds!.Value)])); // They have contents because they have a window.
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

    /// <summary>Of each recipient's messages, those for which there is no room any more.</summary>
    public static async Task<IReadOnlyList<(RepeatMarks Marks, Repeat Repeat)>> TakeRecipientsAsync(NpgsqlConnection connection, IReadOnlyList<RepeatMarks> requests, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var wanted = requests.Where(request => request.Recipients.Count > 0)
            .SelectMany(request => request.Recipients.Select((recipient, index) => (Mark: (request.AccountId, recipient), Request: request, Index: index))) // Filtered.
            .GroupBy(message => message.Mark).ToDictionary(group => group.Key, group => group.ToList());
        if (wanted.Count == 0)
        {
            return [];
        }

        var full = wanted.Keys.ToHashSet();
        await using (var take = connection.Command("Acceptance.Repeats.Sql.take-recipients"))
        {
            AddRecipients(take, wanted.Keys, now);
            take.Parameters.Add(new NpgsqlParameter<int[]>("wanted", [.. wanted.Values.Select(messages => messages.Count)]));
            take.Parameters.Add(new NpgsqlParameter<int[]>("caps", [.. wanted.Values.Select(messages => CapOf(messages[0].Request))]));
            take.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
            take.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("until", now + Hour));
            await using var reader = await take.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                full.Remove((reader.GetGuid(0), reader.GetString(1)));
            }
        }

        var used = full.Count == 0 ? [] : await UsedAsync(connection, full, now, cancellationToken);
        var refused = new List<(RepeatMarks, Repeat)>();
        foreach (var mark in full)
        {
            var (count, oldest) = used.TryGetValue(mark, out var known) ? known : (0, now);
            foreach (var (_, request, index) in wanted[mark].Skip(Math.Max(0, CapOf(wanted[mark][0].Request) - count)))
            {
                refused.Add((request, new Repeat(index, RepeatKind.TooMany, RetryAfter: oldest + Hour - now)));
            }
        }

        return refused;
    }

    private static async Task<Dictionary<(Guid AccountId, string Recipient), (int Count, DateTimeOffset Oldest)>> UsedAsync(NpgsqlConnection connection, HashSet<(Guid AccountId, string Recipient)> full, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var find = connection.Command("Acceptance.Repeats.Sql.find-recipients");
        AddRecipients(find, full, now);
        var used = new Dictionary<(Guid, string), (int, DateTimeOffset)>();
        await using var reader = await find.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var recipient = (reader.Get<Guid>("account_id"), reader.Get<string>("recipient"));
            used[recipient] = (reader.Get<int>("count"), reader.Get<DateTimeOffset>("oldest"));
        }

        return used;
    }

    private static void AddRecipients(NpgsqlCommand command, IReadOnlyCollection<(Guid AccountId, string Recipient)> marks, DateTimeOffset now)
    {
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("accounts", [.. marks.Select(mark => mark.AccountId)]));
        command.Parameters.Add(new NpgsqlParameter<string[]>("recipients", [.. marks.Select(mark => mark.Recipient)]));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("since", now - Hour));
    }

    private static int CapOf(RepeatMarks request) => request.HourlyCap!.Value; // It has recipients because it has a cap.
}
