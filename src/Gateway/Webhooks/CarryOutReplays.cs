using Gateway.Messages;
using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Webhooks;

/// <summary>Makes the deliveries of replays, one bounded step at a time, oldest replay first.</summary>
internal sealed class CarryOutReplays(NpgsqlDataSource source, MessageSignals signals, TimeProvider time) : IRecurringJob
{
    /// <summary>Events that one step looks at: a few ten milliseconds.</summary>
    private const int Step = 2000;

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var command = source.Command("Webhooks.Sql.replay-step");
        command.Parameters.Add(new NpgsqlParameter<int>("limit", Step));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
        var steps = await command.ExecuteNonQueryAsync(cancellationToken);
        if (steps > 0)
        {
            signals.Events.Beat();
        }

        return steps;
    }
}
