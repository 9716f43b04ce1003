namespace Gateway.Simulator.Agents.Xroshot;

/// <summary>
/// The install options of KT Xroshot's MCS Agent, as far as they show in the tables, and what is simulated around it.
/// </summary>
public sealed record XroshotAgentOptions
{
    /// <summary>
    /// Install option -s: the suffix of the send and report tables, such as A for SDK_SMS_SEND_A. Default none.
    /// </summary>
    public string Suffix { get; init; } = "";

    /// <summary>Fixed report tables, or one set per month (_yymm). Default fixed.</summary>
    public XroshotReports Reports { get; init; } = XroshotReports.Fixed;

    /// <summary>Which time names the month of the report tables (the manual does not say). Default SEND_DATE.</summary>
    public XroshotMonth Month { get; init; } = XroshotMonth.SendDate;

    /// <summary>Jobs taken per second and table; 0 = no bound. Default 100.</summary>
    public int Tps { get; init; } = 100;

    /// <summary>Rows per statement and transaction. Default 1000.</summary>
    public int BatchSize { get; init; } = 1000;

    /// <summary>
    /// From SEND_STATUS 2 to 3. Columns hold whole seconds, so a delay may come out up to a second shorter. Default 0.2
    /// s.
    /// </summary>
    public TimeSpan AcceptDelay { get; init; } = TimeSpan.FromSeconds(0.2);

    /// <summary>
    /// From the transmission to the interim RESULT 43 (texts) or 1 (calls); not written when the final one is due
    /// already. Default 0.2 s.
    /// </summary>
    public TimeSpan InterimDelay { get; init; } = TimeSpan.FromSeconds(0.2);

    /// <summary>From the transmission to the final RESULT. Default 0.5 s.</summary>
    public TimeSpan ResultDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Agent before 4.0.0: TCS_RESULT is -2 instead of NULL before the report. Default false.</summary>
    public bool OldAgent { get; init; }

    /// <summary>Share of jobs that the server refuses: SEND_STATUS -1, the row stays. Default 0.</summary>
    public double RejectRate { get; init; }

    /// <summary>SEND_RESULT of refused jobs. Default 99.</summary>
    public int RejectCode { get; init; } = 99;

    /// <summary>Number of RESERVED columns of created tables. Default 9.</summary>
    public int ReservedColumns { get; init; } = 9;

    /// <summary>
    /// How results are chosen. A code is a TCS_RESULT, for which RESULT is derived, or RESULT/TCS_RESULT, such as
    /// <c>8/0</c>, or <c>21/</c> for a RESULT without a TCS_RESULT. Kinds: sms, mms (LMS too), voice, fax.
    /// </summary>
    public OutcomeOptions Outcomes { get; init; } = new();
}

/// <summary>The REPORT tables of an install.</summary>
public enum XroshotReports
{
    /// <summary>SDK_SMS_REPORT.</summary>
    Fixed,

    /// <summary>SDK_SMS_REPORT_2611.</summary>
    Monthly,
}

/// <summary>The time that names the month of a report table.</summary>
public enum XroshotMonth
{
    /// <summary>SEND_DATE of the job.</summary>
    SendDate,

    /// <summary>The time of the copy.</summary>
    Move,
}
