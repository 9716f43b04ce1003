using System.Data.Common;
using System.Reflection;
using System.Runtime.CompilerServices;
using Gateway.Vendors.Databases;
using Xunit;

namespace Gateway.Vendors.Tests.Databases;

/// <summary>A vendor has several tables with results. One that hangs is told although the others answer.</summary>
public sealed class ReadingTroubles
{
    [Fact]
    public async Task Stay_while_another_table_answers_and_end_with_a_whole_scan()
    {
        var vendor = DispatchProxy.Create<IVendorQueue, TwoTables>();
        var queue = new BoundedQueue(vendor, TimeProvider.System, clock: new Hasty());
        await ScanAsync(queue);
        var since = queue.Reading!.Since;

        Assert.Equal(since, await ScanAsync(queue));
        await queue.ProbeAsync([], CancellationToken.None);
        Assert.Equal(since, queue.Reading?.Since);

        ((TwoTables)vendor).Answers = true;
        await ScanAsync(queue);
        Assert.Null(queue.Reading);
    }

    /// <summary>Since when the queue is in trouble, seen when the first page has come.</summary>
    private static async Task<DateTimeOffset?> ScanAsync(BoundedQueue queue)
    {
        DateTimeOffset? since = null;
        try
        {
            await foreach (var page in queue.ScanAsync(DateTimeOffset.UnixEpoch, 1, CancellationToken.None))
            {
                since = queue.Reading?.Since;
            }
        }
        catch (DbException)
        {
            // The second page never came.
        }

        return since;
    }

    /// <summary>The first table answers, the second one when it may.</summary>
    public class TwoTables : DispatchProxy
    {
        public bool Answers { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
        {
            nameof(IVendorQueue.ScanAsync) => PagesAsync((CancellationToken)args![2]!),
            _ => Task.FromResult<IReadOnlyList<VendorReport>>([]),
        };

        private async IAsyncEnumerable<ScanPage> PagesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            yield return new ScanPage([], null);
            if (!Answers)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }
        }
    }

    /// <summary>A clock whose timers ring after a hundredth of the time.</summary>
    private sealed class Hasty : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 100 : dueTime, period);
    }
}
