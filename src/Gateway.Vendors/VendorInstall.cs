using Gateway.Vendors.Databases;

namespace Gateway.Vendors;

/// <summary>What an adapter is made of: one vendor's settings, and what they mean.</summary>
internal sealed class VendorInstall(VendorSettings settings, VendorDatabase database, TimeProvider time)
{
    public VendorDatabase Database => database;

    public TimeProvider Time => time;

    /// <summary>The clock on the wall, in whose time the rows are written.</summary>
    public KoreaTime Korea { get; } = new(settings.TimeZone);

    /// <summary>The channels that are used.</summary>
    public IReadOnlyCollection<Channel> Channels => settings.Channels ?? settings.Protocol.Channels;

    public bool CreateTables => settings.CreateTables;

    /// <summary>True while nothing may enter the queue.</summary>
    public bool IsHeld => settings.IsHeld();

    /// <summary>The protocol's own settings.</summary>
    public TSettings Setup<TSettings>()
        where TSettings : ProtocolSettings => (TSettings)settings.Setup;
}
