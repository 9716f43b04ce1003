using System.Collections.Concurrent;

namespace Gateway.Platform.Jobs;

/// <summary>
/// Tasks that run on their own, one for each key at a time. Each is forgotten when it has ended, however soon that is.
/// </summary>
internal sealed class TasksByKey<TKey>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Running> _running = new();

    /// <summary>Of those that have not ended.</summary>
    public TKey[] Keys => [.. _running.Keys];

    /// <summary>Called by one caller at a time, for a key that is not among <see cref="Keys"/>.</summary>
    /// <param name="key">What runs.</param>
    /// <param name="work">
    /// Begins once the key is known: else it could be over before, and the key would stay for ever.
    /// </param>
    /// <param name="ended">Called when the key is free again.</param>
    public void Start(TKey key, Func<Task> work, Action ended)
    {
        var running = new Running();
        _running[key] = running;
        running.Task = RunAsync(key, running, work, ended);
        running.Known.SetResult();
    }

    /// <summary>Whatever runs for the key is waited for no longer; the key is free.</summary>
    public void Abandon(TKey key) => _running.TryRemove(key, out _);

    /// <summary>Completes when all that run now have ended.</summary>
    public Task AllAsync() => Task.WhenAll(_running.Values.Select(static running => running.Task));

    private async Task RunAsync(TKey key, Running running, Func<Task> work, Action ended)
    {
        await running.Known.Task;
        try
        {
            await work();
        }
        finally
        {
            // One that was abandoned leaves the one that came after it alone.
            _running.TryRemove(KeyValuePair.Create(key, running));
            ended();
        }
    }

    private sealed class Running
    {
        public TaskCompletionSource Known { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Task { get; set; } = Task.CompletedTask;
    }
}
