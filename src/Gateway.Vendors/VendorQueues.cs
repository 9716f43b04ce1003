using Gateway.Vendors.Databases;
using Gateway.Vendors.Kshot;

namespace Gateway.Vendors;

/// <summary>Makes the adapter for a configured vendor. Nothing is connected yet.</summary>
public static class VendorQueues
{
    /// <summary>Throws <see cref="ArgumentException"/> when a setting, such as a table name or the connection string, has an impossible form.</summary>
    public static IVendorQueue Create(VendorSettings settings, TimeProvider time)
    {
        VendorDatabase database = settings.Database switch
        {
            DatabaseKind.PostgreSql => new PostgreSqlDatabase(settings.ConnectionString),
            DatabaseKind.MySql => new MySqlDatabase(settings.ConnectionString),
        };
        var korea = new KoreaTime(settings.TimeZone);
        return settings.Protocol switch
        {
            VendorProtocol.Kshot => new KshotQueue(database, settings.Kshot, settings.CreateTables, korea, time),
        };
    }

    /// <summary>The channels that a protocol can carry.</summary>
    public static IReadOnlyList<Channel> ChannelsOf(VendorProtocol protocol) => protocol switch
    {
        VendorProtocol.Kshot => [Channel.Sms, Channel.Lms],
    };
}
