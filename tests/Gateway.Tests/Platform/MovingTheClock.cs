using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>Time in tests is moved, not waited for.</summary>
public sealed class MovingTheClock
{
    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Releases_a_reservation_of_next_year_when_the_clock_gets_there(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 12, 31, 14, 59, 0, TimeSpan.Zero));
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        var id = await gateway.Api.SendSmsAsync("kshot", more: """, "scheduledAt": "2028-01-01T00:00:00+09:00" """);
        Assert.Equal("scheduled", await gateway.Api.StatusAsync(id));

        clock.Advance(TimeSpan.FromMinutes(1));

        // Whoever was at work when the clock was moved waits by it now.
        await Eventually.BeAsync(
            async () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return await gateway.Api.StatusAsync(id) == "queued";
            },
            "the reservation is in the queue");
        Assert.Equal(1, await world.QueuedRowsAsync(id));
    }
}
