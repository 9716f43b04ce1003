namespace Gateway.Simulator.Agents.Emma;

/// <summary>
/// The options of Infobank's EMMA and ATA, as far as they show in the tables, and what is simulated around them.
/// </summary>
public sealed record EmmaAgentOptions
{
    /// <summary>Default em_smt_tran.</summary>
    public string SmsTable { get; init; } = "em_smt_tran";

    /// <summary>A prefix with the month. Default em_smt_log.</summary>
    public string SmsLog { get; init; } = "em_smt_log";

    /// <summary>Default em_mmt_tran.</summary>
    public string MmsTable { get; init; } = "em_mmt_tran";

    /// <summary>A prefix with the month. Default em_mmt_log.</summary>
    public string MmsLog { get; init; } = "em_mmt_log";

    /// <summary>Default em_mmt_file.</summary>
    public string FileTable { get; init; } = "em_mmt_file";

    /// <summary>Default ata_mmt_tran.</summary>
    public string AtaTable { get; init; } = "ata_mmt_tran";

    /// <summary>A prefix with the month. Default ata_mmt_log.</summary>
    public string AtaLog { get; init; } = "ata_mmt_log";

    /// <summary>Messages taken per second from each table; 0 = no bound. Default 100.</summary>
    public int Tps { get; init; } = 100;

    /// <summary>Rows of one look: the vendor's procedures read 300 at most. Default 300.</summary>
    public int BatchSize { get; init; } = 300;

    /// <summary>From status 2 to the result. Default 0.5 s.</summary>
    public TimeSpan ResultDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Rows that were due longer ago are never read, and nobody is told. Default 1 h.</summary>
    public TimeSpan Ttl { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Rows are read in one step and marked in the next one, as an agent that reads without a lock. Default false: both
    /// in one step.
    /// </summary>
    public bool MarksLater { get; init; }

    /// <summary>
    /// How results are written: into the log at once, as by the procedures of 3.7 (PostgreSQL), or into the queue
    /// first. Default: by the database.
    /// </summary>
    public EmmaResults? Results { get; init; }

    /// <summary>How often finished rows are moved to the log. Default 10 s.</summary>
    public TimeSpan MoveInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Rows of EMMA that are due for so long are put away without a result. Default 10 days.</summary>
    public TimeSpan PastAfter { get; init; } = TimeSpan.FromDays(10);

    /// <summary>The same for ATA. Default 3 days.</summary>
    public TimeSpan AtaPastAfter { get; init; } = TimeSpan.FromDays(3);

    /// <summary>Keeps em_status. Default false.</summary>
    public bool KeepsStatus { get; init; }

    /// <summary>How results are chosen.</summary>
    public OutcomeOptions Outcomes { get; init; } = new();
}

/// <summary>Where a result is written first.</summary>
public enum EmmaResults
{
    /// <summary>Into the log, and the row leaves the queue in the same transaction.</summary>
    Log,

    /// <summary>Into the queue with status 3, from where it is moved.</summary>
    Queue,
}
