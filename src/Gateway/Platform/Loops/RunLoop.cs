using System.Data.Common;
using Gateway.Platform.Errors;
using Gateway.Platform.Jobs;
using Npgsql;

namespace Gateway.Platform.Loops;

/// <summary>
/// Runs one loop: step, rest, step. After a fault it pauses longer and longer and says so once a minute. A watchdog
/// gives up a step that stands still, and starts anew: the loop goes on whatever an outside world never answers. The
/// only hosted service of the gateway's own loops.
/// </summary>
internal sealed partial class RunLoop(ILoop loop, LoopParts parts) : IHostedService, IDisposable
{
    /// <summary>
    /// Looks of the watchdog within a limit. So many in a row must see no progress: a process that was stopped and goes
    /// on is no step that hangs.
    /// </summary>
    private const int Looks = 4;

    /// <summary>
    /// Steps that were given up and have not ended hold connections. The more there are, the longer the next one may
    /// take.
    /// </summary>
    private const int MostPatience = 10;

    private readonly CancellationTokenSource _stopping = new();
    private readonly FaultLog _log = new(parts.Time);
    private readonly ILogger _logger = parts.Loggers.CreateLogger($"Gateway.Loops.{loop.Name}");
    private readonly LoopState _state = parts.Table.Add(loop);
    private CancellationTokenRegistration _registration;
    private Task _running = Task.CompletedTask;
    private int _abandoned;

    public ILoop Loop => loop;

    /// <summary>Something that this process needs is away, so that a stack trace says nothing.</summary>
    public static bool IsOutage(Exception fault)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException)
        {
            if (cause is OutageException or (DbException and not PostgresException))
            {
                return true;
            }
        }

        return UnhandledExceptionHandler.IsStorageFault(fault);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!loop.StopsLast)
        {
            _registration = parts.Lifetime.ApplicationStopping.Register(_stopping.Cancel);
        }

        _running = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Waits for the step that is under way no longer than the host wants.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _stopping.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            return; // A host may be stopped twice, also by two at once.
        }

        await Pulse.WaitAsync(_running, Timeout.InfiniteTimeSpan, parts.Watch, cancellationToken).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing);
        if (!_running.IsCompleted)
        {
            Log.LeftBehind(_logger, loop.Name);
        }
    }

    public void Dispose()
    {
        _registration.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        var stop = _stopping.Token;
        try
        {
            if (loop.NeedsStorage)
            {
                await parts.Storage.WaitAsync(stop);
            }

            while (!stop.IsCancellationRequested)
            {
                // Not disposed: a step that was given up may still use its token.
                var life = new Life(CancellationTokenSource.CreateLinkedTokenSource(stop));
                _state.Began(life.Progress);
                var work = Task.Run(() => StepsAsync(life), CancellationToken.None);
                if (await WatchAsync(life.Progress, work))
                {
                    break;
                }

                await AbandonAsync(life, work);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It had not begun.
        }
        finally
        {
            await loop.EndAsync();
        }
    }

    private async Task StepsAsync(Life life)
    {
        var token = life.Source.Token;
        while (!token.IsCancellationRequested)
        {
            try
            {
                life.Progress.BeginStep();
                var rest = await loop.StepAsync(life.Progress, token);
                Succeeded(life);
                life.Progress.BeginRest();
                await rest.WaitAsync(parts.Time, token);
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (!life.IsAbandoned)
            {
                life.Progress.BeginRest();
                await PauseAsync(fault, token);
            }
        }
    }

    private void Succeeded(Life life)
    {
        if (life.IsAbandoned || !_state.Succeeded())
        {
            return;
        }

        _log.Forget(loop.Name, out var wasTold);
        if (wasTold)
        {
            Log.Recovered(_logger, loop.Name);
        }

        parts.Table.StorageIsBack.Beat();
    }

    private async Task PauseAsync(Exception fault, CancellationToken token)
    {
        var text = OutageException.TextOf(fault);
        var ofState = UnhandledExceptionHandler.IsStorageFault(fault);
        var pause = Backoff.After(
            _state.Failed(text, parts.Time.GetUtcNow(), ofState), loop.LongestPause, parts.Random.NextDouble());
        if (_log.Count(loop.Name, FaultLog.KindOf(fault)) is { } count)
        {
            var outage = IsOutage(fault);
            Log.Failed(
                _logger,
                outage ? LogLevel.Warning : LogLevel.Error,
                outage ? null : fault,
                loop.Name,
                count,
                text,
                pause);
        }

        var back = ofState ? parts.Table.StorageIsBack.Next : null;
        await new Rest(pause, back).WaitAsync(parts.Time, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>True when the work has ended by itself; false when it stands still.</summary>
    private async Task<bool> WatchAsync(LoopProgress progress, Task work)
    {
        var every = loop.Limit / Looks * Math.Min(MostPatience, 1 << Math.Min(Volatile.Read(ref _abandoned), Looks));
        for (var (notes, still) = (progress.Notes, 0); still < Looks;)
        {
            await Pulse.WaitAsync(work, every, parts.Watch, CancellationToken.None);
            if (work.IsCompleted || _stopping.IsCancellationRequested)
            {
                await work;
                return true;
            }

            still = progress.Rests || progress.Notes != notes ? 0 : still + 1;
            notes = progress.Notes;
        }

        return false;
    }

    private async Task AbandonAsync(Life life, Task work)
    {
        life.IsAbandoned = true;
        _state.StoodStill(
            $"A step made no progress for {loop.Limit.TotalSeconds:0} s. It was given up, and another one was begun.",
            parts.Time.GetUtcNow());
        _log.Count(loop.Name, "It makes no progress.");
        Log.StoodStill(_logger, loop.Name, loop.Limit);
        Interlocked.Increment(ref _abandoned);
        _ = work.ContinueWith(
            _ => Interlocked.Decrement(ref _abandoned),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);

        // What is called when a token is canceled runs here, and may hang as well.
        _ = Task.Run(life.Source.Cancel, CancellationToken.None);
        loop.GiveUp();
        await Task.Yield();
    }

    /// <summary>From a start to the end, or to the moment at which it is given up.</summary>
    private sealed class Life(CancellationTokenSource source)
    {
        private volatile bool _abandoned;

        public CancellationTokenSource Source { get; } = source;

        public LoopProgress Progress { get; } = new();

        public bool IsAbandoned
        {
            get => _abandoned;
            set => _abandoned = value;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 320, Message = "{Loop} failed ({Count} times since the last message) and tries again in {Pause}: {Fault}")]
        public static partial void Failed(
            ILogger logger,
            LogLevel level,
            Exception? thrown,
            string loop,
            int count,
            string fault,
            TimeSpan pause);

        [LoggerMessage(321, LogLevel.Error, "{Loop} stands still: no progress for {Limit}. Its step is abandoned, and a new one begins.")]
        public static partial void StoodStill(ILogger logger, string loop, TimeSpan limit);

        [LoggerMessage(322, LogLevel.Information, "{Loop} works again.")]
        public static partial void Recovered(ILogger logger, string loop);

        [LoggerMessage(323, LogLevel.Warning, "{Loop} does not end; the process stops without it. The next one takes up its work.")]
        public static partial void LeftBehind(ILogger logger, string loop);
    }
}
