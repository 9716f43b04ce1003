using Gateway.Dispatch;
using Xunit;

namespace Gateway.Tests.Dispatch;

public sealed class LaneBudgetTests
{
    [Fact]
    public void Keeps_a_tenth_for_high_and_three_tenths_from_bulk_when_the_queue_is_empty() => Assert.Equal(new LaneBudget(1000, 900, 700, 500), LaneBudget.For(1000, 0, 500));

    [Fact]
    public void Keeps_a_tenth_for_high_that_nothing_else_can_fill() => Assert.Equal(new LaneBudget(100, 0, 0, 500), LaneBudget.For(1000, 900, 500));

    [Fact]
    public void Stops_bulk_before_normal() => Assert.Equal(new LaneBudget(250, 150, 0, 500), LaneBudget.For(1000, 750, 500));

    [Fact]
    public void Gives_nothing_when_the_queue_is_full() => Assert.True(LaneBudget.For(1000, 1000, 500).IsEmpty);

    [Fact]
    public void Gives_nothing_when_more_waits_than_may() => Assert.Equal(new LaneBudget(0, 0, 0, 500), LaneBudget.For(10, 1000, 500));

    [Fact]
    public void Lets_every_lane_send_through_a_queue_of_one() => Assert.Equal(new LaneBudget(1, 1, 1, 500), LaneBudget.For(1, 0, 500));
}
