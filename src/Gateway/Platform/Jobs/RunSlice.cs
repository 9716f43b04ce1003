namespace Gateway.Platform.Jobs;

/// <summary>
/// One start of a job by the engine. A job that must be fresh runs again and again, until its slice of some minutes is
/// over; any other runs until it has succeeded once. It holds the job's lease meanwhile, so that no other node runs it.
/// </summary>
internal sealed partial class RunSlice(
    LeaseTable leases,
    NodeLease node,
    RunBatches batches,
    Random random,
    TimeProvider time,
    ILogger<RunSlice> logger)
{
    /// <summary>Long, because each start costs the state database some 60 statements.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(12);

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(18);

    /// <summary>
    /// The engine's schedule starts chores. The keeper does when that has not, so many beats after the last start.
    /// </summary>
    private const double LateChore = 1.25;

    private static readonly TimeSpan PauseWithoutLease = TimeSpan.FromMilliseconds(500);

    /// <returns>What became of it, in words for the dashboard.</returns>
    /// <exception cref="JobFailedException">Its last run failed.</exception>
    public async Task<string> RunAsync(JobEntry entry, CancellationToken stopping)
    {
        if (entry.TryBegin(time.GetTimestamp(), stopping) is not { } slice)
        {
            return "It runs on this node already.";
        }

        try
        {
            var token = slice.Token;
            return node.IsValid && await leases.TakeAsync(entry.Definition.Name, token)
                ? await HoldAsync(entry, token)
                : "Another node runs it.";
        }
        catch (OperationCanceledException) when (slice.IsCancellationRequested)
        {
            return "The node stopped.";
        }
        finally
        {
            entry.End();
        }
    }

    private async Task<string> HoldAsync(JobEntry entry, CancellationToken token)
    {
        var (rows, runs) = (0L, 0L);
        var dueAt = time.GetUtcNow();
        try
        {
            for (var until = dueAt + Shortest + ((Longest - Shortest) * random.NextDouble()); ;)
            {
                await AwaitLeaseAsync(token);
                var wake = entry.Wake.Next;
                var started = time.GetUtcNow();
                rows += await batches.RunAsync(entry, token);
                runs++;
                var isOver = started >= until || (!entry.Definition.RunsInSlices && entry.Failures == 0);
                dueAt = entry.Definition.RunsInSlices ? started : started + (entry.Definition.Every * LateChore);
                if (isOver && node.IsValid)
                {
                    return entry.Failures == 0 ? $"{rows} rows in {runs} runs." : throw new JobFailedException(entry);
                }

                await Pulse.WaitAsync(wake, Pause(entry, time.GetUtcNow() - started), time, token);
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return $"{rows} rows in {runs} runs; then the node stopped or another took over.";
        }
        finally
        {
            await ReleaseAsync(entry, dueAt);
        }
    }

    /// <summary>
    /// Beats are counted from start to start. A job that takes longer than its beat gets a short rest all the same.
    /// </summary>
    private TimeSpan Pause(JobEntry entry, TimeSpan spent)
    {
        if (entry.Failures > 0)
        {
            return batches.RestAfter(entry.Failures);
        }

        var rest = entry.Definition.Every / 10;
        return entry.Definition.Every - spent > rest ? entry.Definition.Every - spent : rest;
    }

    /// <summary>
    /// While the state database is away nothing can be done, and another node may be at it when it is back: the keeper
    /// ends this slice then.
    /// </summary>
    private async Task AwaitLeaseAsync(CancellationToken token)
    {
        while (!node.IsValid)
        {
            await Task.Delay(PauseWithoutLease, time, token);
        }

        token.ThrowIfCancellationRequested();
    }

    /// <summary>Without it, the keeper finds that nothing runs here and starts the job anew.</summary>
    private async Task ReleaseAsync(JobEntry entry, DateTimeOffset dueAt)
    {
        try
        {
            await leases.ReleaseAsync(entry.Definition.Name, dueAt, CancellationToken.None);
        }
        catch (Exception fault) when (StateFault.Is(fault))
        {
            Log.NotReleased(logger, entry.Definition.Name, fault.GetBaseException().Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(306, LogLevel.Debug, "The lease of {Job} cannot be given back: {Fault}")]
        public static partial void NotReleased(ILogger logger, string job, string fault);
    }
}

/// <summary>Shown by the dashboard for a start whose last run failed.</summary>
internal sealed class JobFailedException(JobEntry entry)
    : Exception($"{entry.Definition.Name} has failed {entry.Failures} times, one after the other: {entry.LastError}");
