using Gateway.Vendors.Databases;
using Gateway.Vendors.Models;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Vendors.Kshot;

/// <summary>
/// The watchdog table of doubled agents (<c>mode_dup = 1</c>): each writes its row every 15 s; <c>oper_active</c> says
/// who sends now.
/// </summary>
internal static class KshotWatchdog
{
    public static async Task<IReadOnlyList<AgentBeat>> ReadAsync(
        VendorContext context, CancellationToken cancellationToken)
    {
        var rows = await context.Rows<KshotBeatRow>(KshotModel.Watchdog).OrderBy(row => row.Agent).ToListAsync(
            cancellationToken);
        return [.. rows.Select(row => new AgentBeat(
            RowReader.Text(row.Agent) ?? "",
            string.Equals(RowReader.Text(row.Active), "A", StringComparison.OrdinalIgnoreCase),
            RowReader.Time(row.Written)))];
    }
}
