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
        var channels = VendorQueues.ChannelsOf(protocol);
        var tables = protocol switch
        {
            VendorProtocol.Kshot => Kshot(database, KshotTables.ModelOf(new KshotSettings(), channels)),
            VendorProtocol.Bizppurio => Bizppurio(database, BizppurioTables.ModelOf(new BizppurioSettings(), channels)),
            VendorProtocol.Xroshot => Xroshot(database, XroshotModel.Of(new XroshotSettings(), channels)),
        };
        return string.Concat(tables.Select(table => $"{table.Create()};\n\n")).TrimEnd() + "\n";
    }

    private static IReadOnlyList<TableNeeds> Kshot(VendorDatabase database, KshotModel model)
    {
        var ledger = new HandOverLedger(database, model, TimeProvider.System);
        return [ledger.Needs, .. new KshotTables(database, model, true, ledger).Needs];
    }

    private static IReadOnlyList<TableNeeds> Bizppurio(VendorDatabase database, BizppurioModel model)
    {
        var ledger = new HandOverLedger(database, model, TimeProvider.System);
        return [ledger.Needs, .. new BizppurioTables(database, model, true, ledger).Needs];
    }

    private static IReadOnlyList<TableNeeds> Xroshot(VendorDatabase database, XroshotModel model)
    {
        var tables = new XroshotTables(database, model, true, new HandOverLedger(database, model, TimeProvider.System));
        var faxes = new XroshotReceivedFaxes(database, model.Settings, true, new KoreaTime(TimeZoneInfo.Utc));
        return [.. tables.Own, .. tables.Needs, faxes.Needs, .. tables.Statistics];
    }
}
