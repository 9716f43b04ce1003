using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Insight.Statistics;

/// <summary>
/// Folds changes into hours and minutes, so that a read adds up few rows. Any number of processes may run it: each
/// takes what the others have not.
/// </summary>
internal sealed class RollUpStatistics(NpgsqlDataSource source, TimeProvider time) : IRecurringJob
{
    private const int Batch = 5000;

    /// <summary>How long minutes are kept: longer than they can be asked for, so that those are whole.</summary>
    public static readonly TimeSpan MinutesLive = TimeSpan.FromHours(4);

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var command = source.Command("Insight.Statistics.Sql.roll-up");
        command.Parameters.Add(new NpgsqlParameter<int>("limit", Batch));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("minutes_since", time.GetUtcNow() - MinutesLive));
        return (int)(await command.ExecuteScalarAsync(cancellationToken) ?? 0);
    }
}
