using Gateway.Messages;
using Gateway.Platform;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Dispatch;

/// <summary>
/// Takes waiting messages for one vendor and opens a hand-over for them, in one round trip. What is to be sent is read
/// afterwards (<see cref="ReadClaimed"/>).
/// </summary>
internal sealed class ClaimMessages(NpgsqlDataSource source, FairTurns turns, TimeProvider time)
{
    /// <summary>
    /// Accounts that a fair claim looks at in each lane, beginning with the one whose turn it is. Each costs a few
    /// microseconds.
    /// </summary>
    private const int MostAccounts = 1000;

    /// <summary>A report seldom comes sooner after the row; the scan sees those that do.</summary>
    private static readonly TimeSpan FirstProbe = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A hand-over that is still being written holds its places in the queue for this long. Usually it is in within
    /// milliseconds; one that hangs must not keep a one-time password out.
    /// </summary>
    private static readonly TimeSpan HoldsPlaces = TimeSpan.FromSeconds(2);

    /// <summary>Its end tells two gateways in one process apart.</summary>
    private readonly string _node = $"{NodeName.Current}/{NewId.At(time.GetUtcNow()).ToString("N")[^6..]}";

    /// <summary>
    /// The messages, in the order in which they enter the queue; empty when nothing may. <paramref name="countedAt"/>:
    /// when the rows were counted that the budget leaves room for.
    /// </summary>
    public async Task<IReadOnlyList<ClaimedRow>> ClaimAsync(
        Guid handOverId,
        string vendor,
        LaneBudget budget,
        DateTimeOffset countedAt,
        CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var places = turns.Places(vendor);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Turnstile(vendor));
        batch.BatchCommands.Add(Claim(handOverId, vendor, budget, countedAt, places));
        var messages = new List<ClaimedRow>();
        var full = false;
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            messages.Add(new ClaimedRow(
                reader.Get<Guid>("message_id"),
                reader.Get<Guid>("account_id"),
                (Lane)reader.Get<short>("lane"),
                reader.Get<int>("turn"),
                reader.Get<DateTimeOffset>("due_at")));
            full = reader.Get<bool>("is_full");
        }

        if (full)
        {
            turns.Crowd(vendor);
        }

        turns.Serve(
            vendor,
            messages,
            full ? LanePlaces.After(messages, places, time.GetElapsedTime(started), time.GetUtcNow()) : null);
        return messages;
    }

    /// <summary>
    /// Claims of one vendor go one after the other, on all nodes: each sees what those before it took, so together they
    /// never overfill the queue.
    /// </summary>
    private static NpgsqlBatchCommand Turnstile(string vendor)
    {
        var command = Sql.BatchCommand("Dispatch.Sql.claim-turnstile");
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor));
        return command;
    }

    private NpgsqlBatchCommand Claim(
        Guid handOverId,
        string vendor,
        LaneBudget budget,
        DateTimeOffset countedAt,
        LanePlaces? places)
    {
        var now = time.GetUtcNow();
        var fair = turns.IsCrowded(vendor);
        var command = Sql.BatchCommand(fair ? "Dispatch.Sql.claim-fair" : "Dispatch.Sql.claim");
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor));
        command.Parameters.Add(new NpgsqlParameter<Guid>("handover_id", handOverId));
        command.Parameters.Add(new NpgsqlParameter<string>("node", _node));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("next_probe_at", now + FirstProbe));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("holds_since", now - HoldsPlaces));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("counted_at", countedAt));
        command.Parameters.Add(new NpgsqlParameter<int>("high", budget.High));
        command.Parameters.Add(new NpgsqlParameter<int>("normal", budget.Normal));
        command.Parameters.Add(new NpgsqlParameter<int>("bulk", budget.Bulk));
        command.Parameters.Add(new NpgsqlParameter<int>("batch", budget.Batch));
        command.Parameters.Add(new NpgsqlParameter<short>("waiting", (short)InflightState.Waiting));
        if (fair)
        {
            Lane[] fromFront = [.. Enum.GetValues<Lane>().Where(lane => lane != places?.Lane)];
            var last = turns.LastServed(vendor);
            command.Parameters.Add(new NpgsqlParameter<short[]>("lanes", [.. fromFront.Select(lane => (short)lane)]));
            command.Parameters.Add(
                new NpgsqlParameter<Guid[]>("last_served", [.. fromFront.Select(lane => last[(int)lane])]));
            command.Parameters.Add(new NpgsqlParameter<int>("accounts", MostAccounts));
            command.Parameters.Add(new NpgsqlParameter<short>("known_lane", (short)(places?.Lane ?? default)));
            command.Parameters.Add(new NpgsqlParameter<Guid[]>("known_accounts", places?.Accounts ?? []));
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset[]>("known_due", places?.DueAt ?? []));
            command.Parameters.Add(new NpgsqlParameter<Guid[]>("known_ids", places?.Messages ?? []));
        }

        return command;
    }
}
