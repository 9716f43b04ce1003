using Gateway.Vendors.Bizppurio;
using Gateway.Vendors.Databases;
using Gateway.Vendors.Kshot;
using Gateway.Vendors.Xroshot;

namespace Gateway.Vendors;

/// <summary>The tables that <see cref="VendorSettings.CreateTables"/> creates, as a script for those who would rather create them by hand.</summary>
public static class VendorSchema
{
    /// <summary>Every statement for the default names of a protocol, the gateway's own tables first.</summary>
    public static string Script(VendorProtocol protocol, DatabaseKind kind)
    {
        // Only asked for its dialect, never connected.
        VendorDatabase database = kind switch
        {
            DatabaseKind.PostgreSql => new PostgreSqlDatabase("Host=nowhere"),
            DatabaseKind.MySql => new MySqlDatabase("Server=nowhere"),
        };
        var ledger = new HandOverLedger(database, TimeProvider.System);
        var channels = VendorQueues.ChannelsOf(protocol);
        IEnumerable<TableNeeds> tables = protocol switch
        {
            VendorProtocol.Kshot => [ledger.Needs, .. new KshotTables(database, new KshotSettings(), channels, true, ledger).Needs],
            VendorProtocol.Bizppurio => [ledger.Needs, .. new BizppurioTables(database, new BizppurioSettings(), channels, true, ledger).Needs],
            VendorProtocol.Xroshot => Xroshot(new XroshotTables(database, new XroshotSettings(), channels, true, ledger), new XroshotReceivedFaxes(database, new XroshotSettings(), true, new KoreaTime(TimeZoneInfo.Utc))),
        };
        return string.Concat(tables.Select(table => $"{table.Create?.Trim()};\n\n")).TrimEnd() + "\n";
    }

    private static IEnumerable<TableNeeds> Xroshot(XroshotTables tables, XroshotReceivedFaxes faxes) => [.. tables.Own, .. tables.Needs, faxes.Needs, .. tables.Statistics];
}
