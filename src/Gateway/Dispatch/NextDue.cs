using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Dispatch;

/// <summary>
/// When the first of a vendor's waiting messages is due: one short look at the state database. While it says that nothing is, nobody counts the vendor's queue, and a reservation is claimed at its time.
/// </summary>
internal sealed class NextDue(NpgsqlDataSource source, TimeProvider time)
{
    /// <summary>How long that is from now; <see cref="TimeSpan.MaxValue"/> when none waits.</summary>
    public async Task<TimeSpan> UntilAsync(string vendor, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Dispatch.Sql.next-due");
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor));
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime due
            ? new DateTimeOffset(due, TimeSpan.Zero) - time.GetUtcNow()
            : TimeSpan.MaxValue;
    }
}
