namespace Gateway.Vendors.Xroshot;

/// <summary>What is read of a row of <c>SDK_x_SEND</c>.</summary>
internal sealed class XroshotSendRow
{
    public long MsgId { get; init; }

    /// <summary>The key of our row, in the column that the settings name.</summary>
    public string? Key { get; init; }

    public int? Status { get; init; }

    public int? Result { get; init; }

    public string? ProcTime { get; init; }

    public string? SendDate { get; init; }

    public int? DestCount { get; init; }
}
