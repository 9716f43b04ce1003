using Gateway.Platform;
using Gateway.Platform.Jobs;
using Gateway.Platform.Loops;

namespace Gateway.Webhooks.Sending;

/// <summary>
/// Delivers to one endpoint for as long as something is due: claims ahead while requests are under way, and never has
/// more of them than the endpoint may get.
/// </summary>
/// <param name="parts">Shared by all endpoints.</param>
/// <param name="webhookId">The endpoint.</param>
/// <param name="breaker">Outlives one serving.</param>
/// <param name="progress">What the watchdog looks at.</param>
/// <param name="abort">What is under way is given up.</param>
internal sealed class ServeEndpoint(
    DeliveryParts parts,
    Guid webhookId,
    CircuitBreaker breaker,
    LoopProgress progress,
    CancellationToken abort) : IDisposable
{
    /// <summary>
    /// Enough for one look at the database to pay, few enough that a node which dies leaves little to be sent twice.
    /// </summary>
    private const int ClaimSize = 250;

    /// <summary>What a node holds of one endpoint at most, with outcomes that are not stored yet.</summary>
    private const int MostInHand = 1000;

    /// <summary>Retries and other nodes' events are found by looking.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private readonly EndpointLane _lane = new();
    private readonly SemaphoreSlim _places = new(parts.Options.Value.ConcurrencyPerEndpoint);
    private readonly List<Task> _sending = [];
    private volatile bool _notRecorded;

    public void Dispose() => _places.Dispose();

    /// <summary>
    /// Serves until nothing is due and nothing is under way. Throws when it cannot go on; then the endpoint rests.
    /// </summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            if (await parts.Leases.TryTakeAsync(webhookId, stop))
            {
                await ServeAsync(stop);
            }
        }
        finally
        {
            await Task.WhenAll(_sending);
            parts.Leases.Leave(webhookId);
        }
    }

    private async Task ServeAsync(CancellationToken stop)
    {
        Task<List<(OutgoingSet Set, byte[]? Body)>?>? ahead = null;
        while (parts.Leases.Holds(webhookId))
        {
            stop.ThrowIfCancellationRequested();
            progress.Note();
            if (_notRecorded)
            {
                // Sent again at once, it would be sent for ever.
                throw new InvalidOperationException("What came of an attempt could not be stored.");
            }

            _sending.RemoveAll(static sending => sending.IsCompletedSuccessfully);
            if (breaker.IsOpen)
            {
                await SpareAsync(ahead, stop);
                ahead = null;
            }

            var (changed, events) = (_lane.Changed.Next, parts.Signals.Events.Next);
            var taken = await (ahead ?? PrepareAsync(stop));
            ahead = null;
            if (taken is null || (taken.Count == 0 && _lane.Count == 0))
            {
                return;
            }

            var full = taken.Sum(static item => item.Set.Deliveries.Count) >= ClaimSize;
            if (full && !breaker.IsOpen && _lane.Count < MostInHand)
            {
                ahead = PrepareAsync(stop);
            }

            foreach (var (set, body) in taken)
            {
                await DispatchAsync(set, body, stop);
            }

            if (ahead is null)
            {
                await RestAsync(
                    () => Pulse.WaitAsync(full ? changed : Task.WhenAny(changed, events), Poll, parts.Time, stop));
            }
        }
    }

    /// <summary>
    /// The circuit breaker is open: all that is under way ends, what is claimed is given back, and a pause is made.
    /// </summary>
    private async Task SpareAsync(Task<List<(OutgoingSet Set, byte[]? Body)>?>? ahead, CancellationToken stop)
    {
        foreach (var (set, _) in (ahead is null ? null : await ahead) ?? [])
        {
            GiveBack(set);
        }

        await Task.WhenAll(_sending);
        var pause = breaker.NotBefore - parts.Time.GetUtcNow();
        if (breaker.IsOpen && pause > TimeSpan.Zero)
        {
            await RestAsync(() => Task.Delay(pause, parts.Time, stop));
        }
    }

    private async Task RestAsync(Func<Task> rest)
    {
        progress.BeginRest();
        await rest();
        progress.BeginStep();
    }

    private async Task<List<(OutgoingSet Set, byte[]? Body)>?> PrepareAsync(CancellationToken cancellationToken)
    {
        var (endpoint, due) = await parts.Claim.ClaimAsync(
            webhookId, _lane.Busy(), breaker.IsOpen ? 1 : ClaimSize, cancellationToken);
        if (endpoint is null || due.Count == 0)
        {
            return endpoint is null ? null : [];
        }

        List<OutgoingSet> sets;
        if (endpoint.Batch)
        {
            sets = _lane.TakeGroups(endpoint, due, () => NewId.At(parts.Time.GetUtcNow()), out var formed);
            if (formed.Count > 0)
            {
                await parts.Claim.FormGroupsAsync(endpoint.Id, formed, cancellationToken);
            }
        }
        else
        {
            sets = _lane.TakeSingly(endpoint, due);
        }

        var bodies = await parts.Render.RenderAsync(
            [.. sets.SelectMany(static set => set.Deliveries).Select(static delivery => delivery.EventId)],
            endpoint.Masked,
            cancellationToken);
        return [.. sets.Select(set => (set, set.Body(bodies)))];
    }

    private async Task DispatchAsync(OutgoingSet set, byte[]? body, CancellationToken stop)
    {
        // What waits for an earlier event takes its place when that has arrived.
        var ready = set.After.All(static before => before.IsCompleted);
        if (ready)
        {
            await _places.WaitAsync(CancellationToken.None);
        }

        if (body is null && !stop.IsCancellationRequested)
        {
            _sending.Add(GiveUpAsync(set, ready));
            return;
        }

        var resting = breaker.IsOpen && _sending.Exists(static sending => !sending.IsCompleted);
        if (body is null || resting || stop.IsCancellationRequested || !parts.Leases.Holds(webhookId))
        {
            GiveBack(set);
            if (ready)
            {
                _places.Release();
            }

            return;
        }

        _sending.Add(SendAsync(set, body, ready));
    }

    private async Task SendAsync(OutgoingSet set, byte[] body, bool hasPlace)
    {
        try
        {
            var arrived = await Task.WhenAll(set.After);
            if (!hasPlace)
            {
                await _places.WaitAsync(abort);
                hasPlace = true;
            }

            if (arrived.All(static before => before))
            {
                var outcome = await parts.Post.SendAsync(set, body, abort);
                Note(outcome);
                set.SetSent(outcome.Succeeded);
                hasPlace = false;
                _places.Release();
                progress.Note();
                _notRecorded |= !await parts.Record.RecordAsync(set, outcome);
            }
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested)
        {
            // The process stops. What was not recorded is sent again by the next one.
        }
        finally
        {
            if (hasPlace)
            {
                _places.Release();
            }

            GiveBack(set);
        }
    }

    /// <summary>
    /// Its event is gone or damaged: the delivery has failed, and says why. Given back, it would come again at once,
    /// for ever.
    /// </summary>
    private async Task GiveUpAsync(OutgoingSet set, bool hasPlace)
    {
        try
        {
            var hopeless = new DeliveryOutcome { At = parts.Time.GetUtcNow(), Duration = TimeSpan.Zero, Error = "damaged: the event is gone or cannot be read, so it cannot be sent.", IsHopeless = true };
            _notRecorded |= !await parts.Record.RecordAsync(set, hopeless);
        }
        finally
        {
            if (hasPlace)
            {
                _places.Release();
            }

            GiveBack(set);
        }
    }

    private void Note(DeliveryOutcome outcome)
    {
        if (outcome.Succeeded)
        {
            breaker.Succeeded();
        }
        else
        {
            breaker.Failed(parts.Time.GetUtcNow());
        }
    }

    private void GiveBack(OutgoingSet set)
    {
        set.SetSent(false);
        _lane.Done(set);
    }
}
