using Gateway.Messages.Intake;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Messages.Repeats;

/// <summary>
/// Refuses requests with repeated messages, or with too many to one recipient, in the transaction that stores the others. The tables' keys decide, so it holds on any number of nodes, and what is taken goes with the
/// transaction. A request is refused whole: what it took for its other messages is given back by rolling back to a savepoint, and the rest is asked again. Each round has fewer requests, and nearly always there are one or two.
/// </summary>
internal sealed class RefuseRepeats
{
    private const string Savepoint = "repeats";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Takes what must not be stored out of <paramref name="requests"/>, and answers why.</summary>
    public async Task<IReadOnlyDictionary<IntakeRequest, IReadOnlyList<Repeat>>> RefuseAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, List<IntakeRequest> requests, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var refused = new Dictionary<IntakeRequest, IReadOnlyList<Repeat>>();
        await transaction.SaveAsync(Savepoint, cancellationToken);
        while (requests.Count > 0)
        {
            var contents = ContentsOf(requests);
            var found = await LookAsync(connection, requests, contents, now, cancellationToken);
            if (found.Count == 0)
            {
                break;
            }

            await transaction.RollbackAsync(Savepoint, cancellationToken);
            requests.RemoveAll(found.ContainsKey);
            foreach (var (request, repeats) in found)
            {
                refused[request] = repeats;
            }
        }

        await ReleaseKeysAsync(connection, [.. refused.Keys.Where(request => request.Key is not null)], cancellationToken);
        return refused;
    }

    /// <summary>Requests to refuse. Those that only repeat one of these very requests come last: the one before them may be refused itself.</summary>
    private static async Task<Dictionary<IntakeRequest, List<Repeat>>> LookAsync(NpgsqlConnection connection, List<IntakeRequest> requests, ContentMarks contents, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = new Dictionary<IntakeRequest, List<Repeat>>();
        var earlier = await EarlierAsync(connection, contents, now, cancellationToken);
        foreach (var (mark, (request, index)) in contents.Firsts.Where(first => earlier.ContainsKey(first.Key)))
        {
            Add(found, request, new Repeat(index, RepeatKind.Duplicate, earlier[mark]));
        }

        await CapAsync(connection, requests, now, found, cancellationToken);
        var refusedByTables = found.Count > 0;
        foreach (var (mark, request, index) in contents.Later)
        {
            var first = contents.Firsts[mark];
            if (earlier.TryGetValue(mark, out var before))
            {
                Add(found, request, new Repeat(index, RepeatKind.Duplicate, before));
            }
            else if (first.Request == request || (!refusedByTables && !found.ContainsKey(first.Request)))
            {
                // Told beside the others, or, when nothing else is left to tell.
                if (!refusedByTables || found.ContainsKey(request))
                {
                    Add(found, request, new Repeat(index, RepeatKind.Duplicate, first.Request.Messages[first.Index].Id, WithinRequest: first.Request == request));
                }
            }
        }

        return found;
    }

    private static void Add(Dictionary<IntakeRequest, List<Repeat>> found, IntakeRequest request, Repeat repeat)
    {
        if (!found.TryGetValue(request, out var repeats))
        {
            found[request] = repeats = [];
        }

        repeats.Add(repeat);
    }

    private static ContentMarks ContentsOf(List<IntakeRequest> requests)
    {
        var marks = new ContentMarks([], []);
        foreach (var request in requests)
        {
            for (var i = 0; i < (request.Marks?.Contents.Count ?? 0); i++)
            {
                var mark = (request.AccountId, request.Marks!.Contents[i]); // Counted above.
                if (!marks.Firsts.TryAdd(mark, (request, i)))
                {
                    marks.Later.Add((mark, request, i));
                }
            }
        }

        return marks;
    }

    /// <summary>The messages that had these contents before; all others are taken now.</summary>
    private static async Task<Dictionary<(Guid AccountId, string Content), Guid>> EarlierAsync(NpgsqlConnection connection, ContentMarks contents, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var earlier = new Dictionary<(Guid, string), Guid>();
        if (contents.Firsts.Count == 0)
        {
            return earlier;
        }

        var missing = contents.Firsts.Keys.ToHashSet();
        await using (var take = connection.Command("Messages.Repeats.Sql.take-contents"))
        {
            take.Parameters.Add(new NpgsqlParameter<Guid[]>("accounts", [.. contents.Firsts.Keys.Select(mark => mark.AccountId)]));
            take.Parameters.Add(new NpgsqlParameter<string[]>("contents", [.. contents.Firsts.Keys.Select(mark => mark.Content)]));
            take.Parameters.Add(new NpgsqlParameter<Guid[]>("messages", [.. contents.Firsts.Values.Select(first => first.Request.Messages[first.Index].Id)]));
            take.Parameters.Add(new NpgsqlParameter<int[]>("windows", [.. contents.Firsts.Values.Select(first => first.Request.Marks!.WindowSeconds!.Value)])); // They have contents because they have a window.
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
            await using var find = connection.Command("Messages.Repeats.Sql.find-contents");
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
    private static async Task CapAsync(NpgsqlConnection connection, List<IntakeRequest> requests, DateTimeOffset now, Dictionary<IntakeRequest, List<Repeat>> found, CancellationToken cancellationToken)
    {
        var wanted = requests.Where(request => request.Marks?.Recipients.Count > 0)
            .SelectMany(request => request.Marks!.Recipients.Select((recipient, index) => (Mark: (request.AccountId, recipient), Request: request, Index: index))) // Filtered.
            .GroupBy(message => message.Mark).ToDictionary(group => group.Key, group => group.ToList());
        if (wanted.Count == 0)
        {
            return;
        }

        var full = wanted.Keys.ToHashSet();
        await using (var take = connection.Command("Messages.Repeats.Sql.take-recipients"))
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
        foreach (var mark in full)
        {
            var (count, oldest) = used.TryGetValue(mark, out var known) ? known : (0, now);
            foreach (var (_, request, index) in wanted[mark].Skip(Math.Max(0, CapOf(wanted[mark][0].Request) - count)))
            {
                Add(found, request, new Repeat(index, RepeatKind.TooMany, RetryAfter: oldest + Hour - now));
            }
        }
    }

    private static async Task<Dictionary<(Guid AccountId, string Recipient), (int Count, DateTimeOffset Oldest)>> UsedAsync(NpgsqlConnection connection, HashSet<(Guid AccountId, string Recipient)> full, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var find = connection.Command("Messages.Repeats.Sql.find-recipients");
        AddRecipients(find, full, now);
        var used = new Dictionary<(Guid, string), (int, DateTimeOffset)>();
        await using var reader = await find.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            used[(reader.GetGuid(0), reader.GetString(1))] = (reader.GetInt32(2), await reader.GetFieldValueAsync<DateTimeOffset>(3, cancellationToken));
        }

        return used;
    }

    private static void AddRecipients(NpgsqlCommand command, IReadOnlyCollection<(Guid AccountId, string Recipient)> marks, DateTimeOffset now)
    {
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("accounts", [.. marks.Select(mark => mark.AccountId)]));
        command.Parameters.Add(new NpgsqlParameter<string[]>("recipients", [.. marks.Select(mark => mark.Recipient)]));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("since", now - Hour));
    }

    private static int CapOf(IntakeRequest request) => request.Marks!.HourlyCap!.Value; // It has recipients because it has a cap.

    private static async Task ReleaseKeysAsync(NpgsqlConnection connection, IReadOnlyList<IntakeRequest> refused, CancellationToken cancellationToken)
    {
        if (refused.Count == 0)
        {
            return;
        }

        await using var command = connection.Command("Messages.Repeats.Sql.release-keys");
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("accounts", [.. refused.Select(request => request.AccountId)]));
        command.Parameters.Add(new NpgsqlParameter<string[]>("keys", [.. refused.Select(request => request.Key!)])); // Filtered by the caller.
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The first message of each content among some requests, and those that come after it.</summary>
    private sealed record ContentMarks(Dictionary<(Guid AccountId, string Content), (IntakeRequest Request, int Index)> Firsts, List<((Guid AccountId, string Content) Mark, IntakeRequest Request, int Index)> Later);
}
