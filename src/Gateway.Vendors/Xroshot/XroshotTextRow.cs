namespace Gateway.Vendors.Xroshot;

/// <summary>What is read of a row of <c>SDK_SMS_RECEIVE</c>.</summary>
internal sealed class XroshotTextRow
{
    public long JobId { get; init; }

    public long MsgId { get; init; }

    /// <summary>The number that the sender wants answers at.</summary>
    public string? Callback { get; init; }

    /// <summary>The number that it came from.</summary>
    public string? From { get; init; }

    public string? To { get; init; }

    public string? Text { get; init; }

    public string? ReceivedAt { get; init; }
}
