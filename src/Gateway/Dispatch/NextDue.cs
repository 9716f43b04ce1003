using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Dispatch;

/// <summary>
/// When the first of a vendor's waiting messages is due: one short look at the state database. While it says that nothing is, nobody counts the vendor's queue, and a reservation is claimed at its time.
/// </summary>
internal sealed class NextDue(NpgsqlDataSource source)
{
    /// <summary>Null when none waits.</summary>
    public async Task<DateTimeOffset?> OfAsync(string vendor, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Dispatch.Sql.next-due");
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor));
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime due ? new DateTimeOffset(due, TimeSpan.Zero) : null;
    }
}
