using Gateway.Vendors.ResultCodes;

namespace Gateway.Messages;

/// <summary>
/// Where a message is. Only these moves exist: scheduled → accepted → queued → sending → (delivered | failed | expired); any of the first three → canceled;
/// expired → delivered | failed when a late report arrives.
/// </summary>
internal enum MessageStatus : short
{
    /// <summary>Kept until its time has come.</summary>
    Scheduled = 0,

    /// <summary>Stored safely; waits for its place in the vendor's queue.</summary>
    Accepted = 1,

    /// <summary>In the vendor's queue table.</summary>
    Queued = 2,

    /// <summary>The vendor's agent has taken it.</summary>
    Sending = 3,

    /// <summary>The vendor says that the recipient has it. Final.</summary>
    Delivered = 4,

    /// <summary>It was not delivered. Final.</summary>
    Failed = 5,

    /// <summary>No result came in time, or it was not sent in time. Final, unless a late report tells the truth.</summary>
    Expired = 6,

    /// <summary>Withdrawn before an agent took it, or deleted by an operator. Final.</summary>
    Canceled = 7,
}

/// <summary>How a message ends with a result.</summary>
internal static class MessageEnds
{
    public static MessageStatus End(this Outcome outcome) => outcome switch
    {
        Outcome.Delivered => MessageStatus.Delivered,
        Outcome.Failed => MessageStatus.Failed,
        Outcome.Expired => MessageStatus.Expired,
        Outcome.Canceled => MessageStatus.Canceled,
        Outcome.Pending => throw new InvalidOperationException("A pending result is no end; it is sorted out before."),
    };
}
