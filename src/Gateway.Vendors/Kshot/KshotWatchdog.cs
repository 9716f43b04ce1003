using System.Data.Common;
using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Kshot;

/// <summary>The watchdog table of doubled agents (<c>mode_dup = 1</c>): each writes its row every 15 s; <c>oper_active</c> says who sends now.</summary>
internal static class KshotWatchdog
{
    public static async Task<IReadOnlyList<AgentBeat>> ReadAsync(DbConnection connection, string table, CancellationToken cancellationToken)
    {
        await using var command = VendorCommand.Create(connection, null, VendorCommand.Fill(VendorCommand.Text("Kshot.Sql.read-watchdog"), ("watchdog", table)));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var beats = new List<AgentBeat>();
        while (await reader.ReadAsync(cancellationToken))
        {
            beats.Add(new AgentBeat(reader.Text(0) ?? "", string.Equals(reader.Text(1), "A", StringComparison.OrdinalIgnoreCase), reader.Time(2)));
        }

        return beats;
    }
}
