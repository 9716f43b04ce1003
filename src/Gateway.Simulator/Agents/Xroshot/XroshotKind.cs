namespace Gateway.Simulator.Agents.Xroshot;

/// <summary>One of the four families of tables.</summary>
/// <param name="Code">SMS, MMS, VMS or FMS in table names.</param>
/// <param name="Outcome">The kind's name for <see cref="Outcomes"/>.</param>
/// <param name="Interim">RESULT while the telco or the call is at work.</param>
/// <param name="SubjobType">MSG_SUBJOB_TYPE as SQL over the SEND row <c>s</c>.</param>
/// <param name="JobBase">
/// JOB_ID = this + MSG_ID: the server's numbers are unique over all kinds, and fit an INT.
/// </param>
internal sealed record XroshotKind(string Code, string Outcome, int Interim, string SubjobType, int JobBase)
{
    public static IReadOnlyList<XroshotKind> All { get; } =
    [
        new("SMS", "sms", 43, "1", 100_000_000),
        new("MMS", "mms", 43, "1", 400_000_000),
        new("VMS", "voice", 1, "CASE s.MSG_SUBTYPE WHEN 30 THEN 2 WHEN 32 THEN 13 ELSE 3 END", 700_000_000),
        new("FMS", "fax", 1, "5", 1_000_000_000),
    ];

    public static IReadOnlyDictionary<string, OutcomeCodes> Codes { get; } = new Dictionary<string, OutcomeCodes>
    {
        ["sms"] = new("0", "203"),
        ["mms"] = new("0", "203"),
        ["voice"] = new("0", "487"),
        ["fax"] = new("0", "486"),
    };

    public bool IsText => Code is "SMS" or "MMS";
}
