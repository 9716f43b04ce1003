namespace Gateway.Vendors.Kshot;

/// <summary>How the KShot agent of an install is set up (its <c>info.ini</c>), as far as it concerns the tables.</summary>
public sealed record KshotSettings : ProtocolSettings
{
    private const int MostEtcColumns = 9;

    /// <summary><c>queue_table_name</c> in the agent's <c>info.ini</c>. Default: <c>agent_msgqueue</c>.</summary>
    public string QueueTable { get; init; } = "agent_msgqueue";

    /// <summary><c>result_table_name</c>. Default: <c>agent_msgresult</c>.</summary>
    public string ResultTable { get; init; } = "agent_msgresult";

    /// <summary>
    /// <c>log_table_name</c>, the first part of the names of log tables. Default: <c>agent_msglog</c>.
    /// </summary>
    public string LogTable { get; init; } = "agent_msglog";

    /// <summary><c>log_table_type</c>. Default: <c>month</c>.</summary>
    public KshotLogTables LogTableType { get; init; } = KshotLogTables.Month;

    /// <summary>
    /// The free column that carries the gateway's id. It must not be the agent's <c>multiuser_column</c> or
    /// <c>KisaOrigCode_column</c>. Default: <c>etc1</c>.
    /// </summary>
    public string CorrelationColumn { get; init; } = "etc1";

    /// <summary><c>etc_columns</c>: how many free columns created tables get. Default: 5. 1 to 9.</summary>
    public int EtcColumns { get; init; } = 5;

    /// <summary>
    /// <c>multiuser_column</c>: the free column for the sub-account that is billed (<c>subId</c>). Default: none.
    /// </summary>
    public string? SubIdColumn { get; init; }

    /// <summary>
    /// <c>KisaOrigCode_column</c>: the free column for the first-sender operator code (resellers only). Default: none.
    /// </summary>
    public string? OriginCodeColumn { get; init; }

    /// <summary>
    /// The code that is written to <see cref="OriginCodeColumn"/> when the account of a message has no
    /// <c>originCode</c>. Default: none.
    /// </summary>
    public string? OriginCode { get; init; }

    /// <summary>
    /// <c>watchdog_table_name</c> of doubled agents (<c>mode_dup = 1</c>), where they beat, usually
    /// <c>agent_watchdog</c>. Default: none, the agent runs alone.
    /// </summary>
    public string? WatchdogTable { get; init; }

    public override IReadOnlyList<string> QueueTables() => [QueueTable, ResultTable];

    public override IEnumerable<(string Setting, string? Name)> Names() =>
    [
        (nameof(QueueTable), QueueTable), (nameof(ResultTable), ResultTable), (nameof(LogTable), LogTable),
        (nameof(CorrelationColumn), CorrelationColumn), (nameof(SubIdColumn), SubIdColumn),
        (nameof(OriginCodeColumn), OriginCodeColumn), (nameof(WatchdogTable), WatchdogTable),
    ];

    public override IEnumerable<string> Faults(string at)
    {
        if (CorrelationColumn.Equals(SubIdColumn, StringComparison.OrdinalIgnoreCase)
            || CorrelationColumn.Equals(OriginCodeColumn, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{at}CorrelationColumn '{CorrelationColumn}' is also used for something else. Choose a free column.";
        }

        if (EtcColumns is < 1 or > MostEtcColumns)
        {
            yield return $"{at}EtcColumns is {EtcColumns}; it is 1 to {MostEtcColumns}.";
        }

        if (OriginCode is not null && OriginCodeColumn is null)
        {
            yield return $"{at}OriginCode has no effect without {at}OriginCodeColumn, the column that it goes into.";
        }
    }
}

/// <summary>Where the KShot agent moves finished rows (<c>log_table_type</c>).</summary>
public enum KshotLogTables
{
    /// <summary>One table a month: <c>agent_msglog_YYYYMM</c>.</summary>
    Month = 0,

    /// <summary>One table a day: <c>agent_msglog_YYYYMMDD</c>.</summary>
    Day = 1,

    /// <summary>One table for ever.</summary>
    One = 2,

    /// <summary>Nowhere: rows stay in the result table.</summary>
    Unuse = 3,
}
