namespace Gateway.Vendors.Xroshot;

/// <summary>What is read of a row of <c>SDK_x_REPORT_DETAIL</c>; each family has some of the columns.</summary>
internal sealed class XroshotDetailRow
{
    public long MsgId { get; init; }

    /// <summary>SUBJOB_ID: the recipient's place in the row, counted from 1.</summary>
    public int Place { get; init; }

    public int? Result { get; init; }

    public int? TcsResult { get; init; }

    public string? SendDate { get; init; }

    public string? ReportDate { get; init; }

    public string? DeliverDate { get; init; }

    public decimal? Fee { get; init; }

    public string? Telecom { get; init; }

    public int? Pages { get; init; }

    public int? Seconds { get; init; }

    public int? Reply { get; init; }
}
