using Gateway.Messages;
using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Gateway.Vendors.ResultCodes;
using Npgsql;

namespace Gateway.Dispatch;

/// <summary>Ends the messages of test keys in the place of a vendor. Any number of processes may run it: claims skip what others hold.</summary>
internal sealed partial class EndTestMessages(NpgsqlDataSource source, MessageSignals signals, StorageState storage, TimeProvider time, ILogger<EndTestMessages> logger) : BackgroundService
{
    private const int Batch = 1000;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var command = source.Command("Dispatch.Sql.end-test-messages");
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", AccountRules.TestVendor));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", Batch));
        command.Parameters.Add(new NpgsqlParameter<short>("delivered_status", (short)MessageStatus.Delivered));
        command.Parameters.Add(new NpgsqlParameter<short>("delivered_code", (short)ResultCatalogue.Delivered));
        command.Parameters.Add(new NpgsqlParameter<short>("delivered_type", (short)EventType.MessageDelivered));
        command.Parameters.Add(new NpgsqlParameter<short>("queued_type", (short)EventType.MessageQueued));
        command.Parameters.Add(new NpgsqlParameter<short>("sending_type", (short)EventType.MessageSending));
        command.Parameters.Add(new NpgsqlParameter<short>("advertisement", (short)MessagePurpose.Advertisement));
        command.Parameters.Add(new NpgsqlParameter<short>("failed_status", (short)MessageStatus.Failed));
        command.Parameters.Add(new NpgsqlParameter<short>("refused_code", (short)ResultCatalogue.Refused));
        command.Parameters.Add(new NpgsqlParameter<short>("failed_type", (short)EventType.MessageFailed));
        command.Parameters.Add(new NpgsqlParameter<string[]>("numbers", [.. TestOutcomes.All.Select(outcome => outcome.Number)]));
        command.Parameters.Add(new NpgsqlParameter<short[]>("statuses", [.. TestOutcomes.All.Select(outcome => (short)outcome.Status)]));
        command.Parameters.Add(new NpgsqlParameter<short[]>("result_codes", [.. TestOutcomes.All.Select(outcome => (short)outcome.Code.Code)]));
        command.Parameters.Add(new NpgsqlParameter<short[]>("event_types", [.. TestOutcomes.All.Select(outcome => (short)outcome.Event)]));
        var events = await command.ExecuteNonQueryAsync(cancellationToken);
        if (events > 0)
        {
            signals.Events.Beat();
        }

        return events;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await storage.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var beat = signals.Accepted.Next(AccountRules.TestVendor);
            try
            {
                if (await RunOnceAsync(stoppingToken) > 0)
                {
                    continue;
                }
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it is: a loop that ends takes the process with it.
                Log.Waits(logger, fault);
            }

            await Pulse.WaitAsync(beat, Poll, time, stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3050, LogLevel.Warning, "Messages of test keys wait, and are tried again.")]
        public static partial void Waits(ILogger logger, Exception fault);
    }
}
