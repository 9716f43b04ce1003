using Gateway.Messages;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Dispatch.Reroute;

/// <summary>A message that may leave its vendor.</summary>
/// <param name="MessageId">The message.</param>
/// <param name="HandOverId">The hand-over that wrote its row; null while it waits in the gateway.</param>
/// <param name="Allowed">The vendors that its account may use; null means all.</param>
/// <param name="Place">Its place in the order in which messages are looked at.</param>
internal sealed record ReroutableMessage(
    Guid MessageId, Guid? HandOverId, IReadOnlyList<string>? Allowed, ReroutePlace Place);

/// <summary>Where a look at a vendor's messages stopped.</summary>
internal readonly record struct ReroutePlace(short Lane, DateTimeOffset DueAt, Guid MessageId)
{
    public static ReroutePlace Start { get; } = new(-1, DateTimeOffset.UnixEpoch, Guid.Empty);
}

/// <summary>Reads and writes what rerouting needs. Every member is safe to repeat, from any process.</summary>
internal sealed class RecordReroute(NpgsqlDataSource source, MessageSignals signals, TimeProvider time)
{
    /// <summary>Messages of a vendor that may leave it.</summary>
    public Task<IReadOnlyList<ReroutableMessage>> FindAsync(
        string vendor,
        InflightState state,
        ReroutePlace after,
        int limit,
        CancellationToken cancellationToken)
    {
        var command = Page("Dispatch.Reroute.Sql.find-reroutable", vendor, after, limit);
        command.Parameters.Add(new NpgsqlParameter<short>("state", (short)state));
        return ReadAsync(command, cancellationToken);
    }

    /// <summary>All that wait in the gateway for a vendor, whoever chose it.</summary>
    public Task<IReadOnlyList<ReroutableMessage>> WaitingAsync(
        string vendor, ReroutePlace after, int limit, CancellationToken cancellationToken) =>
        ReadAsync(Page("Dispatch.Operate.Sql.find-waiting", vendor, after, limit), cancellationToken);

    /// <summary>Messages whose rows were to be taken back by somebody who has not come back to tell.</summary>
    public Task<IReadOnlyList<ReroutableMessage>> OpenAsync(
        string vendor, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var command = source.Command("Dispatch.Reroute.Sql.open-reroutes");
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("before", before));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", limit));
        return ReadAsync(command, cancellationToken);
    }

    /// <summary>Notes that their rows shall be taken back. Answers those that still lie there.</summary>
    public async Task<HashSet<Guid>> BeginAsync(
        IReadOnlyList<ReroutableMessage> messages, CancellationToken cancellationToken)
    {
        await using var command = Command("Dispatch.Reroute.Sql.begin-reroute", messages);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
        return [.. await MovedRow.ReadAsync(command, reader => reader.GetGuid(0), cancellationToken)];
    }

    /// <summary>They wait again, each for its new vendor. Answers how many.</summary>
    public async Task<int> MoveAsync(
        IReadOnlyList<(ReroutableMessage Message, string Vendor)> moves, CancellationToken cancellationToken)
    {
        if (moves.Count == 0)
        {
            return 0;
        }

        await using var command = Command(
            "Dispatch.Reroute.Sql.move-messages", [.. moves.Select(move => move.Message)]);
        command.Parameters.Add(new NpgsqlParameter<string[]>("vendors", [.. moves.Select(move => move.Vendor)]));
        command.Parameters.Add(new NpgsqlParameter<Guid>("first_id", moves.Min(move => move.Message.MessageId)));
        command.Parameters.Add(new NpgsqlParameter<Guid>("last_id", moves.Max(move => move.Message.MessageId)));
        var moved = await MovedRow.ExecuteAsync(command, cancellationToken);
        signals.Accepted.Beat();
        return moved;
    }

    /// <summary>The agent was faster.</summary>
    public async Task TooLateAsync(IReadOnlyList<ReroutableMessage> messages, CancellationToken cancellationToken)
    {
        if (messages.Count > 0)
        {
            await using var command = Command("Dispatch.Reroute.Sql.end-reroutes", messages);
            await MovedRow.ExecuteAsync(command, cancellationToken);
        }
    }

    private NpgsqlCommand Page(string statement, string vendor, ReroutePlace after, int limit)
    {
        var command = source.Command(statement);
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
        command.Parameters.Add(new NpgsqlParameter<short>("after_lane", after.Lane));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("after_due", after.DueAt));
        command.Parameters.Add(new NpgsqlParameter<Guid>("after_id", after.MessageId));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", limit));
        return command;
    }

    private NpgsqlCommand Command(string statement, IReadOnlyList<ReroutableMessage> messages)
    {
        var command = source.Command(statement);
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. messages.Select(message => message.MessageId)]));
        command.Parameters.Add(
            new NpgsqlParameter<Guid?[]>("handover_ids", [.. messages.Select(message => message.HandOverId)]));
        return command;
    }

    private static async Task<IReadOnlyList<ReroutableMessage>> ReadAsync(
        NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using (command)
        {
            var messages = new List<ReroutableMessage>();
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                messages.Add(Read(reader));
            }

            return messages;
        }
    }

    private static ReroutableMessage Read(NpgsqlDataReader reader) => new(
        reader.Get<Guid>("message_id"),
        reader.Find<Guid?>("handover_id"),
        reader.Find<string[]>("vendors"),
        new ReroutePlace(
            reader.Get<short>("lane"), reader.Get<DateTimeOffset>("due_at"), reader.Get<Guid>("message_id")));
}
