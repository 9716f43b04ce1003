namespace Gateway.Simulator.Agents.Lguplus;

/// <summary>
/// The options of LG U+'s U+ Agent, as far as they show in the tables, and what is simulated around them.
/// </summary>
public sealed record LguplusAgentOptions
{
    /// <summary>Default SC_TRAN.</summary>
    public string SmsTable { get; init; } = "SC_TRAN";

    /// <summary>A prefix with the month. Default SC_LOG.</summary>
    public string SmsLog { get; init; } = "SC_LOG";

    /// <summary>Default MMS_MSG.</summary>
    public string MmsTable { get; init; } = "MMS_MSG";

    /// <summary>A prefix with the month. Default MMS_LOG.</summary>
    public string MmsLog { get; init; } = "MMS_LOG";

    /// <summary>Messages taken per second from each table; 0 = no bound. Default 100.</summary>
    public int Tps { get; init; } = 100;

    /// <summary>Rows of one look. Default 500.</summary>
    public int BatchSize { get; init; } = 500;

    /// <summary>From sent to the result. Default 0.5 s.</summary>
    public TimeSpan ResultDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// Rows are read in one step and marked in the next one, as an agent that reads without a lock. Default false: both
    /// in one step.
    /// </summary>
    public bool MarksLater { get; init; }

    /// <summary>
    /// With <see cref="MarksLater"/>: rows of MMS_MSG have state 1 from the first step on. Default false.
    /// </summary>
    public bool Fetches { get; init; }

    /// <summary>How often finished rows are moved to the log. Default 10 s.</summary>
    public TimeSpan MoveInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Finished rows stay in the queue. Default false.</summary>
    public bool KeepsQueue { get; init; }

    /// <summary>Which time names the log's month. Default: when the row was due.</summary>
    public LguplusMonth Month { get; init; } = LguplusMonth.Due;

    /// <summary>LMS and MMS that were due longer ago fail with 9011 (mms.submit_timeout.minute). Default 1 h.</summary>
    public TimeSpan SubmitTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// The same text to the same number within this time fails with 99 or 9009 (dup.check.seconds). Default 0: it is
    /// sent.
    /// </summary>
    public TimeSpan DuplicateCheck { get; init; } = TimeSpan.Zero;

    /// <summary>Outside these hours rows fail with 91 or 9001 (co.start_time, co.end_time). Default 0 to 24.</summary>
    public (int From, int To) Hours { get; init; } = (0, 24);

    /// <summary>How results are chosen.</summary>
    public OutcomeOptions Outcomes { get; init; } = new();
}

/// <summary>Which time names the month of a log.</summary>
public enum LguplusMonth
{
    /// <summary>TR_SENDDATE or REQDATE.</summary>
    Due,

    /// <summary>The time of the move.</summary>
    Move,
}
