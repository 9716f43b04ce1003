namespace Gateway.Vendors.Bizppurio;

/// <summary>How the BIZCLIENT of an install is set up, as far as it concerns the tables.</summary>
public sealed record BizppurioSettings : ProtocolSettings
{
    public const int LeastValidMinutes = 30;
    public const int MostValidMinutes = 1440;

    /// <summary><c>MSG_TABLE</c>. Default: <c>BIZ_MSG</c>.</summary>
    public string MessageTable { get; init; } = "BIZ_MSG";

    /// <summary><c>LOG_TABLE</c>, the first part of the names of log tables. Default: <c>BIZ_LOG</c>.</summary>
    public string LogTable { get; init; } = "BIZ_LOG";

    /// <summary>
    /// <c>BACKUP_OPTION</c>: one log table a month (<c>BIZ_LOG_YYYYMM</c>), or one. Default: <c>monthly</c>.
    /// </summary>
    public BizppurioLogTables LogTables { get; init; } = BizppurioLogTables.Monthly;

    /// <summary>
    /// The generation of result codes: three numbers mean something else since module v3. Default: <c>v1</c>.
    /// </summary>
    public BizppurioCodeVersion CodeVersion { get; init; } = BizppurioCodeVersion.V1;

    /// <summary>
    /// <c>SEND_VALID_MINUTES</c>: the module refuses older rows when it restarts (9034, 9020), so the gateway gives
    /// untouched rows a new <c>SEND_TIME</c> before. Default: 180. 30 to 1,440.
    /// </summary>
    public int ValidMinutes { get; init; } = 180;

    public override IReadOnlyList<string> QueueTables() => [MessageTable];

    public override IEnumerable<(string Setting, string? Name)> Names() =>
        [(nameof(MessageTable), MessageTable), (nameof(LogTable), LogTable)];

    public override IEnumerable<string> Faults(string at)
    {
        if (ValidMinutes is < LeastValidMinutes or > MostValidMinutes)
        {
            yield return $"{at}ValidMinutes is {ValidMinutes}; it is {LeastValidMinutes} to {MostValidMinutes}.";
        }
    }
}

/// <summary>Where BIZCLIENT moves finished rows.</summary>
public enum BizppurioLogTables
{
    /// <summary>One table a month: <c>BIZ_LOG_YYYYMM</c>.</summary>
    Monthly = 0,

    /// <summary>One table for ever: <c>BIZ_LOG</c>.</summary>
    One = 1,
}

/// <summary>Which generation of Bizppurio's codes an install speaks.</summary>
public enum BizppurioCodeVersion
{
    /// <summary>As the manual of module v1 has them.</summary>
    V1 = 0,

    /// <summary>As module v3 has them: 9013, 9020 and 9215 mean something else.</summary>
    V3 = 1,
}
