namespace Gateway.Vendors.Xroshot;

/// <summary>A row of REPORT with one of its details.</summary>
internal sealed class XroshotJoined
{
    public required XroshotDetailRow Detail { get; init; }

    public string? Key { get; init; }
}

/// <summary>
/// What is read of a row of REPORT and its detail. The place is null where the detail is not there yet.
/// </summary>
internal sealed class XroshotFound
{
    public string? Key { get; init; }

    public long? MsgId { get; init; }

    public int? Place { get; init; }

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
