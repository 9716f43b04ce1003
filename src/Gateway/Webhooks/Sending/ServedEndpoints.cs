using System.Collections.Concurrent;
using Gateway.Platform.Jobs;
using Gateway.Platform.Loops;

namespace Gateway.Webhooks.Sending;

/// <summary>
/// The endpoints that this node serves now, each on a task of its own. One that fails rests, longer each time; one that
/// stands still is given up, and served anew. What it had under way is aborted, and may arrive twice, as after a crash.
/// </summary>
internal sealed partial class ServedEndpoints(
    DeliveryParts parts,
    LoopParts loops,
    IHostApplicationLifetime lifetime,
    ILogger<ServedEndpoints> logger) : IDisposable
{
    /// <summary>
    /// Requests under way get this long when the process stops; after it they are made again by the next one.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    /// <summary>Beside the time of one attempt: statements of the state database end after 30 s.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TasksByKey<Guid> _tasks = new();
    private readonly ConcurrentDictionary<Guid, Served> _served = new();
    private readonly ItemFaults<Guid> _faults = new("webhook", loops);
    private readonly CancellationTokenSource _abort = new();

    /// <summary>Of endpoints that fail. Kept from one serving to the next.</summary>
    private readonly ConcurrentDictionary<Guid, CircuitBreaker> _breakers = new();

    /// <summary>
    /// Beats when an endpoint is no longer served: what came for it at that very moment is found by another look.
    /// </summary>
    public Pulse Ended { get; } = new();

    public IReadOnlyList<ItemFault> Failing => _faults.Shows;

    /// <summary>Endpoints that are being served, or rest after a fault.</summary>
    public Guid[] NotNow => [.. _tasks.Keys, .. _faults.Resting()];

    public void Start(Guid endpoint)
    {
        var served = new Served(
            CancellationTokenSource.CreateLinkedTokenSource(_abort.Token),
            CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping),
            loops.Watch.GetTimestamp());
        _served[endpoint] = served;
        _tasks.Start(endpoint, () => ServeAsync(endpoint, served), Ended.Beat);
    }

    public void GiveUpWhatHangs()
    {
        var limit = Patience + TimeSpan.FromSeconds(parts.Options.Value.TimeoutSeconds);
        foreach (var (endpoint, served) in _served)
        {
            if (served.StandsFor(loops.Watch) > limit)
            {
                Log.StandsStill(logger, endpoint, limit);
                _faults.Failed(
                    endpoint, new TimeoutException("It made no progress, so it was abandoned and started again."));
                _served.TryRemove(endpoint, out _);
                _tasks.Abandon(endpoint);
                _ = Task.Run(served.Cancel, CancellationToken.None);
            }
        }
    }

    /// <summary>While the process stops.</summary>
    public Task EndAsync()
    {
        _abort.CancelAfter(Grace);
        return _tasks.AllAsync();
    }

    public void Dispose() => _abort.Dispose();

    private async Task ServeAsync(Guid endpoint, Served served)
    {
        var breaker = _breakers.GetOrAdd(endpoint, static _ => new CircuitBreaker());
        try
        {
            using var serve = new ServeEndpoint(parts, endpoint, breaker, served.Progress, served.Abort.Token);
            await serve.RunAsync(served.Stop.Token);
            _faults.Succeeded(endpoint);
        }
        catch (OperationCanceledException) when (served.Stop.IsCancellationRequested)
        {
            // What is left is found again by the next process.
        }
        catch (Exception fault)
        {
            _faults.Failed(endpoint, fault);
        }
        finally
        {
            _served.TryRemove(KeyValuePair.Create(endpoint, served));
            served.Dispose();
            if (!breaker.IsOpen)
            {
                _breakers.TryRemove(endpoint, out _);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5004, LogLevel.Error, "Delivering to webhook {WebhookId} stands still: no progress for {Limit}. It is abandoned and started again.")]
        public static partial void StandsStill(ILogger logger, Guid webhookId, TimeSpan limit);
    }

    /// <summary>An endpoint while it is served.</summary>
    private sealed class Served(CancellationTokenSource abort, CancellationTokenSource stop, long since) : IDisposable
    {
        private long _notes;
        private long _since = since;

        public CancellationTokenSource Abort => abort;

        public CancellationTokenSource Stop => stop;

        public LoopProgress Progress { get; } = new();

        /// <summary>How long no look has seen progress. Asked by one caller.</summary>
        public TimeSpan StandsFor(TimeProvider watch)
        {
            if (Progress.Rests || Progress.Notes != _notes)
            {
                (_notes, _since) = (Progress.Notes, watch.GetTimestamp());
            }

            return watch.GetElapsedTime(_since);
        }

        public void Cancel()
        {
            stop.Cancel();
            abort.Cancel();
        }

        public void Dispose()
        {
            stop.Dispose();
            abort.Dispose();
        }
    }
}
