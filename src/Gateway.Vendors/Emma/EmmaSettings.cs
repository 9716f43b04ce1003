using System.Text;

namespace Gateway.Vendors.Emma;

/// <summary>How the EMMA and the ATA of an install are set up, as far as it concerns the tables.</summary>
public sealed record EmmaSettings : ProtocolSettings
{
    private const int LeastValidMinutes = 5;
    private const int MostValidMinutes = 1440;
    private const int MostTakeSeconds = 5;
    private const int MostFileKey = 1_000_000_000;
    private const int LongestSubpath = 64;

    /// <summary>The queue of SMS. Default: <c>em_smt_tran</c>.</summary>
    public string SmsTable { get; init; } = "em_smt_tran";

    /// <summary>The first part of the names of its log tables. Default: <c>em_smt_log</c>.</summary>
    public string SmsLogTable { get; init; } = "em_smt_log";

    /// <summary>
    /// PostgreSQL: the sequence that numbers rows of <see cref="SmsTable"/>. Empty: the table numbers them itself, as
    /// MySQL's do. Default: <c>sq_em_smt_tran_01</c>.
    /// </summary>
    public string? SmsSequence { get; init; } = "sq_em_smt_tran_01";

    /// <summary>The queue of LMS and MMS. Default: <c>em_mmt_tran</c>.</summary>
    public string LongTable { get; init; } = "em_mmt_tran";

    /// <summary>The first part of the names of its log tables. Default: <c>em_mmt_log</c>.</summary>
    public string LongLogTable { get; init; } = "em_mmt_log";

    /// <summary>
    /// PostgreSQL: the sequence that numbers rows of <see cref="LongTable"/>; empty as above. Default:
    /// <c>sq_em_mmt_tran_01</c>.
    /// </summary>
    public string? LongSequence { get; init; } = "sq_em_mmt_tran_01";

    /// <summary>The files of MMS. Default: <c>em_mmt_file</c>.</summary>
    public string FileTable { get; init; } = "em_mmt_file";

    /// <summary>
    /// The folder below the agent's <c>attach_file</c> in which files are laid (<c>attach_file_subpath</c>), at most 64
    /// bytes. Default: none.
    /// </summary>
    public string? FileSubpath { get; init; }

    /// <summary>
    /// Keys of files (<c>attach_file_group_key</c>) that the gateway gives begin above this number; other programs must
    /// stay below. Default: 500,000,000. 0 to 1,000,000,000.
    /// </summary>
    public int FileKeysFrom { get; init; } = 500_000_000;

    /// <summary>The most pictures of an MMS; the vendor's bound is not public. Default: 3. 1 to 3.</summary>
    public int MmsFiles { get; init; } = 3;

    /// <summary>The queue of AlimTalk. Default: <c>ata_mmt_tran</c>.</summary>
    public string AtaTable { get; init; } = "ata_mmt_tran";

    /// <summary>The first part of the names of its log tables. Default: <c>ata_mmt_log</c>.</summary>
    public string AtaLogTable { get; init; } = "ata_mmt_log";

    /// <summary>
    /// PostgreSQL: the sequence that numbers rows of <see cref="AtaTable"/>; empty as above. Default:
    /// <c>sq_ata_mmt_tran_01</c>.
    /// </summary>
    public string? AtaSequence { get; init; } = "sq_ata_mmt_tran_01";

    /// <summary>
    /// Takes buttons of AlimTalk, as JSON in <c>kko_btn_info</c>: public programs write them so, no manual says it.
    /// Default: <c>false</c>.
    /// </summary>
    public bool JsonButtons { get; init; }

    /// <summary>
    /// The agent's TTL, or less: it never sends rows that were due longer ago, and says nothing, so the gateway gives
    /// untouched rows a new time before. Default: 30. 5 to 1,440.
    /// </summary>
    public int ValidMinutes { get; init; } = 30;

    /// <summary>
    /// How long the agent may take from reading a row to marking it as taken. A row that is withdrawn is put off, and
    /// deleted when it is still untouched after this time. Default: 3. 1 to 5.
    /// </summary>
    public int TakeSeconds { get; init; } = 3;

    /// <summary>
    /// The table in which the agent's processes say that they live, usually <c>em_status</c>. Default: none.
    /// </summary>
    public string? StatusTable { get; init; }

    public override IReadOnlyList<string> QueueTables() => [SmsTable, LongTable, AtaTable];

    public override IEnumerable<(string Setting, string? Name)> Names() =>
    [
        (nameof(SmsTable), SmsTable), (nameof(SmsLogTable), SmsLogTable), (nameof(SmsSequence), Given(SmsSequence)),
        (nameof(LongTable), LongTable), (nameof(LongLogTable), LongLogTable), (nameof(LongSequence), Given(LongSequence)),
        (nameof(FileTable), FileTable), (nameof(AtaTable), AtaTable), (nameof(AtaLogTable), AtaLogTable),
        (nameof(AtaSequence), Given(AtaSequence)), (nameof(StatusTable), Given(StatusTable)),
    ];

    public override IEnumerable<string> Faults(string at)
    {
        if (ValidMinutes is < LeastValidMinutes or > MostValidMinutes)
        {
            yield return $"{at}ValidMinutes is {ValidMinutes}; it is {LeastValidMinutes} to {MostValidMinutes}.";
        }

        if (TakeSeconds is < 1 or > MostTakeSeconds)
        {
            yield return $"{at}TakeSeconds is {TakeSeconds}; it is 1 to {MostTakeSeconds}.";
        }

        if (MmsFiles is < 1 or > EmmaStaging.MostMmsFiles)
        {
            yield return $"{at}MmsFiles is {MmsFiles}; it is 1 to {EmmaStaging.MostMmsFiles}.";
        }

        if (FileKeysFrom is < 0 or > MostFileKey)
        {
            yield return $"{at}FileKeysFrom is {FileKeysFrom}; it is 0 to {MostFileKey}.";
        }

        if (FileSubpath is { } subpath && Encoding.UTF8.GetByteCount(subpath) > LongestSubpath)
        {
            yield return $"{at}FileSubpath has more than {LongestSubpath} bytes.";
        }
    }

    /// <summary>Null for a setting that is empty.</summary>
    internal static string? Given(string? name) => string.IsNullOrEmpty(name) ? null : name;
}
