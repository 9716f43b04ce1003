namespace Gateway.Vendors.Lguplus;

/// <summary>What is read of a row of a queue or a log of either family.</summary>
internal sealed class LguplusRow
{
    /// <summary>TR_NUM or MSGKEY, the same in the log; a queue that was empty at a restart may give it again.</summary>
    public long Number { get; init; }

    /// <summary>Our id, in the family's free column.</summary>
    public string? Key { get; init; }

    public string? Status { get; init; }

    public string? Code { get; init; }

    /// <summary>When the row is due.</summary>
    public DateTime? Due { get; init; }

    public DateTime? SentAt { get; init; }

    /// <summary>When the phone got it; MMS_MSG alone.</summary>
    public DateTime? ArrivedAt { get; init; }

    /// <summary>The time of the result; in SC_TRAN by the operator's clock.</summary>
    public DateTime? ReportedAt { get; init; }

    public string? Carrier { get; init; }
}
