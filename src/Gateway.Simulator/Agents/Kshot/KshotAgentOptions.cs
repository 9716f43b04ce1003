namespace Gateway.Simulator.Agents.Kshot;

/// <summary>The KShot agent's info.ini, as far as it shows in the tables, and what is simulated around it.</summary>
public sealed record KshotAgentOptions
{
    /// <summary>queue_table_name. Default agent_msgqueue.</summary>
    public string QueueTable { get; init; } = "agent_msgqueue";

    /// <summary>result_table_name. Default agent_msgresult.</summary>
    public string ResultTable { get; init; } = "agent_msgresult";

    /// <summary>log_table_name, a prefix with month and day. Default agent_msglog.</summary>
    public string LogTable { get; init; } = "agent_msglog";

    /// <summary>watchdog_table_name. Default agent_watchdog.</summary>
    public string WatchdogTable { get; init; } = "agent_watchdog";

    /// <summary>agent_tps, messages taken per second; 0 = no bound. Default 100.</summary>
    public int Tps { get; init; } = 100;

    /// <summary>Rows per statement and transaction. Default 1000.</summary>
    public int BatchSize { get; init; } = 1000;

    /// <summary>
    /// From state 1 to state 2. Columns hold whole seconds, so a delay may come out up to a second shorter. Default 0.2
    /// s.
    /// </summary>
    public TimeSpan AcceptDelay { get; init; } = TimeSpan.FromSeconds(0.2);

    /// <summary>From state 2 to state 3. Default 0.5 s.</summary>
    public TimeSpan ResultDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>mms_migrate_log_interval: how often the result table is emptied into the log. Default 2 s.</summary>
    public TimeSpan MigrateInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>log_table_type. Default month.</summary>
    public KshotLog Log { get; init; } = KshotLog.Month;

    /// <summary>
    /// Which time names the month or day of the log (the manual does not say). Default the time of the move.
    /// </summary>
    public KshotLogPeriod LogPeriod { get; init; } = KshotLogPeriod.Move;

    /// <summary>log_table_indexes: column lists. Default the manual's three.</summary>
    public IReadOnlyList<string> LogIndexes { get; init; } = ["isReserved,reservedTime", "receiveNo", "state"];

    /// <summary>Whether rows in the log carry state 4 instead of 3. Default true.</summary>
    public bool LogState4 { get; init; } = true;

    /// <summary>expire_hours: rows without a report are failed when they are this old. Default 48.</summary>
    public int ExpireHours { get; init; } = 48;

    /// <summary>expire_begin: hour of the day (Korea) at which the window for failing opens. Default 5.</summary>
    public int ExpireBegin { get; init; } = 5;

    /// <summary>expire_end: hour at which the window closes. Default 6.</summary>
    public int ExpireEnd { get; init; } = 6;

    /// <summary>Result of an expired SMS. Default 999.</summary>
    public int ExpireCodeSms { get; init; } = 999;

    /// <summary>Result of any other expired message. Default 9999.</summary>
    public int ExpireCodeOther { get; init; } = 9999;

    /// <summary>etc_columns, for created tables. Default 5.</summary>
    public int EtcColumns { get; init; } = 5;

    /// <summary>etc_column_size, for created tables. Default 300.</summary>
    public int EtcColumnSize { get; init; } = 300;

    /// <summary>
    /// Whether a fallback row inherits the alimtalk's etc columns (the manual does not say). Default false.
    /// </summary>
    public bool FallbackCopiesEtc { get; init; }

    /// <summary>Whether the uncertain 3005 starts a fallback (the manual does not say). Default false.</summary>
    public bool FallbackOnUncertain { get; init; }

    /// <summary>
    /// mode_dup = 1: keep the row in the watchdog table, and send only while it is this agent's turn. Default false.
    /// </summary>
    public bool Watchdog { get; init; }

    /// <summary>The account, written to agentid (the standby adds _s). Default kshot.</summary>
    public string AgentId { get; init; } = "kshot";

    /// <summary>
    /// mode_active = S: this agent waits until the active one has been silent for 60 s. Default false.
    /// </summary>
    public bool Standby { get; init; }

    /// <summary>How results are chosen.</summary>
    public OutcomeOptions Outcomes { get; init; } = new();
}

/// <summary>log_table_type.</summary>
public enum KshotLog
{
    /// <summary>agent_msglog_YYYYMM.</summary>
    Month,

    /// <summary>agent_msglog_YYYYMMDD.</summary>
    Day,

    /// <summary>agent_msglog.</summary>
    One,

    /// <summary>No log: rows stay in the result table.</summary>
    Unuse,
}

/// <summary>The time that names a log table's period.</summary>
public enum KshotLogPeriod
{
    /// <summary>The time of the move.</summary>
    Move,

    /// <summary>registTime.</summary>
    RegistTime,

    /// <summary>sendTime.</summary>
    SendTime,

    /// <summary>resultTime.</summary>
    ResultTime,
}
