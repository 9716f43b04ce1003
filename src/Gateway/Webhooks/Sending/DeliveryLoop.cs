using System.Collections.Concurrent;
using Gateway.Platform.Errors;
using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Webhooks.Sending;

/// <summary>Finds endpoints with something due and serves each on its own task, so that a slow one costs only itself. Any number of nodes may run it.</summary>
internal sealed partial class DeliveryLoop(NpgsqlDataSource source, DeliveryParts parts, StorageState storage, TimeProvider time, ILogger<DeliveryLoop> logger) : BackgroundService
{
    private const int EndpointsAtOnce = 256;

    /// <summary>Retries, leases and other nodes' events are found by looking; this process's own events wake the loop at once.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>Requests under way get this long when the process stops; after it they are made again by the next one.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private readonly TasksByKey<Guid> _serving = new();

    /// <summary>Of endpoints that fail. Kept from one serving to the next.</summary>
    private readonly ConcurrentDictionary<Guid, CircuitBreaker> _breakers = new();

    /// <summary>Beats when an endpoint is no longer served: what came for it at that very moment is found by another look.</summary>
    private readonly Pulse _ended = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await storage.WaitAsync(stoppingToken);
        using var abort = new CancellationTokenSource();
        await using var stopping = stoppingToken.Register(() => abort.CancelAfter(Grace));
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var beat = Task.WhenAny(parts.Signals.Events.Next, _ended.Next);
                await LookAsync(abort.Token, stoppingToken);
                await Pulse.WaitAsync(beat, Poll, time, stoppingToken);
            }
        }
        finally
        {
            await _serving.AllAsync();
            await parts.Leases.EndAllAsync();
        }
    }

    private async Task LookAsync(CancellationToken abort, CancellationToken stoppingToken)
    {
        try
        {
            // An endpoint that is being served looks for itself until nothing is due.
            foreach (var endpoint in await DueAsync(_serving.Keys, stoppingToken))
            {
                _serving.Start(endpoint, () => ServeAsync(endpoint, abort, stoppingToken), _ended.Beat);
            }
        }
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
        {
            Log.CannotLook(logger, fault.GetBaseException().Message);
        }
    }

    private async Task ServeAsync(Guid endpoint, CancellationToken abort, CancellationToken stoppingToken)
    {
        var breaker = _breakers.GetOrAdd(endpoint, static _ => new CircuitBreaker());
        try
        {
            using var serve = new ServeEndpoint(parts, endpoint, breaker, abort);
            await serve.RunAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is left is found again by the next process.
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
            if (!breaker.IsOpen)
            {
                _breakers.TryRemove(endpoint, out _);
            }
        }
    }

    private async Task<List<Guid>> DueAsync(Guid[] served, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Webhooks.Sql.due-endpoints");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
        command.Parameters.Add(new NpgsqlParameter<Guid>("node", parts.Leases.Node));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("served", served));
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
