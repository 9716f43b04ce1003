namespace Gateway.Vendors.Lguplus;

/// <summary>How the U+ Agent of an install is set up, as far as it concerns the tables.</summary>
public sealed record LguplusSettings : ProtocolSettings
{
    private const int LeastValidMinutes = 5;
    private const int MostValidMinutes = 1440;
    private const int MostTakeSeconds = 5;

    /// <summary>The queue of SMS. Default: <c>SC_TRAN</c>.</summary>
    public string SmsTable { get; init; } = "SC_TRAN";

    /// <summary>The first part of the names of its log tables. Default: <c>SC_LOG</c>.</summary>
    public string SmsLogTable { get; init; } = "SC_LOG";

    /// <summary>The queue of LMS and MMS. Default: <c>MMS_MSG</c>.</summary>
    public string LongTable { get; init; } = "MMS_MSG";

    /// <summary>The first part of the names of its log tables. Default: <c>MMS_LOG</c>.</summary>
    public string LongLogTable { get; init; } = "MMS_LOG";

    /// <summary>
    /// The free column of <see cref="SmsTable"/> that carries the gateway's id; no other program may write it. Default:
    /// <c>TR_ETC1</c>.
    /// </summary>
    public string SmsKeyColumn { get; init; } = "TR_ETC1";

    /// <summary>
    /// The free column of <see cref="LongTable"/> that carries the gateway's id: <c>ETC1</c>, <c>ETC2</c> or
    /// <c>ETC3</c>; <c>ETC4</c> is a number. Default: <c>ETC1</c>.
    /// </summary>
    public string LongKeyColumn { get; init; } = "ETC1";

    /// <summary>The longest SMS, in bytes; older agents take 80. Default: 90. 80 to 90.</summary>
    public int SmsBytes { get; init; } = 90;

    /// <summary>The longest text of an LMS or MMS, in bytes. Default: 2,000. 90 to 2,000.</summary>
    public int TextBytes { get; init; } = 2000;

    /// <summary>The longest subject, in bytes. Default: 40. 10 to 64.</summary>
    public int SubjectBytes { get; init; } = 40;

    /// <summary>
    /// The largest picture of an MMS, in kilobytes; the vendor's bound is not public. Default: 300. 10 to 300.
    /// </summary>
    public int PictureKilobytes { get; init; } = 300;

    /// <summary>The most pictures of an MMS; the vendor's bound is not public. Default: 3. 1 to 3.</summary>
    public int MmsFiles { get; init; } = 3;

    /// <summary>
    /// The agent passes on the rare syllables of CP949, such as 뷁. Else texts keep to KS X 1001. Default: <c>false</c>.
    /// </summary>
    public bool RareSyllables { get; init; }

    /// <summary>
    /// The agent's <c>mms.submit_timeout.minute</c>, or less: rows that were due longer ago fail (9011), so the gateway
    /// gives untouched rows a new time before. Default: 30. 5 to 1,440.
    /// </summary>
    public int ValidMinutes { get; init; } = 30;

    /// <summary>
    /// Takes rows back that the agent has not touched. That the agent marks a row before it sends it is nowhere
    /// written: with <c>false</c>, what is in the queue can no longer be canceled. Default: <c>true</c>.
    /// </summary>
    public bool CancelQueued { get; init; } = true;

    /// <summary>
    /// How long the agent may take from reading a row to marking it. A row that is withdrawn is put off, and deleted
    /// when it is still untouched after this time. Default: 5. 1 to 5.
    /// </summary>
    public int TakeSeconds { get; init; } = 5;

    public override IReadOnlyList<string> QueueTables() => [SmsTable, LongTable];

    public override IEnumerable<(string Setting, string? Name)> Names() =>
    [
        (nameof(SmsTable), SmsTable), (nameof(SmsLogTable), SmsLogTable), (nameof(LongTable), LongTable),
        (nameof(LongLogTable), LongLogTable), (nameof(SmsKeyColumn), SmsKeyColumn),
        (nameof(LongKeyColumn), LongKeyColumn),
    ];

    public override IEnumerable<string> Faults(string at)
    {
        (string Setting, int Value, int Least, int Most)[] numbers =
        [
            (nameof(SmsBytes), SmsBytes, 80, 90),
            (nameof(TextBytes), TextBytes, 90, 2000),
            (nameof(SubjectBytes), SubjectBytes, 10, 64),
            (nameof(PictureKilobytes), PictureKilobytes, 10, 300),
            (nameof(MmsFiles), MmsFiles, 1, LguplusStaging.MostMmsFiles),
            (nameof(ValidMinutes), ValidMinutes, LeastValidMinutes, MostValidMinutes),
            (nameof(TakeSeconds), TakeSeconds, 1, MostTakeSeconds),
        ];
        foreach (var (setting, value, least, most) in numbers.Where(
            number => number.Value < number.Least || number.Value > number.Most))
        {
            yield return $"{at}{setting} is {value}; it is {least} to {most}.";
        }

        if (LongKeyColumn.Equals("ETC4", StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{at}LongKeyColumn is ETC4, which is a number and holds no id. Choose ETC1, ETC2 or ETC3.";
        }
    }
}
