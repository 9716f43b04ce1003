using System.Diagnostics;
using Gateway.Messages;
using Gateway.Platform.Loops;
using Npgsql;

namespace Gateway.Acceptance.Store;

/// <summary>Stores groups of requests, one group at a time, and answers each request.</summary>
internal sealed partial class IntakeWriter(
    StoreByInsert insert, StoreGroup store, MessageSignals signals, ILogger<IntakeWriter> logger)
{
    /// <summary>
    /// A migration or a month's new table holds a whole table for a moment, and requests wait for it. What lasts longer
    /// is told to them: then each group is tried once, and refused.
    /// </summary>
    private static readonly TimeSpan PatienceWithLocks = TimeSpan.FromSeconds(5);

    /// <summary>Since when somebody holds what this writer needs; null: nobody does.</summary>
    private long? _lockedSince;

    /// <summary>The messages of the group that is being stored.</summary>
    private readonly List<NewMessage> _messages = [];

    /// <summary>Every request is answered when this ends, whatever became of it.</summary>
    public async Task StoreAsync(IReadOnlyList<IntakeRequest> group, LoopProgress progress, CancellationToken cancellationToken)
    {
        while (!await TryStoreAsync(group, progress, cancellationToken))
        {
            progress.Note();
        }
    }

    /// <summary>False when nothing was decided yet.</summary>
    private async Task<bool> TryStoreAsync(IReadOnlyList<IntakeRequest> group, LoopProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            var repeated = await WriteAsync(group, cancellationToken);
            _lockedSince = null;
            foreach (var request in group)
            {
                if (!repeated.Contains(request))
                {
                    request.Done.TrySetResult(IntakeOutcome.Stored(request.Answer));
                }
            }

            signals.Accepted.Beat(_messages);
            foreach (var request in repeated)
            {
                await CompareAsync(request, cancellationToken);
            }
        }
        catch (PostgresException fault) when (group.Count > 1 && (fault.SqlState.StartsWith("22", StringComparison.Ordinal) || IntakeKeys.IsInUse(fault)))
        {
            // One request has data that the database refuses, or a key that is being stored elsewhere. Alone, it fails alone.
            Log.OneByOne(logger, fault.MessageText);
            foreach (var request in group)
            {
                progress.Note();
                await StoreAsync([request], progress, cancellationToken);
            }
        }
        catch (PostgresException fault) when (IntakeKeys.IsInUse(fault))
        {
            _lockedSince = null;
            group[0].Done.TrySetResult(IntakeOutcome.KeyInUse);
        }
        catch (PostgresException fault) when (IntakeKeys.IsLocked(fault) && Waits())
        {
            return false;
        }
        catch (Exception fault)
        {
            Fail(group, fault);
        }

        return true;
    }

    private void Fail(IReadOnlyList<IntakeRequest> group, Exception fault)
    {
        if (fault is not PostgresException refused || !IntakeKeys.IsLocked(refused))
        {
            _lockedSince = null;
        }

        foreach (var request in group)
        {
            request.Done.TrySetException(fault);
        }
    }

    /// <summary>True while the lock that was met is a short one.</summary>
    private bool Waits() => Stopwatch.GetElapsedTime(_lockedSince ??= Stopwatch.GetTimestamp()) < PatienceWithLocks;

    /// <summary>Answers the requests whose key came before; all others are committed. A queue has requests with marks or without, never both.</summary>
    private Task<IReadOnlySet<IntakeRequest>> WriteAsync(IReadOnlyList<IntakeRequest> group, CancellationToken cancellationToken)
    {
        _messages.Clear();
        foreach (var request in group)
        {
            _messages.AddRange(request.Messages);
        }

        return store.StoreAsync(group, _messages, insert, cancellationToken);
    }

    /// <summary>What was new is committed by now, so a fault is this request's alone.</summary>
    private async Task CompareAsync(IntakeRequest request, CancellationToken cancellationToken)
    {
        try
        {
            request.Done.TrySetResult(await store.CompareAsync(request, cancellationToken));
        }
        catch (Exception fault)
        {
            request.Done.TrySetException(fault);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2001, LogLevel.Warning, "A group of requests has one that the database refuses, or whose key is being stored elsewhere, so they are stored one by one: {Fault}")]
        public static partial void OneByOne(ILogger logger, string fault);
    }
}
