using System.Reflection;
using Gateway.Dispatch;
using Gateway.Platform.Vendors;
using Gateway.Vendors;
using Gateway.Vendors.Kshot;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Dispatch;

/// <summary>To count a vendor's queue costs a look at each row, so it is done as seldom as is safe.</summary>
public sealed class CountingQueues
{
    private const int Batch = 10;
    private const int Room = 100;

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly CountQueue _count;
    private readonly IVendorQueue _queue = DispatchProxy.Create<IVendorQueue, Queue>();
    private readonly Vendor _vendor;

    public CountingQueues()
    {
        _count = new CountQueue(Options.Create(new DispatchOptions { BatchSize = Batch }), _clock);
        var options = new VendorOptions { MaxQueued = Room };
        _vendor = new Vendor
        {
            Name = "kshot",
            Protocol = VendorProtocols.Find("kshot")!, // It is built in.
            Channels = new HashSet<Channel> { Channel.Sms },
            Options = options,
            Setup = new KshotSettings(),
            Hold = new VendorHold(),
            Carries = VendorsOptions.CarriesOf(VendorProtocols.Find("kshot")!, options),
            Queue = _queue,
        };
    }

    private Queue Rows => (Queue)(object)_queue;

    [Fact]
    public async Task Counts_once_a_second_while_much_room_is_left()
    {
        await CountAsync();
        _count.Add("kshot", 3);
        _clock.Advance(TimeSpan.FromMilliseconds(999));

        Assert.Equal((3, 1), (await CountAsync(), Rows.Counted));

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal((0, 2), (await CountAsync(), Rows.Counted));
    }

    [Theory]
    [InlineData(60, 1)]
    [InlineData(61, 2)]
    [InlineData(100, 2)]
    public async Task Counts_each_time_when_a_whole_batch_of_the_last_lane_may_not_fit(int waiting, int counted)
    {
        Rows.Waiting = waiting;
        await CountAsync();

        Assert.Equal((waiting, counted), (await CountAsync(), Rows.Counted));
    }

    [Fact]
    public async Task Counts_again_after_a_fault()
    {
        await CountAsync();
        _count.Forget("kshot");
        await CountAsync();

        Assert.Equal(2, Rows.Counted);
    }

    [Theory]
    [InlineData(Batch - 1, false)]
    [InlineData(Batch, true)]
    public async Task Lets_the_next_claim_follow_a_whole_batch_alone(int rows, bool follows)
    {
        var counted = await _count.CountAsync(_vendor, TestContext.Current.CancellationToken);

        Assert.Equal(follows, _count.Beside(_vendor, counted, rows) is not null);
    }

    private async Task<int> CountAsync() =>
        (await _count.CountAsync(_vendor, TestContext.Current.CancellationToken)).Waiting;

    /// <summary>A queue that can be counted, and says how often it was.</summary>
    public class Queue : DispatchProxy
    {
        public int Waiting { get; set; }

        public int Counted { get; private set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Assert.Equal(nameof(IVendorQueue.CountWaitingAsync), targetMethod?.Name);
            Counted++;
            return Task.FromResult(Waiting);
        }
    }
}
