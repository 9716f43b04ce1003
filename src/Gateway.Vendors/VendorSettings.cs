namespace Gateway.Vendors;

/// <summary>What is needed to work with one configured vendor's tables.</summary>
public sealed record VendorSettings
{
    /// <summary>The protocol of the agent.</summary>
    public required VendorProtocol Protocol { get; init; }

    /// <summary>The database system that holds the tables.</summary>
    public required DatabaseKind Database { get; init; }

    /// <summary>
    /// An ADO.NET connection string of a user that may read, insert and delete rows of the vendor's tables and create
    /// the ledger table.
    /// </summary>
    public required string ConnectionString { get; init; }

    /// <summary>Creates the queue and result tables when they are missing. Default: false.</summary>
    public bool CreateTables { get; init; }

    /// <summary>
    /// The channels that are used: tables and columns of others need not exist. Default: all that the protocol has.
    /// </summary>
    public IReadOnlyCollection<Channel>? Channels { get; init; }

    /// <summary>The zone of the wall-clock times in the tables. Default: Asia/Seoul.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Seoul");

    /// <summary>
    /// True while nothing may enter the queue. It is asked when the rows stand in it, before they are committed,
    /// because to get there takes as long as the vendor's database wants. Default: never.
    /// </summary>
    public Func<bool> IsHeld { get; init; } = static () => false;

    /// <summary>The protocol's own settings. Default: its defaults.</summary>
    public ProtocolSettings Setup
    {
        get => field ?? Protocol.NewSettings();
        init;
    }
}
