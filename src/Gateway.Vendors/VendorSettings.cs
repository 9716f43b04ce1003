using Gateway.Vendors.Bizppurio;
using Gateway.Vendors.Kshot;
using Gateway.Vendors.Xroshot;

namespace Gateway.Vendors;

/// <summary>The vendors' protocols: what the tables look like and how their rows live.</summary>
public enum VendorProtocol
{
    /// <summary>KShotAgent.</summary>
    Kshot = 0,

    /// <summary>Daou's Bizppurio, BIZCLIENT.</summary>
    Bizppurio = 1,

    /// <summary>KT Xroshot, MCS Agent.</summary>
    Xroshot = 2,
}

/// <summary>What is needed to work with one configured vendor's tables.</summary>
public sealed record VendorSettings
{
    /// <summary>The protocol of the agent.</summary>
    public required VendorProtocol Protocol { get; init; }

    /// <summary>The database system that holds the tables.</summary>
    public required DatabaseKind Database { get; init; }

    /// <summary>An ADO.NET connection string of a user that may read, insert and delete rows of the vendor's tables and create the ledger table.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>Creates the queue and result tables when they are missing. Default: false.</summary>
    public bool CreateTables { get; init; }

    /// <summary>The channels that are used: tables and columns of others need not exist. Default: all that the protocol has.</summary>
    public IReadOnlyCollection<Channel>? Channels { get; init; }

    /// <summary>The zone of the wall-clock times in the tables. Default: Asia/Seoul.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Seoul");

    /// <summary>Set-up of a KShot install.</summary>
    public KshotSettings Kshot { get; init; } = new();

    /// <summary>Set-up of a Bizppurio install.</summary>
    public BizppurioSettings Bizppurio { get; init; } = new();

    /// <summary>Set-up of an Xroshot install.</summary>
    public XroshotSettings Xroshot { get; init; } = new();
}
