using Gateway.Platform;
using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Gateway.Insight.Retention;

/// <summary>
/// Drops months of messages and events that ended <c>Retention:Messages</c> days ago. A month stays whole as long as one of its messages has not ended, or ended only lately, and the events
/// as long as an endpoint is still to be told of one.
/// </summary>
internal sealed partial class DropMonths(NpgsqlDataSource source, IOptions<RetentionOptions> retention, TimeProvider time, ILogger<DropMonths> logger) : IRecurringJob
{
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        if (retention.Value.Messages == 0)
        {
            return 0;
        }

        var before = time.GetUtcNow() - TimeSpan.FromDays(retention.Value.Messages);
        foreach (var (parent, suffix) in await OldAsync(before, cancellationToken))
        {
            try
            {
                if (await DetachAsync(parent, suffix, before, cancellationToken))
                {
                    Log.Dropped(logger, parent, suffix);
                }
            }
            catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                Log.Busy(logger, parent, suffix);
            }
        }

        await using var drop = source.Command("Insight.Retention.Sql.drop-detached");
        await drop.ExecuteNonQueryAsync(cancellationToken);

        // What is left is left for the next time, not for now.
        return 0;
    }

    private async Task<List<(string Parent, string Suffix)>> OldAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Insight.Retention.Sql.old-months");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("before", before));
        var old = new List<(string, string)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            old.Add((reader.GetString(0), reader.GetString(1)));
        }

        return old;
    }

    private async Task<bool> DetachAsync(string parent, string suffix, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Insight.Retention.Sql.detach-month");
        command.Parameters.Add(new NpgsqlParameter<string>("parent", parent));
        command.Parameters.Add(new NpgsqlParameter<string>("suffix", suffix));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("before", before));
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static partial class Log
    {
        [LoggerMessage(6021, LogLevel.Information, "The month {Suffix} of {Parent} is dropped: Retention:Messages.")]
        public static partial void Dropped(ILogger logger, string parent, string suffix);

        [LoggerMessage(6022, LogLevel.Information, "The month {Suffix} of {Parent} stays for now: the table is busy.")]
        public static partial void Busy(ILogger logger, string parent, string suffix);
    }
}
