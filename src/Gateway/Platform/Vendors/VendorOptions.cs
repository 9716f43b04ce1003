using Gateway.Platform.Settings;
using Gateway.Vendors;

namespace Gateway.Platform.Vendors;

/// <summary>The section <c>Vendors:&lt;name&gt;</c>: one agent with its queue tables.</summary>
internal sealed class VendorOptions : IHasSections
{
    public const string Section = "Vendors";

    /// <summary>The agent's protocol by its name. Required.</summary>
    public VendorProtocol? Protocol { get; set; }

    /// <summary>Where the tables are: <c>postgresql</c> or <c>mysql</c> (MariaDB too). Required.</summary>
    public DatabaseKind? Database { get; set; }

    /// <summary>ADO.NET connection string of the database with the queue tables. Required.</summary>
    [Secret]
    public string ConnectionString { get; set; } = "";

    /// <summary>Creates the queue tables when they are missing. Default: false.</summary>
    public bool CreateTables { get; set; }

    /// <summary>The channels to use, separated by commas. Default: all that the protocol has.</summary>
    public string? Channels { get; set; }

    /// <summary>
    /// Types of Kakao's buttons that the agent takes beyond those of its manual, separated by commas, such as
    /// <c>AC,BF</c>. Default: none. What the manuals have stands in docs/vendors.
    /// </summary>
    public string? KakaoButtons { get; set; }

    /// <summary>Messages a second that the agent sends, as its own settings say. Default: 100.</summary>
    public int Tps { get; set; } = 100;

    /// <summary>
    /// Rows that may wait untouched in the queue table; the rest waits in the gateway, where a one-time password can
    /// overtake it. Default: ten seconds of <see cref="Tps"/>.
    /// </summary>
    public int? MaxQueued { get; set; }

    /// <summary>Hours after which a message without a report has expired, 1 to 168. Default: 48.</summary>
    public int ExpireHours { get; set; } = 48;

    /// <summary>
    /// Hours of the day in <c>Gateway:TimeZone</c>, such as <c>05:00-06:00</c>, in which messages that the agent has
    /// taken expire. Default: none, they expire as soon as their time is over: only so does every message end within an
    /// hour of its time, which a window by default, such as the agents' own 05:00 to 06:00, would not allow. With a
    /// window they may stay open up to a day longer. What the agent has not taken never waits for it.
    /// </summary>
    public string? ExpireWindow { get; set; }

    /// <summary>Where files for the agent are laid.</summary>
    public AttachmentsOptions Attachments { get; set; } = new();

    public int Budget => MaxQueued ?? Tps * 10;

    /// <summary>What stands in the sections of the protocols; only that of its own has an effect.</summary>
    internal Dictionary<VendorProtocol, ProtocolSettings> Given { get; } = [];

    /// <summary>The settings of a protocol, or their defaults.</summary>
    public ProtocolSettings SetupOf(VendorProtocol protocol) =>
        Given.GetValueOrDefault(protocol) ?? protocol.NewSettings();

    public IEnumerable<(string Name, Type Type)> Sections() =>
        VendorProtocols.All.Select(protocol => (protocol.Section, protocol.NewSettings().GetType()));
}

/// <summary>
/// The section <c>Vendors:&lt;name&gt;:Attachments</c>: a directory that gateway and agent both see, perhaps under two
/// names.
/// </summary>
internal sealed class AttachmentsOptions
{
    /// <summary>The directory as the gateway sees it. Default: none; then the vendor carries no files.</summary>
    public string? WriteTo { get; set; }

    /// <summary>
    /// The same directory as the agent sees it, where rows name files with their path. Default: <see cref="WriteTo"/>.
    /// </summary>
    public string? AgentPath { get; set; }

    public string AgentSees => AgentPath ?? WriteTo ?? "";
}
