using Gateway.Messages;
using Gateway.Messages.Sealing;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Gateway.Vendors;
using Npgsql;

namespace Gateway.Dispatch;

/// <summary>Takes waiting messages for one vendor and opens a hand-over for them, in one round trip.</summary>
internal sealed class ClaimMessages(
    NpgsqlDataSource source,
    FairTurns turns,
    SealContent seal,
    DamagedRows damaged,
    TimeProvider time)
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
    public async Task<IReadOnlyList<ClaimedMessage>> ClaimAsync(
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
        var messages = new List<ClaimedMessage>();
        var full = false;
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            messages.Add(ReadSafely(reader));
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
        command.Parameters.Add(new NpgsqlParameter<short>("advertisement", (short)MessagePurpose.Advertisement));
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

    /// <summary>
    /// The border around each message: it is claimed by now, and one that cannot be read must end, not keep the others
    /// from being sent.
    /// </summary>
    private ClaimedMessage ReadSafely(NpgsqlDataReader reader)
    {
        var id = reader.Get<Guid>("id");
        try
        {
            var read = Read(id, reader);
            if (!read.Damaged)
            {
                return read;
            }

            damaged.Tell("waiting message", id.ToString(), "its row means nothing, so it fails.");
            return read;
        }
        catch (Exception fault) when (!UnhandledExceptionHandler.IsStorageFault(fault))
        {
            damaged.Tell("waiting message", id.ToString(), fault);
            return new ClaimedMessage(
                new OutgoingMessage { Id = id, Channel = Channel.Sms, From = "", To = "" }, [], null)
            {
                AccountId = reader.Get<Guid>("account_id"),
                Lane = (Lane)reader.Get<short>("lane"),
                Turn = reader.Get<int>("turn"),
                DueAt = reader.Get<DateTimeOffset>("due_at"),
                Purpose = MessagePurpose.Transactional,
                OptedOut = false,
                Unreadable = false,
                Damaged = true,
            };
        }
    }

    private ClaimedMessage Read(Guid id, NpgsqlDataReader reader)
    {
        var content = seal.Open(
            id,
            reader.Find<string>("recipient_name"),
            reader.Find<string>("subject"),
            reader.Find<string>("body"),
            metadata: null, // No row carries it.
            reader.Find<string>("details"));
        var details = content.Details;
        var purpose = (MessagePurpose)reader.Get<short>("purpose");
        var message = new OutgoingMessage
        {
            Id = id,
            Channel = (Channel)reader.Get<short>("channel"),
            From = reader.Get<string>("sender"),
            To = reader.Get<string>("recipient"),
            Subject = content.Subject,
            Text = content.Text,
            SubId = reader.Find<string>("sub_id"),
            RecipientName = content.RecipientName,
            BillingId = reader.Find<string>("billing_id"),
            Kakao = details?.Kakao,
            Voice = details?.Voice,
            Fax = details?.Fax,
            Fallback = details?.Fallback,
        };
        return new ClaimedMessage(
            message, details?.Attachments ?? details?.FallbackAttachments ?? [], details?.Scenario)
        {
            AccountId = reader.Get<Guid>("account_id"),
            Lane = (Lane)reader.Get<short>("lane"),
            Turn = reader.Get<int>("turn"),
            DueAt = reader.Get<DateTimeOffset>("due_at"),
            Purpose = purpose,
            OptedOut = reader.Get<bool>("opted_out"),
            Unreadable = content.Unreadable,
            Damaged = content.Damaged || !message.Channel.IsKnown() || !purpose.IsKnown(),
            Trace = reader.Find<byte[]>("trace"),
        };
    }
}
