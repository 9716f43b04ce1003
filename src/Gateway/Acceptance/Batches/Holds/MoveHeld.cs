using Gateway.Messages;
using Gateway.Platform.Storage;
using Gateway.Vendors;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Acceptance.Batches.Holds;

/// <summary>
/// Gives the messages of a released batch their times, some at once in a short transaction, which also notes how far it
/// has come: whoever dies in between is followed by another.
/// </summary>
internal sealed class MoveHeld(NpgsqlDataSource source, MessageSignals signals, QuietHours quiet, TimeProvider time)
{
    private const int Step = 2000;

    private const string Folder = "Acceptance.Batches.Holds.Sql.";

    /// <summary>Moves all that are left. Ends at once when the batch was canceled.</summary>
    public async Task<int> MoveAsync(Guid batchId, CancellationToken cancellationToken)
    {
        var moved = 0;
        while (await StepAsync(batchId, cancellationToken) is { } count)
        {
            moved += count;
            signals.Accepted.Beat();
        }

        return moved;
    }

    /// <summary>Null when nothing is left to do.</summary>
    private async Task<int?> StepAsync(Guid batchId, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await LockAsync(connection, batchId, cancellationToken) is not { } release)
        {
            return null;
        }

        var held = await NextAsync(connection, batchId, release.After, cancellationToken);
        await using var command = connection.Command(Folder + "release-messages");
        var now = time.GetUtcNow();
        var times = held.Select((message, i) => TimesOf(message, release.SlotOf(i), now)).ToList();
        command.Parameters.Add(new NpgsqlParameter<Guid>("id", batchId));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. held.Select(message => message.Id)]));
        command.Parameters.Add(
            new NpgsqlParameter<DateTimeOffset[]>("due_at", [.. times.Select(given => given.DueAt)]));
        command.Parameters.Add(Times("scheduled_at", times.Select(given => given.ScheduledAt)));
        command.Parameters.Add(Times("held_until", times.Select(given => given.HeldUntil)));
        command.Parameters.Add(new NpgsqlParameter<Guid>("after", held.Count == 0 ? release.After : held[^1].Id));
        command.Parameters.Add(new NpgsqlParameter<int>("count", held.Count));
        command.Parameters.Add(new NpgsqlParameter<bool>("more", held.Count == Step));
        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return held.Count;
    }

    /// <summary>When it leaves: by the batch's pace, but not before its own time; quiet hours come last.</summary>
    private (DateTimeOffset DueAt, DateTimeOffset? ScheduledAt, DateTimeOffset? HeldUntil) TimesOf(
        HeldMessage message, DateTimeOffset slot, DateTimeOffset now)
    {
        var at = message.ScheduledAt > slot ? message.ScheduledAt.Value : slot;
        var until = quiet.HeldUntil(at > now ? at : now, message.Purpose, message.Channel);
        return (until ?? (at > now ? at : now), at > now ? at : message.ScheduledAt, until);
    }

    private static async Task<Release?> LockAsync(
        NpgsqlConnection connection, Guid batchId, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(Folder + "lock-release");
        command.Parameters.Add(new NpgsqlParameter<Guid>("id", batchId));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? ReadRelease(reader) : null;
    }

    private static Release ReadRelease(NpgsqlDataReader reader) => new(
        reader.Get<DateTimeOffset>("released_at"),
        reader.Find<Guid?>("release_after") ?? Guid.Empty,
        reader.Get<int>("release_count"),
        reader.Find<int?>("pace_messages") is { } messages ? new Pace(messages, reader.Get<int>("pace_seconds")) : null);

    private static HeldMessage ReadMessage(NpgsqlDataReader reader) => new(
        reader.Get<Guid>("id"),
        (Channel)reader.Get<short>("channel"),
        (MessagePurpose)reader.Get<short>("purpose"),
        reader.Find<DateTimeOffset?>("scheduled_at"));

    private static async Task<List<HeldMessage>> NextAsync(
        NpgsqlConnection connection, Guid batchId, Guid after, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(Folder + "next-held");
        command.Parameters.Add(new NpgsqlParameter<Guid>("id", batchId));
        command.Parameters.Add(new NpgsqlParameter<Guid>("after", after));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", Step));
        var held = new List<HeldMessage>(Step);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            held.Add(ReadMessage(reader));
        }

        return held;
    }

    private static NpgsqlParameter Times(string name, IEnumerable<DateTimeOffset?> times) =>
        new NpgsqlParameter<DateTimeOffset?[]>(name, NpgsqlDbType.Array | NpgsqlDbType.TimestampTz)
        {
            TypedValue = [.. times],
        };

    private sealed record Release(DateTimeOffset At, Guid After, int Count, Pace? Pace)
    {
        public DateTimeOffset SlotOf(int index) => Pace is null ? At : At + Pace.After(Count + index);
    }

    private sealed record HeldMessage(Guid Id, Channel Channel, MessagePurpose Purpose, DateTimeOffset? ScheduledAt);
}
