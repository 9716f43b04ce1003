using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Dispatch;

/// <summary>Within a lane, accounts take turns; together, nodes never fill a queue beyond its bound.</summary>
public sealed class FairShares : IAsyncDisposable
{
    /// <summary>Of a hundred, bulk may fill so many.</summary>
    private const int Room = 70;

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2027, 3, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly List<ClockedGateway> _nodes = [];

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Give_a_small_sender_half_of_the_room_while_a_campaign_waits(DatabaseKind kind)
    {
        var world = await StartAsync(kind);
        using var small = await Tenant.CreateAsync(_nodes[0].Api);
        await _nodes[0].Api.SendManyAsync("kshot", 2000);
        await FillsAsync(world, Room);
        await small.Api.SendManyAsync("kshot", 15);

        await AgentTakesAsync(world, 20);
        await FillsAsync(world, Room);
        Assert.Equal(10, await QueuedAsync(world, small));

        // What it leaves of its part goes to the others.
        await AgentTakesAsync(world, 20);
        await FillsAsync(world, Room);
        Assert.Equal(15, await QueuedAsync(world, small));
    }

    [Fact]
    public async Task Serve_every_account_in_turn_when_there_are_more_than_rows()
    {
        var world = await StartAsync(DatabaseKind.PostgreSql);
        await _nodes[0].Api.SendManyAsync("kshot", 500);
        await FillsAsync(world, Room);
        var tenants = new List<Tenant>();
        for (var i = 0; i < 5; i++)
        {
            tenants.Add(await Tenant.CreateAsync(_nodes[0].Api));
            await tenants[^1].Api.SendManyAsync("kshot", 50);
        }

        for (var round = 0; round < 9; round++)
        {
            await AgentTakesAsync(world, 2);
            await FillsAsync(world, Room);
        }

        // Eighteen rows for six accounts.
        foreach (var tenant in tenants)
        {
            Assert.Equal(3, await QueuedAsync(world, tenant));
            tenant.Dispose();
        }
    }

    [Fact]
    public async Task Keep_the_order_of_arrival_within_an_account()
    {
        var world = await StartAsync(DatabaseKind.PostgreSql);
        await _nodes[0].Api.SendManyAsync("kshot", 300);
        await FillsAsync(world, Room);
        for (var round = 0; round < 4; round++)
        {
            await AgentTakesAsync(world, 30);
            await FillsAsync(world, Room);
        }

        // The order of the rows' numbers is that of the messages' ids.
        Assert.Equal(0, await world.Vendor.CountAsync("SELECT count(*) FROM (SELECT etc1 < lag(etc1) OVER (ORDER BY Id) AS before FROM agent_msgqueue) AS neighbours WHERE before"));
        Assert.Equal(Room + 120, await world.Vendor.CountAsync("SELECT count(*) FROM agent_msgqueue"));
    }

    [Fact]
    public async Task Leave_a_tenth_of_the_queue_to_high_when_normal_fills_the_rest()
    {
        var world = await StartAsync(DatabaseKind.PostgreSql);
        await _nodes[0].Api.SendManyAsync("kshot", 500, "normal");
        await FillsAsync(world, 90);

        await _nodes[0].Api.SendManyAsync("kshot", 20, "high");

        await FillsAsync(world, 100);
    }

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Never_overfill_the_queue_when_two_nodes_hand_over(DatabaseKind kind)
    {
        var world = await StartAsync(kind, nodes: 2);
        await _nodes[0].Api.SendManyAsync("kshot", 1000);
        await _nodes[1].Api.SendManyAsync("kshot", 1000);

        for (var round = 0; round < 10; round++)
        {
            await FillsAsync(world, Room);
            await AgentTakesAsync(world, 50);
        }

        await FillsAsync(world, Room);
        Assert.Equal(Room + 500, await world.Vendor.CountAsync("SELECT count(*) FROM agent_msgqueue"));
        Assert.Equal(Room + 500, await world.Vendor.CountAsync("SELECT count(DISTINCT etc1) FROM agent_msgqueue"));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }
    }

    private async Task<PrivateGateway> StartAsync(DatabaseKind kind, int nodes = 1)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        world.Settings["Vendors:kshot:MaxQueued"] = "100";
        for (var node = 0; node < nodes; node++)
        {
            _nodes.Add(await ClockedGateway.StartAsync(world.Settings, _clock));
        }

        return world;
    }

    /// <summary>The oldest rows leave the queue, and nothing else moves.</summary>
    private static Task AgentTakesAsync(PrivateGateway world, int count) => world.Vendor.ExecuteAsync(world.Vendor.IsMySql
        ? $"UPDATE agent_msgqueue SET state = 1 WHERE state = 0 ORDER BY Id LIMIT {count}"
        : $"UPDATE agent_msgqueue SET state = 1 WHERE Id IN (SELECT Id FROM agent_msgqueue WHERE state = 0 ORDER BY Id LIMIT {count})");

    /// <summary>Time goes on until the queue is full; it must never be more than that, not for a moment.</summary>
    private async Task FillsAsync(PrivateGateway world, int room)
    {
        await Eventually.BeAsync(
            async () =>
            {
                var waiting = await world.Vendor.CountIfThereAsync("SELECT count(*) FROM agent_msgqueue WHERE state = 0");
                Assert.InRange(waiting, 0, room);
                _clock.Advance(TimeSpan.FromMilliseconds(50));
                return waiting == room;
            },
            $"{room} rows wait in the queue");

        // Whoever was about to overfill it gets the time to do so.
        for (var look = 0; look < 8; look++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(50));
            Assert.Equal(room, await world.Vendor.CountAsync("SELECT count(*) FROM agent_msgqueue WHERE state = 0"));
        }
    }

    private static async Task<long> QueuedAsync(PrivateGateway world, Tenant tenant) =>
        await world.State.CountAsync($"SELECT count(*) FROM gateway.inflight WHERE account_id = '{tenant.Id}' AND state > {{InflightState.Waiting}}");
}
