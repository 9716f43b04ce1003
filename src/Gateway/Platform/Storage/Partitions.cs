using Npgsql;

namespace Gateway.Platform.Storage;

/// <summary>Month partitions are made ahead of time, so that accepting never waits for a table to be created.</summary>
internal static class Partitions
{
    /// <summary>This month and the next two: a month's outage of the job that calls this is survived, and the default partition takes what comes after.</summary>
    private const int MonthsAhead = 2;

    public static async Task EnsureAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var month = -1; month <= MonthsAhead; month++)
        {
            await using var command = new NpgsqlCommand("SELECT gateway.ensure_month(@month)", connection);
            command.Parameters.AddWithValue("month", now.ToUniversalTime().AddMonths(month));
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
