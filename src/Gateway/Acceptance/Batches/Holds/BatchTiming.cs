using Gateway.Accounts;
using Gateway.Messages;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Acceptance.Batches.Holds;

/// <summary>So many messages in so many seconds.</summary>
internal sealed record Pace(int Messages, int EverySeconds)
{
    /// <summary>
    /// Of a whole batch: what is slower is no campaign, and its files and contents would be kept for long.
    /// </summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>When a message leaves, counted from the begin, by its place in the batch.</summary>
    public TimeSpan After(int index) => TimeSpan.FromSeconds((long)(index / Messages) * EverySeconds);

    /// <summary>True when a batch of so many messages would take too long.</summary>
    public bool IsTooSlow(int messages) => messages > 0 && After(messages - 1) > Longest;
}

/// <summary>What a batch says of when its messages leave.</summary>
/// <param name="HeldUntil">Held, and given up at this time; null: it is not held.</param>
/// <param name="Pace">Null: all at once.</param>
internal sealed record BatchTiming(DateTimeOffset? HeldUntil, Pace? Pace)
{
    /// <summary>How long a batch may be held: whoever has not released it by then has forgotten it.</summary>
    public static readonly TimeSpan LongestHold = TimeSpan.FromDays(30);

    public static BatchTiming AtOnce { get; } = new(null, null);

    /// <summary>How much longer than others the messages of a batch may live, for the files that they need.</summary>
    public static TimeSpan Longer(bool? hold, bool isPaced) =>
        (hold == true ? LongestHold : TimeSpan.Zero) + (isPaced ? Pace.Longest : TimeSpan.Zero);

    public static BatchTiming Of(bool? hold, Pace? pace, DateTimeOffset now) =>
        hold != true && pace is null ? AtOnce : new BatchTiming(hold == true ? now + LongestHold : null, pace);

    /// <summary>Adds the columns of a new batch.</summary>
    public void AddTo(NpgsqlParameterCollection parameters, KnownKey? caller)
    {
        parameters.Add(new NpgsqlParameter<DateTimeOffset?>("held_until", NpgsqlDbType.TimestampTz)
        {
            TypedValue = HeldUntil,
        });
        parameters.Add(new NpgsqlParameter<Guid?>("made_by", NpgsqlDbType.Uuid)
        {
            TypedValue = HeldUntil is null ? null : caller?.KeyId,
        });
        parameters.Add(new NpgsqlParameter<int?>("pace_messages", NpgsqlDbType.Integer)
        {
            TypedValue = Pace?.Messages,
        });
        parameters.Add(new NpgsqlParameter<int?>("pace_seconds", NpgsqlDbType.Integer)
        {
            TypedValue = Pace?.EverySeconds,
        });
    }

    /// <summary>
    /// The messages with the times that the batch gives them. Those of a held batch get theirs when it is released.
    /// </summary>
    /// <param name="messages">Of one chunk.</param>
    /// <param name="first">How many of the batch stand before them.</param>
    /// <param name="begin">From when its pace counts.</param>
    /// <param name="quiet">They begin behind the pace.</param>
    public IReadOnlyList<NewMessage> Apply(
        IReadOnlyList<NewMessage> messages, int first, DateTimeOffset begin, QuietHours quiet) =>
        HeldUntil is not null ? [.. messages.Select(static message => message with { IsHeld = true })]
        : Pace is { } pace ? [.. messages.Select((message, i) => Paced(message, begin + pace.After(first + i), quiet))]
        : messages;

    private static NewMessage Paced(NewMessage message, DateTimeOffset slot, QuietHours quiet)
    {
        var at = message.ScheduledAt > slot ? message.ScheduledAt.Value : slot;
        if (at <= message.CreatedAt)
        {
            return message;
        }

        var held = quiet.HeldUntil(at, message.Purpose, message.Channel);
        return message with
        {
            ScheduledAt = at,
            HeldUntil = held,
            ExpiresAt = (held ?? at) + (message.ExpiresAt - message.DueAt),
            Status = MessageStatus.Scheduled,
        };
    }
}
