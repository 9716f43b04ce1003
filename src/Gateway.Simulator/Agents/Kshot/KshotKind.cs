namespace Gateway.Simulator.Agents.Kshot;

/// <summary>The numbers of column kind and their code tables.</summary>
internal static class KshotKind
{
    public const int Sms = 0;
    public const int Lms = 1;
    public const int Fax = 3;
    public const int Alimtalk = 4;

    public static IReadOnlyDictionary<string, OutcomeCodes> Codes { get; } = new Dictionary<string, OutcomeCodes>
    {
        ["sms"] = new("0", "7"),
        ["lms"] = new("0", "203"),
        ["mms"] = new("0", "203"),
        ["fax"] = new("0", "1901"),
        ["alimtalk"] = new("0", "3018"),
    };

    public static string Name(int kind) => kind switch
    {
        Sms => "sms",
        Lms => "lms",
        Fax => "fax",
        Alimtalk => "alimtalk",
        _ => "mms",
    };
}
