using System.Collections.Concurrent;

namespace Gateway.Platform.Jobs;

/// <summary>Tasks that run on their own, one for each key at a time. Each is forgotten when it has ended, however soon that is.</summary>
internal sealed class TasksByKey<TKey>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Task> _running = new();

    /// <summary>Of those that have not ended.</summary>
    public TKey[] Keys => [.. _running.Keys];

    /// <summary>Called by one caller at a time, for a key that is not among <see cref="Keys"/>.</summary>
    /// <param name="key">What runs.</param>
    /// <param name="work">Begins once the key is known: else it could be over before, and the key would stay for ever.</param>
    /// <param name="ended">Called when the key is free again.</param>
    public void Start(TKey key, Func<Task> work, Action ended)
    {
        var known = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[key] = RunAsync(key, known.Task, work, ended);
        known.SetResult();
    }

    /// <summary>Completes when all that run now have ended.</summary>
    public Task AllAsync() => Task.WhenAll(_running.Values);

    private async Task RunAsync(TKey key, Task known, Func<Task> work, Action ended)
    {
        await known;
        try
        {
            await work();
        }
        finally
        {
            _running.TryRemove(key, out _);
            ended();
        }
    }
}
