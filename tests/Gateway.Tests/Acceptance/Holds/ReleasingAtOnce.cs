using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Acceptance.Holds;

/// <summary>A release and a cancel at the same moment on two nodes, a release that dies, and a hold that nobody ends.</summary>
public sealed class ReleasingAtOnce
{
    private const int Messages = 2500;

    /// <summary>An hour after the clock's begin: nothing is handed over, so a cancel waits for no hand-over on a clock that stands.</summary>
    private const string Later = ", \"scheduledAt\": \"2027-01-05T04:00:00Z\"";

    [Fact]
    public async Task Has_one_outcome_with_a_cancel_on_another_node_and_goes_on_after_a_death()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 1, 5, 3, 0, 0, TimeSpan.Zero));
        await using var one = await ClockedGateway.StartAsync(world.Settings, clock);
        await using var two = await ClockedGateway.StartAsync(world.Settings, clock);
        await RacesAsync(world, one, two);
        await GoesOnAsync(world, two, clock);
        await EndsAsync(one, clock);
    }

    private static async Task RacesAsync(PrivateGateway world, ClockedGateway one, ClockedGateway two)
    {
        var id = await HeldBatch.SendAsync(one.Api, Messages, defaults: Later, vendor: "kshot");
        Task<Answer> release, cancel;
        await using (await TableLock.TakeAsync(world.State, "gateway.batches", readable: true))
        {
            (release, cancel) = (one.Api.ReleaseAsync(id), two.Api.CancelAsync(id));
            await Eventually.BeAsync(async () => await WaitingAsync(world) == 2, "both want the batch");
        }

        var (released, canceled) = (await release, await cancel);

        Assert.True(released.Status is 200 or 409, released.ToString());
        Assert.Equal((200, Messages), (canceled.Status, (int)canceled.Json["canceled"]!));
        Assert.Equal($"canceled: canceled {Messages}", await one.Api.StandsAsync(id));
        Assert.Equal(0, await world.QueuedRowsAsync());
        Assert.Equal(409, (await one.Api.ReleaseAsync(id)).Status);
    }

    /// <summary>As a process leaves it that died when the release was decided.</summary>
    private static async Task GoesOnAsync(PrivateGateway world, ClockedGateway gateway, FakeTimeProvider clock)
    {
        var id = await HeldBatch.SendAsync(gateway.Api, Messages, defaults: Later, vendor: "kshot");
        await world.State.ExecuteAsync($"UPDATE gateway.batches SET released_at = '{clock.GetUtcNow():O}', releasing = true WHERE id = '{id}'");

        await gateway.RunJobAsync("end-holds");

        Assert.Equal(0, await world.State.CountAsync("SELECT count(*) FROM gateway.inflight WHERE due_at = gateway.held_due()"));
        Assert.Equal(0, await world.State.CountAsync("SELECT count(*) FROM gateway.batches WHERE releasing"));
        Assert.Equal(Messages, (int)(await gateway.Api.CancelAsync(id)).Json["canceled"]!);
    }

    private static async Task EndsAsync(ClockedGateway gateway, FakeTimeProvider clock)
    {
        var id = await HeldBatch.SendAsync(gateway.Api, vendor: "kshot");
        clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(1));
        await gateway.RunJobAsync("end-holds");
        Assert.Equal("held: accepted 3", await gateway.Api.StandsAsync(id));

        clock.Advance(TimeSpan.FromMinutes(2));
        var late = await gateway.Api.ReleaseAsync(id);
        await gateway.RunJobAsync("end-holds");

        Assert.Equal((409, "not_held"), (late.Status, (string?)late.Json["code"]));
        Assert.Equal("canceled: canceled 3", await gateway.Api.StandsAsync(id));
    }

    private static Task<long> WaitingAsync(PrivateGateway world) => world.State.CountAsync(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%UPDATE gateway.batches%'");
}
