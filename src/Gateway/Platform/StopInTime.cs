using System.Diagnostics;

namespace Gateway.Platform;

/// <summary>
/// Ends the process within ten seconds after it was told to stop, whatever hangs. That loses nothing: what was answered
/// is committed, and what was under way is found by the next process, as after a crash.
/// </summary>
internal sealed partial class StopInTime(
    IHostApplicationLifetime lifetime, TimeProvider time, ILogger<StopInTime> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(7);

    /// <summary>Drivers clean up when a process ends, and may hang there too.</summary>
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(8.5);

    private ITimer? _end;
    private ITimer? _kill;

    /// <summary>
    /// Called once, before the process runs. A gateway inside a test's process has the test's clock, and must not end
    /// that process.
    /// </summary>
    public void Watch()
    {
        if (time != TimeProvider.System)
        {
            return;
        }

        _end = time.CreateTimer(_ => End(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _kill = time.CreateTimer(
            static _ => Process.GetCurrentProcess().Kill(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lifetime.ApplicationStopping.Register(() =>
        {
            _end.Change(Patience, Timeout.InfiniteTimeSpan);
            _kill.Change(LastPatience, Timeout.InfiniteTimeSpan);
        });
    }

    public void Tell(Exception fault) => Log.NotClean(logger, fault.GetBaseException().Message);

    private void End()
    {
        Log.TooLong(logger, Patience);
        Environment.Exit(0);
    }

    private static partial class Log
    {
        [LoggerMessage(103, LogLevel.Warning, "The process stopped, but not everything ended in time: {Fault} The next process takes up what was under way.")]
        public static partial void NotClean(ILogger logger, string fault);

        [LoggerMessage(104, LogLevel.Warning, "Not everything ended within {Patience}. The process ends now; the next one takes up what was under way.")]
        public static partial void TooLong(ILogger logger, TimeSpan patience);
    }
}
