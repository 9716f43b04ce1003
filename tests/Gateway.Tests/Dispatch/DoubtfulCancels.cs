using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Dispatch;

/// <summary>A cancel that was cut in the middle is decided later, by what the vendor's tables say, once.</summary>
public sealed class DoubtfulCancels
{
    private static readonly DateTimeOffset Start = new(2027, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Says_503_while_the_vendors_database_is_away_and_cancels_when_it_is_back(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        await using var relay = TcpRelay.Before(world.Vendor, out var relayed);
        world.Settings["Vendors:kshot:ConnectionString"] = relayed;
        var clock = new FakeTimeProvider(Start);
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        var id = await gateway.Api.SendSmsAsync("kshot");
        await gateway.Api.ReachesAsync(id, "queued");
        relay.TakeDown();

        var answer = await gateway.Api.PostAsync($"/v1/messages/{id}/cancel", "");
        Assert.Equal((503, "vendor_unavailable", "queued"), (answer.Status, (string)answer.Json["code"]!, await gateway.Api.StatusAsync(id)));
        relay.BringBack();
        clock.Advance(TimeSpan.FromSeconds(20));
        await gateway.RunJobAsync("resolve-cancels");

        Assert.Equal("canceled", await gateway.Api.StatusAsync(id));
        Assert.Equal(0, await world.QueuedRowsAsync(id));
    }

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Ends_once_what_a_dead_process_had_withdrawn_on_two_nodes(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        var clock = new FakeTimeProvider(Start);
        await using var one = await ClockedGateway.StartAsync(world.Settings, clock);
        await using var two = await ClockedGateway.StartAsync(world.Settings, clock);
        var id = await one.Api.SendSmsAsync("kshot");
        await one.Api.ReachesAsync(id, "queued");

        // What a process leaves that dies after the row was deleted and before that was written down.
        await world.State.ExecuteAsync($"UPDATE gateway.inflight SET cancel_requested_at = '{Start:O}' WHERE message_id = '{id}'");
        var handOver = (Guid)Assert.Single(await world.State.QueryAsync("SELECT handover_id FROM gateway.inflight"))["handover_id"]!;
        Assert.Single(await world.NewQueue().WithdrawAsync([new QueuedRow(Guid.Parse(id), handOver)], CancellationToken.None));

        clock.Advance(TimeSpan.FromMinutes(1));
        await Task.WhenAll(one.RunJobAsync("resolve-cancels"), two.RunJobAsync("resolve-cancels"));

        Assert.Equal("canceled", await one.Api.StatusAsync(id));
        Assert.Equal(1, await world.State.CountAsync("SELECT count(*) FROM gateway.events WHERE type = {EventType.MessageCanceled}"));
        Assert.Equal(0, await one.RunJobAsync("resolve-cancels"));
    }

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Forgets_the_wish_when_the_agent_was_faster(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        var clock = new FakeTimeProvider(Start);
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        var id = await gateway.Api.SendSmsAsync("kshot");
        await gateway.Api.ReachesAsync(id, "queued");
        await world.State.ExecuteAsync($"UPDATE gateway.inflight SET cancel_requested_at = '{Start:O}' WHERE message_id = '{id}'");
        await world.Vendor.ExecuteAsync("UPDATE agent_msgqueue SET state = 1");

        clock.Advance(TimeSpan.FromMinutes(10));
        await gateway.RunJobAsync("resolve-cancels");

        Assert.Equal(0, await world.State.CountAsync("SELECT count(*) FROM gateway.inflight WHERE cancel_requested_at IS NOT NULL"));
        Assert.Equal(1, await world.QueuedRowsAsync(id));
        Assert.Equal(0, await world.State.CountAsync("SELECT count(*) FROM gateway.events WHERE type = {EventType.MessageCanceled}"));
    }
}
