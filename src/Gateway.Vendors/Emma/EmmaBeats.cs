using System.Globalization;
using Gateway.Vendors.Databases;
using Gateway.Vendors.Models;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Vendors.Emma;

/// <summary>
/// What an agent's processes write into <c>em_status</c>. One beat for all of them: they share the work, and only the
/// youngest tells whether somebody lives.
/// </summary>
internal static class EmmaBeats
{
    private const string Form = "yyyy-MM-dd HH:mm:ss";

    public static async Task<IReadOnlyList<AgentBeat>> ReadAsync(
        VendorContext context, EmmaSettings settings, CancellationToken cancellationToken)
    {
        if (EmmaSettings.Given(settings.StatusTable) is not { } table)
        {
            return [];
        }

        var rows = await context.Rows<EmmaStatusRow>(EmmaModel.Status).Select(row => row.Updated).ToListAsync(
            cancellationToken);
        return rows.Count == 0 ? [] : [new AgentBeat(table, OnDuty: true, rows.Select(Time).Max())];
    }

    /// <summary>A text, such as <c>2026-11-20 14:00:00</c>; what is no time is none.</summary>
    private static DateTime? Time(string? text) =>
        DateTime.TryParseExact(
            RowReader.Text(text), Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : null;
}
