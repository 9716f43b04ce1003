namespace Gateway.Vendors.Bizppurio;

/// <summary>What is read of a row of <c>BIZ_MSG</c> or <c>BIZ_LOG_YYYYMM</c>.</summary>
internal sealed class BizppurioRow
{
    public string Cmid { get; init; } = "";

    public string? Umid { get; init; }

    public int? MsgType { get; init; }

    public int? Status { get; init; }

    public string? CallStatus { get; init; }

    public DateTime? ReportTime { get; init; }

    /// <summary>Orders the queue; never read into memory.</summary>
    public DateTime? SendTime { get; init; }

    public string? TelInfo { get; init; }

    public int? UsePage { get; init; }

    public int? UseTime { get; init; }

    public string? SnResult { get; init; }

    public string? AttachedFile { get; init; }

    public string? ReType { get; init; }
}
