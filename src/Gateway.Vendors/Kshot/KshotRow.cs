namespace Gateway.Vendors.Kshot;

/// <summary>What is read of a row of <c>agent_msgqueue</c>, <c>agent_msgresult</c> or a log table.</summary>
internal sealed class KshotRow
{
    public long Id { get; init; }

    /// <summary>Our id, in the column that the settings name.</summary>
    public string? Key { get; init; }

    public int? Kind { get; init; }

    public int? State { get; init; }

    public int? Result { get; init; }

    public int? Telecom { get; init; }

    public DateTime? SendTime { get; init; }

    public DateTime? ResultTime { get; init; }

    public string? ReplaceType { get; init; }

    public long? ReplaceId { get; init; }
}

/// <summary>A row of the watchdog table.</summary>
internal sealed class KshotBeatRow
{
    public string? Agent { get; init; }

    public string? Active { get; init; }

    public DateTime? Written { get; init; }
}
