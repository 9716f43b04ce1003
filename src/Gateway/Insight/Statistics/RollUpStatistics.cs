using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Insight.Statistics;

/// <summary>Folds changes into hours, so that a read adds up few rows. Any number of processes may run it: each takes what the others have not.</summary>
internal sealed class RollUpStatistics(NpgsqlDataSource source) : IRecurringJob
{
    private const int Batch = 5000;

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var command = source.Command("Insight.Statistics.Sql.roll-up");
        command.Parameters.Add(new NpgsqlParameter<int>("limit", Batch));
        return (int)(await command.ExecuteScalarAsync(cancellationToken) ?? 0);
    }
}
