using Gateway.Vendors.Models;

namespace Gateway.Vendors.Emma;

/// <summary>The questions to the queue of one family.</summary>
internal static class EmmaQueries
{
    /// <summary>
    /// Rows that no agent has touched: status 1, and none of doubled agents has written its name there. A blank stands
    /// for no name; databases differ in how they compare blanks.
    /// </summary>
    public static IQueryable<EmmaRow> Untouched(VendorContext context, EmmaFamily family) => context
        .Rows<EmmaRow>(family.Queue)
        .Where(row => row.Status == EmmaReports.Waiting && (row.Owner == null || row.Owner.Trim() == ""));

    /// <summary>In the order in which they are due. The agent itself keeps none.</summary>
    public static IQueryable<EmmaRow> InOrder(IQueryable<EmmaRow> rows) =>
        rows.OrderBy(row => row.Due).ThenBy(row => row.Number);
}
