using System.Collections.Concurrent;
using Gateway.Platform.Loops;

namespace Gateway.Platform.Jobs;

/// <summary>
/// Says every second or two that this node lives, looks who holds the jobs, and has the engine start what nobody holds
/// and is due. So a dead node's jobs run elsewhere within ten seconds, whatever the engine knows of it.
/// </summary>
internal sealed partial class KeepJobs(
    LeaseTable leases,
    NodeLease node,
    JobTable jobs,
    HangfireEngine engine,
    KeeperSignal signal,
    FaultLog faults,
    TimeProvider time)
{
    private const string Name = "keeper";

    /// <summary>A start that came to nothing after so long is asked for again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Starts that the engine has not begun. When one is this old, it is not the start but the engine that is broken.
    /// </summary>
    private static readonly TimeSpan PatienceWithEngine = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, long> _awaited = new(StringComparer.Ordinal);

    public async Task RunAsync(ILogger logger, CancellationToken stoppingToken)
    {
        while (true)
        {
            var look = signal.Look.Next;
            try
            {
                await KeepAsync(logger, stoppingToken);
                if (faults.Forget(Name, out _))
                {
                    // What failed because the state database was away need not rest any longer.
                    foreach (var entry in jobs.All)
                    {
                        entry.Wake.Beat();
                    }
                }
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                if (faults.Count(Name, FaultLog.KindOf(fault)) is { } times)
                {
                    Log.CannotKeep(logger, times, fault.GetBaseException().Message);
                }
            }

            await Pulse.WaitAsync(look, NodeLease.Beat, time, stoppingToken);
        }
    }

    private async Task KeepAsync(ILogger logger, CancellationToken cancellationToken)
    {
        var lookedAt = time.GetTimestamp();
        var all = await leases.KeepAsync(cancellationToken);
        node.Renew(lookedAt);
        var free = new List<string>();
        foreach (var lease in all)
        {
            if (jobs.Find(lease.Name) is { } entry && Look(lease, entry, lookedAt, logger))
            {
                free.Add(lease.Name);
            }
        }

        await StartAsync(free, logger, cancellationToken);
    }

    /// <returns>True when the job waits for a start.</returns>
    private bool Look(JobLease lease, JobEntry entry, long lookedAt, ILogger logger)
    {
        if (lease.AskedAt is { } asked)
        {
            entry.Ask(asked);
        }

        if (lease.Holder != node.Id && entry.Lose(lookedAt))
        {
            Log.Lost(logger, lease.Name);
        }

        if (entry.RunsHere || (lease.IsHeld && lease.Holder != node.Id))
        {
            _awaited.TryRemove(lease.Name, out _);
            return false;
        }

        return lease.DueAt is null || lease.DueAt <= time.GetUtcNow() || lease.AskedAt is not null;
    }

    private async Task StartAsync(List<string> free, ILogger logger, CancellationToken cancellationToken)
    {
        if (free.Count == 0)
        {
            return;
        }

        if (_awaited.Values.Any(since => time.GetElapsedTime(since) > PatienceWithEngine))
        {
            Log.EngineStands(logger, PatienceWithEngine);
            _awaited.Clear();
            engine.Renew();
        }

        var claimed = await leases.ClaimStartsAsync(free, Patience, cancellationToken);
        foreach (var name in claimed)
        {
            _awaited.TryAdd(name, time.GetTimestamp());
            await Task.Run(() => engine.Enqueue(name), cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(308, LogLevel.Warning, "The jobs cannot be looked after ({Times} times since the last message); no job runs on this node meanwhile: {Fault}")]
        public static partial void CannotKeep(ILogger logger, int times, string fault);

        [LoggerMessage(309, LogLevel.Warning, "Another node has taken {Job} over, because this one did not say in time that it lives.")]
        public static partial void Lost(ILogger logger, string job);

        [LoggerMessage(310, LogLevel.Warning, "The job engine has not begun what it was asked for {Patience} ago. It is started again.")]
        public static partial void EngineStands(ILogger logger, TimeSpan patience);
    }
}
