using Gateway.Vendors.ResultCodes;

namespace Gateway.Vendors;

/// <summary>What a vendor's tables say of one message now.</summary>
public sealed record VendorReport
{
    /// <summary>The message, read from the row's correlation column.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>How far the agent has come with the row.</summary>
    public required RowProgress Progress { get; init; }

    /// <summary>
    /// The row's state as it stands, when no document names it: the agent is newer, or another one. Null for a known one.
    /// </summary>
    public string? UnknownState { get; init; }

    /// <summary>When the agent sent the row, if it says so.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>When the result came, if it has.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The result; set exactly when <see cref="Progress"/> is <see cref="RowProgress.Final"/>.</summary>
    public VendorResult? Result { get; init; }

    /// <summary>The telecom operator, in the words of the API: SKT, KT, LGU+ …</summary>
    public string? Telecom { get; init; }

    /// <summary>Pages that went through; fax only.</summary>
    public int? Pages { get; init; }

    /// <summary>Seconds that somebody listened; voice only.</summary>
    public int? Seconds { get; init; }

    /// <summary>The key that the recipient pressed; voice with <see cref="VoiceContent.AcceptReply"/> only.</summary>
    public string? Reply { get; init; }

    /// <summary>What the vendor charged, if it says so.</summary>
    public decimal? Fee { get; init; }

    /// <summary>
    /// Null when the message itself ended; else the channel of the vendor's fallback, whose result this is: one message
    /// has one outcome, however many rows the agent made for it.
    /// </summary>
    public Channel? FallbackChannel { get; init; }
}

/// <summary>How far an agent has come with a row. Only ever grows.</summary>
public enum RowProgress
{
    /// <summary>The row waits in the queue table and was not touched: it can still be withdrawn.</summary>
    Untouched = 0,

    /// <summary>The agent has taken the row; no result yet.</summary>
    Taken = 1,

    /// <summary>The row has its result.</summary>
    Final = 2,
}
