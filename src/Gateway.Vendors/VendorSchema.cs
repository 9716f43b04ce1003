namespace Gateway.Vendors;

/// <summary>
/// The tables that <see cref="VendorSettings.CreateTables"/> creates, as a script for those who would rather create
/// them by hand.
/// </summary>
public static class VendorSchema
{
    /// <summary>Every statement for the default names of a protocol, the gateway's own tables first.</summary>
    public static string Script(VendorProtocol protocol, DatabaseKind kind)
    {
        // Only asked for its dialect, never connected.
        var settings = new VendorSettings
        {
            Protocol = protocol,
            Database = kind,
            ConnectionString = kind == DatabaseKind.MySql ? "Server=nowhere" : "Host=nowhere",
            CreateTables = true,
        };
        var tables = protocol.TablesOf(VendorQueues.InstallOf(settings, TimeProvider.System));
        return string.Concat(tables.Select(table => $"{table.Create()};\n\n")).TrimEnd() + "\n";
    }
}
