using Gateway.Vendors;

namespace Gateway.Platform.Vendors;

/// <summary>
/// Finds vendors that would work on the same tables: each would hand over, count and take back what belongs to the
/// other.
/// </summary>
internal static class SameTables
{
    public static IEnumerable<string> Find(VendorsOptions options)
    {
        var vendors = options.Vendors.OrderBy(vendor => vendor.Key, StringComparer.Ordinal).ToList();
        for (var i = 0; i < vendors.Count; i++)
        {
            for (var j = i + 1; j < vendors.Count; j++)
            {
                if (Place(vendors[i].Value) is { } place
                    && place == Place(vendors[j].Value)
                    && Shared(vendors[i].Value, vendors[j].Value) is { } table)
                {
                    yield return $"Vendors:{vendors[j].Key} has the table {table} in the same database as Vendors:{vendors[i].Key}. Each vendor needs tables of its own: change its "
                        + "ConnectionString or its table names, or remove one of the two.";
                }
            }
        }
    }

    private static (DatabaseKind, DatabaseAddress)? Place(VendorOptions vendor) =>
        vendor.Database is { } kind && vendor.ConnectionString.Length > 0 && ConnectionText.FindFaults(kind, vendor.ConnectionString).Count == 0
            ? (kind, ConnectionText.AddressOf(kind, vendor.ConnectionString))
            : null;

    private static string? Shared(VendorOptions one, VendorOptions other) =>
        Tables(one).Intersect(Tables(other), StringComparer.OrdinalIgnoreCase).FirstOrDefault();

    /// <summary>Tables from which an agent takes rows or tells of them. Log tables are only read.</summary>
    private static IReadOnlyList<string> Tables(VendorOptions vendor) =>
        vendor.Protocol is { } protocol ? vendor.SetupOf(protocol).QueueTables() : [];
}
