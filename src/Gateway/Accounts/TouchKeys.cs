using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Accounts;

/// <summary>Writes down now and then which keys were used, so that an owner sees which ones can go. Losing a minute of it harms nobody.</summary>
internal sealed partial class TouchKeys(FindKey keys, NpgsqlDataSource source, StorageState storage, TimeProvider time, ILogger<TouchKeys> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await storage.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var used = keys.TakeUsed();
            if (used.Count == 0)
            {
                continue;
            }

            try
            {
                await using var command = source.Command("Accounts.Sql.touch-keys");
                command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. used.Keys]));
                command.Parameters.Add(new NpgsqlParameter<DateTimeOffset[]>("used_at", [.. used.Values]));
                await command.ExecuteNonQueryAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                Log.NotWritten(logger, fault.GetBaseException().Message);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Warning, "The last use of some keys was not written down: {Fault}")]
        public static partial void NotWritten(ILogger logger, string fault);
    }
}
