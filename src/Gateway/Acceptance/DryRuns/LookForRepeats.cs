using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gateway.Acceptance.Repeats;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Acceptance.DryRuns;

/// <summary>
/// The tables of repeats for one dry run: it reads them and takes nothing. What it would have taken it knows itself, 16
/// bytes for each content and each recipient, so that the later part of an upload sees the earlier one.
/// </summary>
internal sealed class LookForRepeats(NpgsqlDataSource source) : IRepeatTables
{
    private readonly LinesByContent _contents = new();
    private readonly LinesByContent _recipients = new();

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

        foreach (var mark in contents.Keys.Where(mark => _contents.Find(HashOf(mark.Content)) > 0))
        {
            earlier[mark] = null;
        }

        await using var look = source.Command("Acceptance.Repeats.Sql.look-contents");
        look.Parameters.Add(new NpgsqlParameter<Guid[]>("accounts", [.. contents.Keys.Select(mark => mark.AccountId)]));
        look.Parameters.Add(new NpgsqlParameter<string[]>("contents", [.. contents.Keys.Select(mark => mark.Content)]));
        look.Parameters.Add(new NpgsqlParameter<int[]>("windows", [.. contents.Values.Select(RepeatTables.WindowOf)]));
        look.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        await using var reader = await look.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            earlier[(reader.GetGuid(0), reader.GetString(1))] = reader.GetGuid(2);
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

        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var used = await WantedRecipients.UsedAsync(connection, [.. wanted.Counts.Keys], now, cancellationToken);
        foreach (var mark in wanted.Counts.Keys)
        {
            if (_recipients.Find(HashOf(mark.Recipient)) is > 0 and var own)
            {
                used[mark] = used.TryGetValue(mark, out var known) ? (known.Count + own, known.Oldest) : (own, now);
            }
        }

        var full = wanted.Counts
            .Where(one => one.Value + used.GetValueOrDefault(one.Key).Count > wanted.CapOf(one.Key))
            .Select(one => one.Key);
        return wanted.Refused(full, used, now);
    }

    /// <summary>These messages would have been stored.</summary>
    public void Keep(RepeatMarks marks)
    {
        foreach (var content in marks.Contents)
        {
            _contents.Put(HashOf(content), 1);
        }

        foreach (var recipient in marks.Recipients)
        {
            var hash = HashOf(recipient);
            _recipients.Put(hash, _recipients.Find(hash) + 1);
        }
    }

    private static UInt128 HashOf(string mark)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.ASCII.GetBytes(mark), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
