namespace Gateway.Simulator.Agents.Bizppurio;

/// <summary>
/// The options of Bizppurio's BIZCLIENT, as far as they show in the tables, and what is simulated around it.
/// </summary>
public sealed record BizppurioAgentOptions
{
    /// <summary>MSG_TABLE. Default BIZ_MSG.</summary>
    public string MessageTable { get; init; } = "BIZ_MSG";

    /// <summary>LOG_TABLE, a prefix with the month. Default BIZ_LOG.</summary>
    public string LogTable { get; init; } = "BIZ_LOG";

    /// <summary>Messages taken per second (FETCH_COUNT each second); 0 = no bound. Default 100.</summary>
    public int Tps { get; init; } = 100;

    /// <summary>Rows per statement and transaction. Default 1000.</summary>
    public int BatchSize { get; init; } = 1000;

    /// <summary>
    /// From STATUS 7 to STATUS 1. No column holds the time of the take: after a restart the delay is over. Default 0.2
    /// s.
    /// </summary>
    public TimeSpan AcceptDelay { get; init; } = TimeSpan.FromSeconds(0.2);

    /// <summary>From STATUS 1 to STATUS 2. Default 0.5 s.</summary>
    public TimeSpan ResultDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>BACKUP_OPTION. Default monthly tables.</summary>
    public BizppurioLog Log { get; init; } = BizppurioLog.Month;

    /// <summary>Which time names the month of the log (the manual does not say). Default SEND_TIME.</summary>
    public BizppurioLogPeriod LogPeriod { get; init; } = BizppurioLogPeriod.SendTime;

    /// <summary>Column lists of indexes on created log tables. Default none.</summary>
    public IReadOnlyList<string> LogIndexes { get; init; } = [];

    /// <summary>How often finished rows are moved to the log. Default 10 s.</summary>
    public TimeSpan MoveInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Rows moved each time. Default 1000.</summary>
    public int MoveCount { get; init; } = 1000;

    /// <summary>BACKUP_WAIT_DAY: how long finished rows rest in BIZ_MSG before they are moved. Default 0.</summary>
    public TimeSpan BackupWait { get; init; } = TimeSpan.Zero;

    /// <summary>
    /// FILE_PATH: where the files of ATTACHED_FILE lie. Null = files are not looked at. Default null.
    /// </summary>
    public string? SpoolDirectory { get; init; }

    /// <summary>FILE_DELETE_OPTION: files are deleted after use. Default true.</summary>
    public bool DeleteFiles { get; init; } = true;

    /// <summary>A SEND_TIME older than this is refused with <see cref="StaleCode"/>. Default 24 h.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromHours(24);

    /// <summary>9020 as in module v3, or 9013 as in the older manual. Default 9020.</summary>
    public string StaleCode { get; init; } = "9020";

    /// <summary>Without a report for this long a row fails with 9023; null = never. Default null.</summary>
    public TimeSpan? ReportTimeout { get; init; }

    /// <summary>
    /// Whether the account may fall back; if not, a row with RE_TYPE ends in STATUS 13 and is never moved. Default
    /// true.
    /// </summary>
    public bool FallbackAllowed { get; init; } = true;

    /// <summary>Who falls back when RE_PART is NULL: C the client module, G or S the server. Default C.</summary>
    public string DefaultRePart { get; init; } = "C";

    /// <summary>Whether a failed fallback is followed by a second one (CMID RE_ + UMID). Default false.</summary>
    public bool SecondFallback { get; init; }

    /// <summary>How results are chosen. Voice calls to a mobile number are a kind of their own, mobilevoice.</summary>
    public OutcomeOptions Outcomes { get; init; } = new();
}

/// <summary>BACKUP_OPTION.</summary>
public enum BizppurioLog
{
    /// <summary>BIZ_LOG_YYYYMM.</summary>
    Month,

    /// <summary>BIZ_LOG.</summary>
    One,
}

/// <summary>The time that names a log table's month.</summary>
public enum BizppurioLogPeriod
{
    /// <summary>SEND_TIME.</summary>
    SendTime,

    /// <summary>REQUEST_TIME.</summary>
    RequestTime,

    /// <summary>REPORT_TIME.</summary>
    ReportTime,

    /// <summary>The time of the move.</summary>
    Move,
}
