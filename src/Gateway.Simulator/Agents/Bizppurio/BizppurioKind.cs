namespace Gateway.Simulator.Agents.Bizppurio;

/// <summary>The numbers of MSG_TYPE and their code groups.</summary>
internal static class BizppurioKind
{
    public const int Sms = 0;
    public const int Fax = 2;
    public const int Phone = 3;
    public const int Mms = 5;
    public const int Alimtalk = 6;
    public const int Friendtalk = 7;

    public static IReadOnlyDictionary<string, OutcomeCodes> Codes { get; } = new Dictionary<string, OutcomeCodes>
    {
        ["sms"] = new("4100", "4410"),
        ["lms"] = new("6600", "6606"),
        ["mms"] = new("6600", "6606"),
        ["fax"] = new("3200", "3213"),
        ["voice"] = new("1200", "1213"),
        ["mobilevoice"] = new("2201", "2213"),
        ["alimtalk"] = new("7000", "7318"),
        ["friendtalk"] = new("7000", "7203"),
    };

    public static bool IsKnown(int type) => type is Sms or Fax or Phone or Mms or Alimtalk or Friendtalk;

    public static bool IsKakao(int type) => type is Alimtalk or Friendtalk;

    public static string Name(BizppurioRow row) => row.Type switch
    {
        Fax => "fax",
        Phone => row.Phone.StartsWith("01", StringComparison.Ordinal) ? "mobilevoice" : "voice",
        Mms => row.Files.Length == 0 ? "lms" : "mms",
        Alimtalk => "alimtalk",
        Friendtalk => "friendtalk",
        _ => "sms",
    };
}
