using Gateway.Webhooks.Sending;
using Xunit;

namespace Gateway.Tests.Webhooks;

/// <summary>Events of one message keep their order, also when one of them fails in the very moment in which the next is claimed.</summary>
public sealed class EndpointLaneTests
{
    private static readonly Endpoint Receiver = new(Guid.NewGuid(), "https://example.com", [], Batch: false, IsFailing: false, Masked: false);

    private readonly EndpointLane _lane = new();
    private readonly Guid _message = Guid.NewGuid();

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void Takes_the_next_event_only_when_the_one_before_has_arrived(bool arrived, int taken)
    {
        var first = Assert.Single(_lane.TakeSingly(Receiver, [Due(1)]));
        _lane.Busy();
        first.SetSent(arrived);
        _lane.Done(first);

        Assert.Equal(taken, _lane.TakeSingly(Receiver, [Due(2)]).Count);
    }

    [Fact]
    public void Leaves_it_to_the_next_claim_which_knows_what_failed()
    {
        var first = Assert.Single(_lane.TakeSingly(Receiver, [Due(1)]));
        _lane.Busy();
        first.SetSent(false);
        _lane.Done(first);
        _lane.TakeSingly(Receiver, [Due(2)]);
        _lane.Busy();

        Assert.Single(_lane.TakeSingly(Receiver, [Due(1)]));
    }

    [Fact]
    public void Forms_no_group_with_it()
    {
        var first = Assert.Single(_lane.TakeGroups(Receiver, [Due(1)], Guid.NewGuid, out _));
        _lane.Busy();
        first.SetSent(false);
        _lane.Done(first);

        Assert.Empty(_lane.TakeGroups(Receiver, [Due(2)], Guid.NewGuid, out var formed));
        Assert.Empty(formed);
    }

    private DueDelivery Due(long seq) => new(Guid.NewGuid(), Guid.NewGuid(), seq, _message, 0, 0, null);
}
