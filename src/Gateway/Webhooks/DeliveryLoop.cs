using System.Collections.Concurrent;
using Gateway.Messages;
using Gateway.Platform.Errors;
using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Webhooks;

/// <summary>Finds endpoints with something due and serves each on its own task, so that a slow one costs only itself. Any number of processes may run it.</summary>
internal sealed partial class DeliveryLoop(
    NpgsqlDataSource source, DeliverWebhooks deliver, MessageSignals signals, StorageState storage, TimeProvider time, ILogger<DeliveryLoop> logger) : BackgroundService
{
    private const int EndpointsAtOnce = 256;

    /// <summary>Retries, leases and other nodes' events are found by looking; this process's own events wake the loop at once.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, Task> _serving = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await storage.WaitAsync(stoppingToken);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var beat = signals.Events.Next;
                await LookAsync(stoppingToken);
                await Pulse.WaitAsync(beat, Poll, time, stoppingToken);
            }
        }
        finally
        {
            await Task.WhenAll(_serving.Values);
        }
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var endpoint in await DueAsync(stoppingToken))
            {
                // An endpoint that is being served looks for itself until nothing is due.
                if (!_serving.ContainsKey(endpoint))
                {
                    _serving[endpoint] = ServeAsync(endpoint, stoppingToken);
                }
            }
        }
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
        {
            Log.CannotLook(logger, fault.GetBaseException().Message);
        }
    }

    private async Task ServeAsync(Guid endpoint, CancellationToken stoppingToken)
    {
        // Registered before it can end.
        await Task.Yield();
        try
        {
            while (!stoppingToken.IsCancellationRequested && await deliver.RunOnceAsync(endpoint, stoppingToken) > 0)
            {
                // Goes on while something is due.
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was claimed is found again after its lease.
        }
        catch (Exception fault) when (UnhandledExceptionHandler.IsStorageFault(fault))
        {
            Log.CannotLook(logger, fault.GetBaseException().Message);
        }
        catch (Exception fault)
        {
            Log.Failed(logger, fault, endpoint);
        }
        finally
        {
            _serving.TryRemove(endpoint, out _);
        }
    }

    private async Task<List<Guid>> DueAsync(CancellationToken cancellationToken)
    {
        await using var command = source.Command("Webhooks.Sql.due-endpoints");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", EndpointsAtOnce));
        var due = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            due.Add(reader.GetGuid(0));
        }

        return due;
    }

    private static partial class Log
    {
        [LoggerMessage(5003, LogLevel.Warning, "Webhooks wait: the state database cannot be used: {Fault}")]
        public static partial void CannotLook(ILogger logger, string fault);

        [LoggerMessage(5004, LogLevel.Error, "Delivering to webhook {WebhookId} failed. It goes on with the next look.")]
        public static partial void Failed(ILogger logger, Exception fault, Guid webhookId);
    }
}
