namespace Gateway.Simulator.Agents.Lguplus;

/// <summary>A queue with its logs, and how its columns, states and codes are called.</summary>
internal sealed record LguplusFamily(string Table, string LogPrefix)
{
    /// <summary>LMS and MMS: with files.</summary>
    public required bool IsLong { get; init; }

    public required string Number { get; init; }

    public required string Phone { get; init; }

    public required string Text { get; init; }

    public required string State { get; init; }

    public required string Code { get; init; }

    public required string Due { get; init; }

    public required string SentAt { get; init; }

    /// <summary>What is set beside state and code when a result comes.</summary>
    public required string Result { get; init; }

    /// <summary>The state of a row that was sent.</summary>
    public required string Sent { get; init; }

    /// <summary>
    /// The state of a row with a result: <see cref="Sent"/> of the other family may have the same number.
    /// </summary>
    public required string Done { get; init; }

    /// <summary>The files that the row promises.</summary>
    public string FileCount => IsLong ? "FILE_CNT" : "0";

    /// <summary>The files that it names.</summary>
    public string FilesNamed => IsLong
        ? string.Join(" + ", Enumerable.Range(1, 5).Select(i => $"CASE WHEN FILE_PATH{i} IS NULL THEN 0 ELSE 1 END"))
        : "0";

    public static IReadOnlyDictionary<string, OutcomeCodes> Codes { get; } = new Dictionary<string, OutcomeCodes>
    {
        ["sms"] = new("06", "07"),
        ["lms"] = new("1000", "2001"),
        ["mms"] = new("1000", "2001"),
    };

    public static IReadOnlyList<LguplusFamily> Of(LguplusAgentOptions options) =>
    [
        new(Identifier.Check(options.SmsTable), Identifier.Check(options.SmsLog))
        {
            IsLong = false,
            Number = "TR_NUM",
            Phone = "TR_PHONE",
            Text = "TR_MSG",
            State = "TR_SENDSTAT",
            Code = "TR_RSLTSTAT",
            Due = "TR_SENDDATE",
            SentAt = "TR_REALSENDDATE",
            Result = "TR_RSLTDATE = @at, TR_NET = '019'",
            Sent = "1",
            Done = "2",
        },
        new(Identifier.Check(options.MmsTable), Identifier.Check(options.MmsLog))
        {
            IsLong = true,
            Number = "MSGKEY",
            Phone = "PHONE",
            Text = "MSG",
            State = "STATUS",
            Code = "RSLT",
            Due = "REQDATE",
            SentAt = "SENTDATE",
            Result = "RSLTDATE = @at, REPORTDATE = @at, TELCOINFO = 'LGT'",
            Sent = "2",
            Done = "3",
        },
    ];

    /// <summary>TR_RSLTSTAT holds two letters.</summary>
    public string Fit(string code) => IsLong || code.Length < 3 ? code : code[^2..];
}
