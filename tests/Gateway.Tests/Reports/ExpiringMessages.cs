using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Reports;

/// <summary>Every message ends: within its time and an hour, once, and with what is known of it.</summary>
public sealed class ExpiringMessages
{
    private const string Job = "expire-messages/kshot";

    /// <summary>10:00 in Korea.</summary>
    private static readonly DateTimeOffset Start = new(2027, 3, 1, 1, 0, 0, TimeSpan.Zero);

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Ends_once_and_as_not_sent_what_two_nodes_withdraw_together(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        var clock = new FakeTimeProvider(Start);
        await using var one = await ClockedGateway.StartAsync(world.Settings, clock);
        await using var two = await ClockedGateway.StartAsync(world.Settings, clock);
        var id = await QueuedAsync(one, """, "expireHours": 1""");
        clock.Advance(TimeSpan.FromMinutes(61));

        await Task.WhenAll(one.RunJobAsync(Job), two.RunJobAsync(Job));

        Assert.Equal("expired 406", await EndAsync(one, id));
        Assert.Equal((0, 1), (await world.QueuedRowsAsync(id), await ExpiredEventsAsync(world, id)));
    }

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Ends_as_not_sent_what_a_dead_process_had_withdrawn(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        var clock = new FakeTimeProvider(Start);
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        var id = await QueuedAsync(gateway);
        var handOver = (Guid)Assert.Single(await world.State.QueryAsync("SELECT handover_id FROM gateway.inflight"))["handover_id"]!;
        Assert.Single(await world.NewQueue().WithdrawAsync([new QueuedRow(Guid.Parse(id), handOver)], CancellationToken.None));
        clock.Advance(TimeSpan.FromHours(49));

        await gateway.RunJobAsync(Job);

        Assert.Equal("expired 406", await EndAsync(gateway, id));
    }

    [Theory]
    [InlineData(DatabaseKind.PostgreSql, false)]
    [InlineData(DatabaseKind.MySql, false)]
    [InlineData(DatabaseKind.PostgreSql, true)]
    [InlineData(DatabaseKind.MySql, true)]
    public async Task Ends_what_a_lost_vendor_may_hold_and_withdraws_it_when_the_vendor_is_back(DatabaseKind kind, bool inDoubt)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        await using var relay = TcpRelay.Before(world.Vendor, out var relayed);
        world.Settings["Vendors:kshot:ConnectionString"] = relayed;
        var clock = new FakeTimeProvider(Start);
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        var id = await QueuedAsync(gateway);
        if (inDoubt)
        {
            await DoubtAsync(world);
        }

        relay.TakeDown();
        clock.Advance(TimeSpan.FromHours(48) + TimeSpan.FromMinutes(44));
        await gateway.RunJobAsync(Job);
        Assert.Equal(1, await world.State.CountAsync("SELECT count(*) FROM gateway.inflight"));
        clock.Advance(TimeSpan.FromMinutes(2));
        await gateway.RunJobAsync(Job);
        Assert.Equal("expired 405", await EndAsync(gateway, id));

        relay.BringBack();
        await gateway.RunJobAsync(Job);
        if (inDoubt)
        {
            Assert.Equal(1, await world.QueuedRowsAsync(id));
        }

        // The first look after an outage may take a connection that has died.
        await Eventually.BeAsync(
            async () =>
            {
                await gateway.RunJobAsync("resolve-handovers");
                await gateway.RunJobAsync(Job);
                return await world.QueuedRowsAsync(id) == 0;
            },
            "the row is withdrawn");
        Assert.Equal(1, await ExpiredEventsAsync(world, id));
        Assert.Equal(0, await world.State.CountAsync("SELECT count(*) FROM gateway.overdue_rows"));
        Assert.Equal("expired 405", await EndAsync(gateway, id));
    }

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Learns_late_what_became_of_a_hand_over_that_was_given_up(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        var clock = new FakeTimeProvider(Start);
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        var id = await QueuedAsync(gateway);
        await DoubtAsync(world);
        clock.Advance(TimeSpan.FromHours(49));
        await gateway.RunJobAsync(Job);
        Assert.Equal("expired 405", await EndAsync(gateway, id));

        await world.Vendor.ExecuteAsync("UPDATE agent_msgqueue SET state = 3, result = 0, telecom = 1, sendTime = '2027-03-03 11:30:00', resultTime = '2027-03-03 11:30:01'");
        await gateway.RunJobAsync("resolve-handovers");
        await gateway.RunJobAsync(Job);

        var message = (await gateway.Api.GetAsync($"/v1/messages/{id}")).Json;
        Assert.Equal(("delivered", true), ((string)message["status"]!, (bool)message["result"]!["late"]!));
        Assert.Equal(1, await world.State.CountAsync($"SELECT count(*) FROM gateway.events WHERE message_id = '{id}' AND type = {{EventType.MessageDelivered}}"));
    }

    [Fact]
    public async Task Ends_one_vendors_messages_while_many_of_another_wait_for_its_database()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Vendors:lost:Protocol"] = "kshot";
        world.Settings["Vendors:lost:Database"] = "postgresql";
        world.Settings["Vendors:lost:ConnectionString"] = "Host=127.0.0.1;Port=1;Timeout=1";
        var clock = new FakeTimeProvider(Start);
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        await world.State.ExecuteAsync($"""
            INSERT INTO gateway.inflight (message_id, account_id, vendor, lane, state, due_at, expires_at, handover_id, position, queued_at)
            SELECT gateway.new_id('{Start:O}'), gen_random_uuid(), 'lost', 1, 2, '{Start:O}', '{Start:O}', gen_random_uuid(), 1, '{Start:O}' FROM generate_series(1, 1200)
            """);
        var id = await QueuedAsync(gateway, """, "expireHours": 1""");
        var waiting = await gateway.Api.SendSmsAsync("lost", more: """, "expireHours": 1""");
        clock.Advance(TimeSpan.FromMinutes(61));

        await gateway.RunJobAsync("expire-messages/lost");
        await gateway.RunJobAsync(Job);

        Assert.Equal(("expired 406", "expired 406"), (await EndAsync(gateway, id), await EndAsync(gateway, waiting)));
    }

    [Fact]
    public async Task Lets_only_what_the_agent_has_taken_wait_for_the_window()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Vendors:kshot:ExpireWindow"] = "05:00-06:00";
        var clock = new FakeTimeProvider(Start);
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        var untouched = await QueuedAsync(gateway, """, "expireHours": 1""");
        var taken = await QueuedAsync(gateway, """, "expireHours": 1""");
        await world.Vendor.ExecuteAsync($"UPDATE agent_msgqueue SET state = 1 WHERE etc1 = '{Guid.Parse(taken):N}'");

        clock.Advance(TimeSpan.FromMinutes(61));
        await RunTwiceAsync(gateway);
        Assert.Equal(("expired 406", "sending "), (await EndAsync(gateway, untouched), await EndAsync(gateway, taken)));

        clock.Advance(TimeSpan.FromHours(18));
        await RunTwiceAsync(gateway);
        Assert.Equal("expired 405", await EndAsync(gateway, taken));
    }

    [Fact]
    public async Task Leaves_what_somebody_cancels_to_the_cancel()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        var clock = new FakeTimeProvider(Start);
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        var id = await QueuedAsync(gateway, """, "expireHours": 1""");
        clock.Advance(TimeSpan.FromMinutes(61));
        await world.State.ExecuteAsync($"UPDATE gateway.inflight SET cancel_requested_at = '{Start:O}'");

        await gateway.RunJobAsync(Job);
        await gateway.RunJobAsync("resolve-cancels");

        Assert.Equal("canceled 901", await EndAsync(gateway, id));
    }

    [Fact]
    public async Task Ends_messages_of_a_vendor_that_is_no_longer_configured()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        var clock = new FakeTimeProvider(Start);
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        var queued = await QueuedAsync(gateway);
        var scheduled = await gateway.Api.SendSmsAsync("kshot", more: """, "scheduledAt": "2027-03-01T04:00:00Z" """);
        await world.State.ExecuteAsync("UPDATE gateway.inflight SET vendor = 'gone'");
        clock.Advance(TimeSpan.FromHours(53));

        await gateway.RunJobAsync("expire-messages");

        Assert.Equal(("expired 405", "expired 406"), (await EndAsync(gateway, queued), await EndAsync(gateway, scheduled)));
    }

    private static async Task<string> QueuedAsync(ClockedGateway gateway, string more = "")
    {
        var id = await gateway.Api.SendSmsAsync("kshot", more: more);
        await gateway.Api.ReachesAsync(id, "queued");
        return id;
    }

    /// <summary>What a process leaves that dies after the vendor's commit and before it wrote that down.</summary>
    private static async Task DoubtAsync(PrivateGateway world)
    {
        await world.State.ExecuteAsync("UPDATE gateway.inflight SET state = {InflightState.Claimed}, queued_at = NULL, next_probe_at = NULL");
        await world.State.ExecuteAsync("UPDATE gateway.handovers SET state = {HandoverState.Open}, decided_at = NULL");
    }

    /// <summary>What one run sees taken, the next one ends.</summary>
    private static async Task RunTwiceAsync(ClockedGateway gateway)
    {
        await gateway.RunJobAsync(Job);
        await gateway.RunJobAsync(Job);
    }

    private static Task<long> ExpiredEventsAsync(PrivateGateway world, string id) => world.State.CountAsync($"SELECT count(*) FROM gateway.events WHERE message_id = '{id}' AND type = {{EventType.MessageExpired}}");

    private static async Task<string> EndAsync(ClockedGateway gateway, string id)
    {
        var message = (await gateway.Api.GetAsync($"/v1/messages/{id}")).Json;
        return $"{message["status"]} {message["result"]?["code"]}";
    }
}
