using System.Collections.Concurrent;

namespace Gateway.Files;

/// <summary>
/// Ends every wait for a disk. A directory of a network that hangs answers no call, and no call to it can be canceled:
/// what does not come back in time is left alone with its thread. So that these do not become many, a place with
/// several of them is not asked for more until one has come back.
/// </summary>
internal sealed class DiskDeadline(TimeProvider? clock = null)
{
    /// <summary>
    /// A copy ends itself before (see <see cref="StageFiles"/>); this is for calls that know nothing of time.
    /// </summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>One may be a single bad file.</summary>
    private const int MostHung = 3;

    private readonly ConcurrentDictionary<string, int> _hung = new(StringComparer.Ordinal);

    /// <summary>The machine's own: a disk answers in true time, also where a test moves the clock by hours.</summary>
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>Throws <see cref="TimeoutException"/> when the time is over, or the place hangs.</summary>
    /// <param name="place">Such as a directory.</param>
    /// <param name="work">Must harm nothing when it ends after all.</param>
    public async Task<T> RunAsync<T>(string place, Func<Task<T>> work)
    {
        if (_hung.GetValueOrDefault(place) >= MostHung)
        {
            throw new TimeoutException($"'{place}' does not answer.");
        }

        var running = Task.Run(work);
        try
        {
            return await running.WaitAsync(Limit, _clock);
        }
        catch (TimeoutException) when (!running.IsCompleted)
        {
            _hung.AddOrUpdate(place, 1, static (_, hung) => hung + 1);
            _ = running.ContinueWith(
                ended =>
                {
                    _hung.AddOrUpdate(place, 0, static (_, hung) => hung - 1);
                    return ended.Exception;
                },
                CancellationToken.None,
                TaskContinuationOptions.None,
                TaskScheduler.Default);
            throw;
        }
    }
}
