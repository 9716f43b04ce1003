namespace Gateway.Vendors.Lguplus;

/// <summary>One of the two families of tables: a queue, and its logs of months.</summary>
/// <param name="Name">As its result codes are called.</param>
/// <param name="Channels">What it carries.</param>
/// <param name="Taken">States in which the agent has the row and no result.</param>
/// <param name="Done">The state of a row with a result. The same number means "sent" in the other family.</param>
internal sealed record LguplusFamily(
    string Name, IReadOnlyList<Channel> Channels, IReadOnlyList<string> Taken, string Done)
{
    /// <summary>The state of a row that no agent has touched, in both families.</summary>
    public const string Waiting = "0";

    /// <summary>Short messages.</summary>
    public static LguplusFamily Short { get; } = new("sms", [Channel.Sms], ["1"], "2");

    /// <summary>Long messages, with and without pictures. No public list has their state 1.</summary>
    public static LguplusFamily Long { get; } = new("mms", [Channel.Lms, Channel.Mms], ["1", "2"], "3");

    public static IReadOnlyList<LguplusFamily> All { get; } = [Short, Long];

    public bool IsLong => Name == Long.Name;

    /// <summary>Its queue in the model.</summary>
    public string Queue => "queue-" + Name;

    /// <summary>Its logs in the model.</summary>
    public string Log => "log-" + Name;

    /// <summary>Of newer agents: the code of the operator that sent first.</summary>
    public string OriginCodeColumn => IsLong ? "KISA_ORIGCODE" : "TR_KISAORIGCODE";

    /// <summary>Columns with text in Korean.</summary>
    public IReadOnlyList<string> TextColumns => IsLong ? ["SUBJECT", "MSG"] : ["TR_MSG"];

    public static LguplusFamily Of(Channel channel) => All.FirstOrDefault(family => family.Channels.Contains(channel))
        ?? throw new NotSupportedException(
            $"The U+ Agent has no table for {channel}; it is refused before it comes here.");
}
