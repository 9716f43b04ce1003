namespace Gateway.Vendors.Emma;

/// <summary>One of the three families of tables: a queue, and its logs of months.</summary>
/// <param name="Name">As it stands in the tables' names.</param>
/// <param name="Channels">What it carries.</param>
internal sealed record EmmaFamily(string Name, IReadOnlyList<Channel> Channels)
{
    /// <summary>Short messages.</summary>
    public static EmmaFamily Short { get; } = new("smt", [Channel.Sms]);

    /// <summary>Long messages, with and without pictures.</summary>
    public static EmmaFamily Long { get; } = new("mmt", [Channel.Lms, Channel.Mms]);

    /// <summary>AlimTalk, by the agent ATA.</summary>
    public static EmmaFamily Talk { get; } = new("ata", [Channel.AlimTalk]);

    public static IReadOnlyList<EmmaFamily> All { get; } = [Short, Long, Talk];

    public bool IsTalk => Name == Talk.Name;

    /// <summary>Its queue in the model.</summary>
    public string Queue => "queue-" + Name;

    /// <summary>Its logs in the model.</summary>
    public string Log => "log-" + Name;

    /// <summary>
    /// The free column with our key. A site's own fallback procedure may copy ATA's mt_refkey to em_smt_tran, and never
    /// its etc_text_1.
    /// </summary>
    public string KeyColumn => IsTalk ? "etc_text_1" : "mt_refkey";

    public string CodeColumn => IsTalk ? "report_code" : "mt_report_code_ib";

    public string OwnerColumn => IsTalk ? "ata_id" : "emma_id";

    public static EmmaFamily Of(Channel channel) => All.FirstOrDefault(family => family.Channels.Contains(channel))
        ?? throw new NotSupportedException($"EMMA has no table for {channel}; it is refused before it comes here.");
}
