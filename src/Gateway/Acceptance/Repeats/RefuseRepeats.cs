using Npgsql;

namespace Gateway.Acceptance.Repeats;

/// <summary>
/// Refuses requests with repeated messages, or with too many to one recipient, in the transaction that stores the others. The tables' keys decide, so it holds on any number of nodes, and what is taken goes with the
/// transaction. A request is refused whole: what it took for its other messages is given back by rolling back to a savepoint, and the rest is asked again. Each round has fewer requests, and nearly always there are one or two.
/// </summary>
internal sealed class RefuseRepeats
{
    private const string Savepoint = "repeats";

    /// <summary>Takes what must not be stored out of <paramref name="requests"/>, and answers why.</summary>
    public async Task<IReadOnlyDictionary<RepeatMarks, IReadOnlyList<Repeat>>> RefuseAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, List<RepeatMarks> requests, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var refused = new Dictionary<RepeatMarks, IReadOnlyList<Repeat>>();
        var tables = new RepeatTables(connection);
        await transaction.SaveAsync(Savepoint, cancellationToken);
        while (requests.Count > 0)
        {
            var contents = ContentsOf(requests);
            var found = await LookAsync(tables, requests, contents, now, cancellationToken);
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

        NameAccepted(refused);
        return refused;
    }

    /// <summary>Why a request would be refused by itself, as the tables know it; empty: it would not.</summary>
    public static async Task<IReadOnlyList<Repeat>> FindAsync(
        IRepeatTables tables, RepeatMarks request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = await LookAsync(tables, [request], ContentsOf([request]), now, cancellationToken);
        return found.TryGetValue(request, out var repeats) ? repeats : [];
    }

    /// <summary>
    /// Who was told of a request that was refused itself in a later round, because another node had committed meanwhile, is told of the message that stands before both.
    /// </summary>
    private static void NameAccepted(Dictionary<RepeatMarks, IReadOnlyList<Repeat>> refused)
    {
        var earlier = new Dictionary<Guid, Guid>();
        foreach (var (request, repeats) in refused)
        {
            foreach (var repeat in repeats.Where(static repeat => repeat is { Earlier: not null, WithinRequest: false }))
            {
                earlier[request.Messages[repeat.Index].Id] = repeat.Earlier!.Value; // Filtered.
            }
        }

        foreach (var request in refused.Keys.ToList())
        {
            refused[request] = [.. refused[request].Select(repeat => repeat with { Earlier = Last(repeat.Earlier) })];
        }

        Guid? Last(Guid? id)
        {
            while (id is { } known && earlier.TryGetValue(known, out var before))
            {
                id = before;
            }

            return id;
        }
    }

    /// <summary>Requests to refuse. What only repeats one of these very requests waits until the tables refuse none: the one before it may be refused itself. Within a request that is refused anyway it is told with the rest.</summary>
    private static async Task<Dictionary<RepeatMarks, List<Repeat>>> LookAsync(
        IRepeatTables tables,
        List<RepeatMarks> requests,
        ContentMarks contents,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var found = new Dictionary<RepeatMarks, List<Repeat>>();
        var earlier = await tables.TakeContentsAsync(contents.Firsts, now, cancellationToken);
        foreach (var (mark, (request, index)) in contents.Firsts.Where(first => earlier.ContainsKey(first.Key)))
        {
            Add(found, request, new Repeat(index, RepeatKind.Duplicate, earlier[mark]));
        }

        foreach (var (request, repeat) in await tables.TakeRecipientsAsync(requests, now, cancellationToken))
        {
            Add(found, request, repeat);
        }

        var refusedByTables = found.Count > 0;
        foreach (var (mark, request, index) in contents.Later)
        {
            var first = contents.Firsts[mark];
            if (earlier.TryGetValue(mark, out var before))
            {
                Add(found, request, new Repeat(index, RepeatKind.Duplicate, before));
            }
            else if (refusedByTables ? first.Marks == request && found.ContainsKey(request) : first.Marks == request || !found.ContainsKey(first.Marks))
            {
                Add(found, request, new Repeat(index, RepeatKind.Duplicate, first.Marks.Messages[first.Index].Id, WithinRequest: first.Marks == request));
            }
        }

        return found;
    }

    private static void Add(Dictionary<RepeatMarks, List<Repeat>> found, RepeatMarks request, Repeat repeat)
    {
        if (!found.TryGetValue(request, out var repeats))
        {
            found[request] = repeats = [];
        }

        repeats.Add(repeat);
    }

    private static ContentMarks ContentsOf(List<RepeatMarks> requests)
    {
        var marks = new ContentMarks([], []);
        foreach (var request in requests)
        {
            for (var i = 0; i < request.Contents.Count; i++)
            {
                var mark = (request.AccountId, request.Contents[i]);
                if (!marks.Firsts.TryAdd(mark, (request, i)))
                {
                    marks.Later.Add((mark, request, i));
                }
            }
        }

        return marks;
    }

    /// <summary>The first message of each content among some requests, and those that come after it.</summary>
    private sealed record ContentMarks(Dictionary<(Guid AccountId, string Content), (RepeatMarks Marks, int Index)> Firsts, List<((Guid AccountId, string Content) Mark, RepeatMarks Marks, int Index)> Later);
}
