using Gateway.Platform.Settings;
using Gateway.Vendors;

namespace Gateway.Platform.Vendors;

/// <summary>The section <c>Vendors:&lt;name&gt;</c>: one agent with its queue tables.</summary>
internal sealed class VendorOptions : IHasSections
{
    public const string Section = "Vendors";

    /// <summary>The agent's protocol. Required.</summary>
    public VendorProtocol? Protocol { get; set; }

    /// <summary>The kind of the database that has the agent's tables; <c>mysql</c> is MariaDB too. Required.</summary>
    public DatabaseKind? Database { get; set; }

    /// <summary>
    /// Connection string of that database, with options of Npgsql
    /// (https://www.npgsql.org/doc/connection-string-parameters.html) or MySqlConnector
    /// (https://mysqlconnector.net/connection-options/). Required.
    /// </summary>
    [Secret]
    public string ConnectionString { get; set; } = "";

    /// <summary>Creates queue tables that are missing, as the manual has them. Default: <c>false</c>.</summary>
    public bool CreateTables { get; set; }

    /// <summary>The channels to use, separated by commas. Default: all of the protocol.</summary>
    public string? Channels { get; set; }

    /// <summary>
    /// Types of Kakao buttons that the agent takes beyond those of its manual, separated by commas, such as
    /// <c>AC,BF</c>. docs/internals/vendors has those of the manuals. Default: none.
    /// </summary>
    public string? KakaoButtons { get; set; }

    /// <summary>Messages a second that the agent sends, as its own settings say. Default: 100. At least 1.</summary>
    public int Tps { get; set; } = 100;

    /// <summary>
    /// Rows that may wait untouched in the queue table. The rest waits in the gateway, where a one-time password can
    /// overtake it. Default: 10 × <see cref="Tps"/>. At least 1.
    /// </summary>
    public int? MaxQueued { get; set; }

    /// <summary>Hours after which a message without a result expires. Default: 48. 1 to 168.</summary>
    public int ExpireHours { get; set; } = 48;

    /// <summary>
    /// Hours of the day in <c>Gateway:TimeZone</c>, such as <c>05:00-06:00</c>, in which messages that the agent has
    /// taken expire. With a window they may stay open up to a day longer than their <c>expireHours</c>; without one
    /// every message ends within an hour of its time. What the agent has not taken never waits for it. Default: none,
    /// they expire at once.
    /// </summary>
    public string? ExpireWindow { get; set; }

    /// <summary>
    /// Seconds without any result, while <see cref="SilenceMessages"/> wait for theirs at least as long, after which
    /// the vendor is degraded. 30 to 86,400. Default: 900.
    /// </summary>
    public int SilenceSeconds { get; set; } = 900;

    /// <summary>
    /// Messages that must wait for their results until silence means something: single phones may be switched off.
    /// 1 to 10,000. Default: 20.
    /// </summary>
    public int SilenceMessages { get; set; } = 20;

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
    /// <summary>
    /// The directory where the gateway lays files for the agent, as the gateway sees it. Without it the vendor carries
    /// no files. Default: none.
    /// </summary>
    public string? WriteTo { get; set; }

    /// <summary>
    /// The same directory as the agent sees it, where rows name files with their path. Default: <see cref="WriteTo"/>.
    /// </summary>
    public string? AgentPath { get; set; }

    public string AgentSees => AgentPath ?? WriteTo ?? "";
}
