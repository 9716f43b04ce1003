using Gateway.Vendors.Models;

namespace Gateway.Vendors.Lguplus;

/// <summary>The questions to the queue of one family.</summary>
internal static class LguplusQueries
{
    /// <summary>Rows that no agent has touched, as far as their state tells.</summary>
    public static IQueryable<LguplusRow> Untouched(VendorContext context, LguplusFamily family) => context
        .Rows<LguplusRow>(family.Queue)
        .Where(row => row.Status == LguplusFamily.Waiting);

    /// <summary>In the order in which they are due.</summary>
    public static IQueryable<LguplusRow> InOrder(IQueryable<LguplusRow> rows) =>
        rows.OrderBy(row => row.Due).ThenBy(row => row.Number);
}
