using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Acceptance.Repeats;

/// <summary>Messages by the recipient whose hour they count for; only those of accounts with a cap.</summary>
internal sealed class WantedRecipients
{
    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Dictionary<(Guid AccountId, string Recipient), List<(RepeatMarks Request, int Index)>> _messages;

    public WantedRecipients(IReadOnlyList<RepeatMarks> requests)
    {
        _messages = requests.Where(static request => request.Recipients.Count > 0)
            .SelectMany(static request => request.Recipients.Select((recipient, index) =>
                (Mark: (request.AccountId, recipient), Request: request, Index: index)))
            .GroupBy(static message => message.Mark)
            .ToDictionary(
                static group => group.Key,
                static group => group.Select(static message => (message.Request, message.Index)).ToList());
        Counts = _messages.ToDictionary(static wanted => wanted.Key, static wanted => wanted.Value.Count);
    }

    /// <summary>How many messages each recipient would get.</summary>
    public IReadOnlyDictionary<(Guid AccountId, string Recipient), int> Counts { get; }

    public int CapOf((Guid AccountId, string Recipient) mark) =>
        _messages[mark][0].Request.HourlyCap!.Value; // It has recipients because it has a cap.

    /// <summary>Of the recipients without room for all, the messages that find none.</summary>
    public IReadOnlyList<(RepeatMarks Marks, Repeat Repeat)> Refused(
        IEnumerable<(Guid AccountId, string Recipient)> full,
        IReadOnlyDictionary<(Guid AccountId, string Recipient), (int Count, DateTimeOffset Oldest)> used,
        DateTimeOffset now)
    {
        var refused = new List<(RepeatMarks, Repeat)>();
        foreach (var mark in full)
        {
            var (count, oldest) = used.TryGetValue(mark, out var known) ? known : (0, now);
            foreach (var (request, index) in _messages[mark].Skip(Math.Max(0, CapOf(mark) - count)))
            {
                refused.Add((request, new Repeat(index, RepeatKind.TooMany, RetryAfter: oldest + Hour - now)));
            }
        }

        return refused;
    }

    /// <summary>What these recipients got within the hour; those that got nothing are left out.</summary>
    public static async Task<Dictionary<(Guid AccountId, string Recipient), (int Count, DateTimeOffset Oldest)>>
        UsedAsync(
            NpgsqlConnection connection,
            IReadOnlyCollection<(Guid AccountId, string Recipient)> marks,
            DateTimeOffset now,
            CancellationToken cancellationToken)
    {
        await using var find = connection.Command("Acceptance.Repeats.Sql.find-recipients");
        AddTo(find.Parameters, marks, now);
        var used = new Dictionary<(Guid, string), (int, DateTimeOffset)>();
        await using var reader = await find.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var recipient = (reader.Get<Guid>("account_id"), reader.Get<string>("recipient"));
            used[recipient] = (reader.Get<int>("count"), reader.Get<DateTimeOffset>("oldest"));
        }

        return used;
    }

    public static void AddTo(
        NpgsqlParameterCollection parameters, IEnumerable<(Guid AccountId, string Recipient)> marks, DateTimeOffset now)
    {
        parameters.Add(new NpgsqlParameter<Guid[]>("accounts", [.. marks.Select(static mark => mark.AccountId)]));
        parameters.Add(new NpgsqlParameter<string[]>("recipients", [.. marks.Select(static mark => mark.Recipient)]));
        parameters.Add(new NpgsqlParameter<DateTimeOffset>("since", now - Hour));
    }
}
