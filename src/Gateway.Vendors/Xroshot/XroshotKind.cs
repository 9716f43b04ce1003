namespace Gateway.Vendors.Xroshot;

/// <summary>One of the four families of tables.</summary>
internal sealed record XroshotKind(string Name, IReadOnlyList<Channel> Channels)
{
    public static IReadOnlyList<XroshotKind> All { get; } =
    [
        new("SMS", [Channel.Sms]),
        new("MMS", [Channel.Lms, Channel.Mms]),
        new("VMS", [Channel.Voice]),
        new("FMS", [Channel.Fax]),
    ];

    public static XroshotKind Of(Channel channel) => All.FirstOrDefault(kind => kind.Channels.Contains(channel))
        ?? throw new NotSupportedException($"Xroshot has no table for {channel}; it is refused before it comes here.");
}
