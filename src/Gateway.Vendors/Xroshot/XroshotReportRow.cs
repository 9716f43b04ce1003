namespace Gateway.Vendors.Xroshot;

/// <summary>What is read of a row of <c>SDK_x_REPORT</c>.</summary>
internal sealed class XroshotReportRow
{
    public long MsgId { get; init; }

    /// <summary>The key of our row, in the column that the settings name.</summary>
    public string? Key { get; init; }
}
