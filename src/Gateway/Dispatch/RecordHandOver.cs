using Gateway.Messages;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Dispatch;

/// <summary>Writes down how a hand-over ended. Every member is safe to repeat, from any process.</summary>
internal sealed class RecordHandOver(NpgsqlDataSource source, MessageSignals signals, TimeProvider time)
{
    /// <summary>Recording must finish once the rows are in, even while the process stops.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The rows are in the queue: the messages are queued, and their events say so. <paramref name="messages"/>: how many it claimed; 0 when nobody knows any more.</summary>
    public async Task WrittenAsync(Guid handOverId, int messages, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var command = Command("Dispatch.Sql.mark-written", handOverId, now);
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("event_ids", EventIds.New(messages, now)));
        command.Parameters.Add(new NpgsqlParameter<short>("queued_type", (short)EventType.MessageQueued));
        await MovedRow.ExecuteAsync(command, cancellationToken);
        signals.Events.Beat();
    }

    /// <summary>The rows are certainly not in the queue: the messages wait again.</summary>
    public async Task NeverWrittenAsync(Guid handOverId, CancellationToken cancellationToken)
    {
        await using var command = Command("Dispatch.Sql.release", handOverId, time.GetUtcNow());
        await MovedRow.ExecuteAsync(command, cancellationToken);
        signals.Accepted.Beat();
    }

    /// <summary>These messages of a hand-over cannot become rows: they have failed.</summary>
    /// <param name="handOverId">The hand-over.</param>
    /// <param name="messageIds">Messages of it.</param>
    /// <param name="resultCode">For all of them.</param>
    /// <param name="decided">The hand-over has no others.</param>
    /// <param name="reason">In words for the sender; null when the code says it all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task FailedAsync(
        Guid handOverId,
        IReadOnlyList<Guid> messageIds,
        int resultCode,
        bool decided,
        string? reason,
        CancellationToken cancellationToken)
    {
        await using var command = source.Command("Dispatch.Sql.fail-messages");
        command.Parameters.AddEnd(time.GetUtcNow(), messageIds.Min(), messageIds.Max());
        command.Parameters.Add(new NpgsqlParameter<Guid>("handover_id", handOverId));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. messageIds]));
        command.Parameters.Add(new NpgsqlParameter<bool>("decided", decided));
        command.Parameters.Add(new NpgsqlParameter<short>("result_code", (short)resultCode));
        command.Parameters.Add(new NpgsqlParameter<string?>("reason", reason));
        await MovedRow.ExecuteAsync(command, cancellationToken);
        signals.Events.Beat();
    }

    /// <summary>These messages of a hand-over cannot become rows yet: they wait for a while, and let others pass, or wait again in their old place.</summary>
    public async Task PostponedAsync(Guid handOverId, IReadOnlyList<Guid> messageIds, TimeSpan? by, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Dispatch.Sql.postpone-messages");
        command.Parameters.Add(new NpgsqlParameter<Guid>("handover_id", handOverId));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. messageIds]));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("until", by is { } pause ? time.GetUtcNow() + pause : DateTimeOffset.UnixEpoch));
        await MovedRow.ExecuteAsync(command, cancellationToken);
    }

    /// <summary>These messages of a hand-over may not be sent at this hour: they wait until a moment.</summary>
    public async Task HeldAsync(Guid handOverId, IReadOnlyList<Guid> messageIds, DateTimeOffset until, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Dispatch.Sql.hold-messages");
        command.Parameters.Add(new NpgsqlParameter<Guid>("handover_id", handOverId));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. messageIds]));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("until", until));
        await MovedRow.ExecuteAsync(command, cancellationToken);
    }

    private NpgsqlCommand Command(string statement, Guid handOverId, DateTimeOffset now)
    {
        var command = source.Command(statement);
        command.Parameters.Add(new NpgsqlParameter<Guid>("handover_id", handOverId));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        return command;
    }
}
