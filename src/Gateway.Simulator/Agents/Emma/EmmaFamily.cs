namespace Gateway.Simulator.Agents.Emma;

/// <summary>A queue with its logs, and how its columns are called.</summary>
/// <param name="Table">The queue.</param>
/// <param name="LogPrefix">The logs' names without the month.</param>
/// <param name="IsTalk">AlimTalk: ATA's columns.</param>
/// <param name="IsLong">LMS and MMS: with files.</param>
/// <param name="PastAfter">When rows without a result are put away.</param>
internal sealed record EmmaFamily(string Table, string LogPrefix, bool IsTalk, bool IsLong, TimeSpan PastAfter)
{
    public static IReadOnlyDictionary<string, OutcomeCodes> Codes { get; } = new Dictionary<string, OutcomeCodes>
    {
        ["sms"] = new("1000", "3001"),
        ["lms"] = new("1000", "3001"),
        ["mms"] = new("1000", "3001"),
        ["alimtalk"] = new("1000", "3027"),
    };

    public string Code => IsTalk ? "report_code" : "mt_report_code_ib";

    public string Owner => IsTalk ? "ata_id" : "emma_id";

    /// <summary>What tells the kind of message; ATA has one kind.</summary>
    public string Type => IsTalk ? "'t'" : "service_type";

    public string Group => IsLong ? "attach_file_group_key" : "0";

    public string Subject => IsTalk || IsLong ? "subject" : "' '";

    public static IReadOnlyList<EmmaFamily> Of(EmmaAgentOptions options) =>
    [
        new(Identifier.Check(options.SmsTable), Identifier.Check(options.SmsLog), false, false, options.PastAfter),
        new(Identifier.Check(options.MmsTable), Identifier.Check(options.MmsLog), false, true, options.PastAfter),
        new(Identifier.Check(options.AtaTable), Identifier.Check(options.AtaLog), true, false, options.AtaPastAfter),
    ];
}
