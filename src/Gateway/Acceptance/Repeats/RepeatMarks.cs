using Gateway.Messages;

namespace Gateway.Acceptance.Repeats;

/// <summary>
/// What the messages of one request are known by when they come again. Only requests of accounts with a limit have it.
/// Two requests never have the same one.
/// </summary>
internal sealed class RepeatMarks
{
    public required Guid AccountId { get; init; }

    /// <summary>The messages of the request.</summary>
    public required IReadOnlyList<NewMessage> Messages { get; init; }

    /// <summary>How long the same content to the same recipient is refused; null: it is not.</summary>
    public required int? WindowSeconds { get; init; }

    /// <summary>Messages to one recipient within an hour; null: no limit.</summary>
    public required int? HourlyCap { get; init; }

    /// <summary>Of each message, recipient and content as a keyed hash; empty without a window.</summary>
    public required IReadOnlyList<string> Contents { get; init; }

    /// <summary>Of each message, the recipient as a keyed hash; empty without a cap.</summary>
    public required IReadOnlyList<string> Recipients { get; init; }
}

/// <summary>Why a message is refused.</summary>
internal enum RepeatKind
{
    /// <summary>The same content went to the same recipient a moment ago.</summary>
    Duplicate = 0,

    /// <summary>The recipient has got enough for this hour.</summary>
    TooMany = 1,
}

/// <summary>A message that is refused.</summary>
/// <param name="Index">Its place in the request.</param>
/// <param name="Kind">Why.</param>
/// <param name="Earlier">
/// The stored message that has the same content; null when none is stored, or the recipient has got enough.
/// </param>
/// <param name="WithinRequest">The earlier one is in the same request.</param>
/// <param name="RetryAfter">When there is room again.</param>
internal sealed record Repeat(int Index, RepeatKind Kind, Guid? Earlier = null, bool WithinRequest = false, TimeSpan? RetryAfter = null);
