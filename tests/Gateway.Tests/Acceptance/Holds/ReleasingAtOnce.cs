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
        var world = (await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql)).Patient();
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 1, 5, 3, 0, 0, TimeSpan.Zero));
        await using var one = await ClockedGateway.StartAsync(world.Settings, clock);
        await using var two = await ClockedGateway.StartAsync(world.Settings, clock);
        await RacesAsync(world, one, two);
        await HappensOnceAsync(world, one, two);
        await IsOfTheSecondPersonAsync(world, one, two);
        await GoesOnAsync(world, two, clock);
        await StopsAsync(world, two, clock);
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

    /// <summary>Both move messages of more than two steps: each has the turn that its place gives it.</summary>
    private static async Task HappensOnceAsync(PrivateGateway world, ClockedGateway one, ClockedGateway two)
    {
        const string Pace = ", \"hold\": true, \"pace\": { \"messages\": 1000, \"everySeconds\": 7200 }";
        var id = await HeldBatch.SendAsync(one.Api, 4500, Pace, Later, "kshot");
        Task<Answer>[] both;
        await using (await TableLock.TakeAsync(world.State, "gateway.batches", readable: true))
        {
            both = [one.Api.ReleaseAsync(id), two.Api.ReleaseAsync(id)];
            await Eventually.BeAsync(async () => await WaitingAsync(world) == 2, "both want the batch");
        }

        Assert.All(await Task.WhenAll(both), answer => Assert.Equal(200, answer.Status));
        Assert.Equal(["1: 1000", "2: 1000", "4: 1000", "6: 1000", "8: 500"], (await world.State.QueryAsync($"""
            SELECT round(extract(epoch FROM i.due_at - b.released_at) / 3600)::int AS hour, count(*) AS messages
            FROM gateway.batches b JOIN gateway.messages m ON m.batch_id = b.id JOIN gateway.inflight i ON i.message_id = m.id
            WHERE b.id = '{id}' GROUP BY 1 ORDER BY 1
            """)).Select(row => $"{row["hour"]}: {row["messages"]}"));
        Assert.Equal(1, await ReleasesAsync(world, id, "true"));
        Assert.Equal(4500, (int)(await one.Api.CancelAsync(id)).Json["canceled"]!);
    }

    /// <summary>Whoever sent the batch never releases it, also at the moment in which another key does.</summary>
    private static async Task IsOfTheSecondPersonAsync(PrivateGateway world, ClockedGateway one, ClockedGateway two)
    {
        using var tenant = await Tenant.CreateAsync(one.Api, """, "twoPersonRelease": true """);
        var other = await one.Api.PostAsync($"/v1/accounts/{tenant.Id}/keys", """{ "name": "second" }""");
        using var first = new Api(two.Api.Address, tenant.Key);
        using var second = new Api(one.Api.Address, (string)other.Json["key"]!);
        var id = await HeldBatch.SendAsync(tenant.Api, defaults: Later, vendor: "kshot");
        Task<Answer> wrong, right;
        await using (await TableLock.TakeAsync(world.State, "gateway.batches", readable: true))
        {
            wrong = first.ReleaseAsync(id);
            await Eventually.BeAsync(async () => await WaitingAsync(world) == 1, "the first key wants the batch");
            right = second.ReleaseAsync(id);
            await Eventually.BeAsync(async () => await WaitingAsync(world) == 2, "both want the batch");
        }

        var (refused, released) = (await wrong, await right);

        // Where the other was faster, it is a release of what was released before.
        Assert.True(refused.Status is 200 || (string?)refused.Json["code"] == "second_person_needed", refused.ToString());
        Assert.Equal(200, released.Status);
        Assert.Equal((1, 1), (await ReleasesAsync(world, id, "true"), await ReleasesAsync(world, id, $"key_id = '{other.Json["id"]}'")));
        Assert.Equal("sending: scheduled 3", await tenant.Api.StandsAsync(id));
        await tenant.Api.CancelAsync(id);
    }

    private static Task<long> ReleasesAsync(PrivateGateway world, string id, string which) => world.State.CountAsync(
        $"SELECT count(*) FROM gateway.audit_log WHERE action = 'batch.released' AND target = '{id}' AND {which}");

    /// <summary>Nobody goes on with the release of a batch that is canceled.</summary>
    private static async Task StopsAsync(PrivateGateway world, ClockedGateway gateway, FakeTimeProvider clock)
    {
        var id = await HeldBatch.SendAsync(gateway.Api, defaults: Later, vendor: "kshot");
        await world.State.ExecuteAsync($"UPDATE gateway.batches SET released_at = '{clock.GetUtcNow():O}', releasing = true WHERE id = '{id}'");

        var canceled = await gateway.Api.CancelAsync(id);

        Assert.Equal(3, (int)canceled.Json["canceled"]!);
        Assert.Equal(0, await world.State.CountAsync("SELECT count(*) FROM gateway.batches WHERE releasing"));
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
