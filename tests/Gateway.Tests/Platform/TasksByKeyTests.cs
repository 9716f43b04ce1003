using Gateway.Platform.Jobs;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>One task for each key: who is served, who may be served again.</summary>
public sealed class TasksByKeyTests
{
    private readonly TasksByKey<int> _tasks = new();

    [Fact]
    public async Task Forgets_one_that_ends_as_soon_as_it_begins()
    {
        for (var key = 0; key < 1000; key++)
        {
            _tasks.Start(key, () => Task.CompletedTask, () => { });
        }

        await Eventually.BeAsync(() => Task.FromResult(_tasks.Keys.Length == 0), "all keys are free again");
    }

    [Fact]
    public async Task Begins_none_before_its_key_is_known()
    {
        var known = new TaskCompletionSource<int[]>();
        _tasks.Start(7, () => Task.FromResult(known.TrySetResult(_tasks.Keys)), () => { });

        Assert.Equal(7, Assert.Single(await known.Task));
    }

    [Fact]
    public async Task Tells_when_a_key_is_free_also_after_a_fault()
    {
        var free = new TaskCompletionSource<int[]>();
        _tasks.Start(7, () => throw new InvalidOperationException("no"), () => free.SetResult(_tasks.Keys));

        Assert.Empty(await free.Task);
    }

    [Fact]
    public async Task Waits_for_all_that_run()
    {
        var end = new TaskCompletionSource();
        _tasks.Start(1, () => end.Task, () => { });
        var all = _tasks.AllAsync();
        Assert.False(all.IsCompleted);

        end.SetResult();
        await all;
    }
}
