using Gateway.Platform.Vendors;
using Gateway.Tests.Insight;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Dispatch;

/// <summary>A vendor that is down loses its waiting messages to a healthy one: those that lie in its queue only with proof that its agent has not taken them.</summary>
public sealed class Rerouting
{
    private static readonly DateTimeOffset Start = new(2027, 3, 2, 3, 0, 0, TimeSpan.Zero);

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Sends_each_message_once_when_two_nodes_move_the_untouched_rows_of_a_vendor_that_is_down(DatabaseKind kind)
    {
        var world = await TwoVendors.CreateAsync(kind);
        var clock = new FakeTimeProvider(Start);
        await using var one = await ClockedGateway.StartAsync(world.Settings, clock);
        await using var two = await ClockedGateway.StartAsync(world.Settings, clock);
        var ids = await QueueAtKshotAsync(one, 6);
        await world.Vendor.ExecuteAsync($"UPDATE agent_msgqueue SET state = 1 WHERE etc1 = '{Guid.Parse(ids[0]):N}'");
        var named = await one.Api.SendSmsAsync("kshot");
        await one.Api.ReachesAsync(named, "queued");
        await GoesDownAsync(one, two);

        await Task.WhenAll(one.RunJobAsync("reroute-messages/kshot"), two.RunJobAsync("reroute-messages/kshot"));
        await AreQueuedAsync(world, "other_queue", ids[1..], clock);

        Assert.Equal(new[] { ids[0], named }.Order(), await QueuedAsync(world, "agent_msgqueue"));
        Assert.Equal(7, await world.State.CountAsync("SELECT count(*) FROM gateway.events WHERE type = {EventType.MessageQueued}"));
        var moved = (await one.Api.GetAsync($"/v1/messages/{ids[1]}")).Json;
        Assert.Equal(("other", "queued", Start), ((string?)moved["vendor"], (string?)moved["status"], (DateTimeOffset)moved["queuedAt"]!));
        Assert.Equal(0, await one.RunJobAsync("reroute-messages/kshot"));
    }

    [Fact]
    public async Task Moves_what_waits_in_the_gateway_when_the_database_of_its_vendor_is_away()
    {
        var world = await TwoVendors.CreateAsync(DatabaseKind.PostgreSql);
        await using var relay = TcpRelay.Before(world.Vendor, out var relayed);
        world.Settings["Vendors:kshot:ConnectionString"] = relayed;
        world.Settings["Gateway:EncryptContent"] = "true";
        var clock = new FakeTimeProvider(Start);
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        var queued = await QueueAtKshotAsync(gateway, 1);
        relay.TakeDown();
        var waiting = await SendToKshotAsync(gateway, 2);
        await GoesDownAsync(gateway);

        await gateway.RunJobAsync("reroute-messages/kshot");
        await AreQueuedAsync(world, "other_queue", waiting, clock);

        // Nobody can prove that the agent has not taken this one.
        Assert.Equal(("kshot", "queued"), (await VendorAsync(gateway, queued[0]), await gateway.Api.StatusAsync(queued[0])));
    }

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Forgets_no_message_when_a_process_is_killed_between_the_two_tables(DatabaseKind kind)
    {
        var world = (await TwoVendors.CreateAsync(kind)).Patient();
        string id;
        await using (var victim = await world.StartProcessAsync())
        {
            await victim.Api.PostAsync("/v1/vendors/other/pause", "");
            id = (await SendAsync(victim.Api, 1))[0];
            await victim.Api.ReachesAsync(id, "queued");
            await victim.Api.PostAsync("/v1/vendors/other/resume", "");
            await using (await TableLock.TakeAsync(world.State, "gateway.messages", readable: true))
            {
                await Eventually.BeAsync(
                    async () =>
                    {
                        // Again and again: what looks well for a minute is believed. On a busy machine the other vendor may have to be well for so long first.
                        await world.State.ExecuteAsync("INSERT INTO gateway.vendor_health (vendor, status, weight, since, weight_at) VALUES ('kshot', 2, 0, now(), now()) ON CONFLICT (vendor) DO UPDATE SET status = 2, weight = 0, since = now(), weight_at = now()");
                        return await world.QueuedRowsAsync(id) == 0;
                    },
                    "the row is taken back",
                    150);
                await TableLock.SomebodyWaitsAsync(world.State, "messages");
                await victim.KillAsync();
                await world.State.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE c.relname = 'messages' AND NOT l.granted");
            }
        }

        Assert.Equal(0, await world.Vendor.CountAsync("SELECT count(*) FROM other_queue"));
        await world.State.ExecuteAsync("UPDATE gateway.inflight SET reroute_requested_at = reroute_requested_at - interval '20 seconds'");
        await using var survivor = await world.StartAsync();
        await Eventually.BeAsync(async () => (await QueuedAsync(world, "other_queue")).Concat(await QueuedAsync(world, "agent_msgqueue")).SequenceEqual([id]), "the message has a row again", 60);
        Assert.Equal(1, await world.State.CountAsync("SELECT count(*) FROM gateway.events WHERE type = {EventType.MessageQueued}"));
    }

    [Fact]
    public async Task Leaves_a_message_that_no_other_vendor_can_carry_word_for_word()
    {
        var world = await TwoVendors.CreateAsync(DatabaseKind.PostgreSql);
        foreach (var setting in world.Settings.Keys.Where(name => name.StartsWith("Vendors:other:Kshot:", StringComparison.Ordinal)).ToList())
        {
            world.Settings.Remove(setting);
        }

        world.Settings["Vendors:other:Protocol"] = "bizppurio";
        var clock = new FakeTimeProvider(Start);
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        var ids = await QueueAtKshotAsync(gateway, 1, "똠방각하");
        ids.AddRange(await QueueAtKshotAsync(gateway, 1, "각하"));
        await GoesDownAsync(gateway);

        await gateway.RunJobAsync("reroute-messages/kshot");

        Assert.Equal(("kshot", "other"), (await VendorAsync(gateway, ids[0]), await VendorAsync(gateway, ids[1])));
        Assert.Equal([ids[0]], await QueuedAsync(world, "agent_msgqueue"));
    }

    [Fact]
    public async Task Leaves_a_message_where_its_account_may_use_no_other_vendor()
    {
        var world = await TwoVendors.CreateAsync(DatabaseKind.PostgreSql);
        var clock = new FakeTimeProvider(Start);
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        using var tenant = await Tenant.CreateAsync(gateway.Api, """, "vendors": ["kshot"]""");
        var id = (await SendAsync(tenant.Api, 1))[0];
        await tenant.Api.ReachesAsync(id, "queued");
        await GoesDownAsync(gateway);

        await gateway.RunJobAsync("reroute-messages/kshot");

        Assert.Equal([id], await QueuedAsync(world, "agent_msgqueue"));
    }

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Either_cancels_or_moves_when_both_are_tried_at_once(DatabaseKind kind)
    {
        var world = await TwoVendors.CreateAsync(kind);
        var clock = new FakeTimeProvider(Start);
        await using var one = await ClockedGateway.StartAsync(world.Settings, clock);
        await using var two = await ClockedGateway.StartAsync(world.Settings, clock);
        var ids = await QueueAtKshotAsync(one, 20);
        await GoesDownAsync(one, two);

        var moving = two.RunJobAsync("reroute-messages/kshot");
        var canceling = Task.WhenAll(ids.Select(id => one.Api.PostAsync($"/v1/messages/{id}/cancel", "")));

        // A cancel waits for a hand-over that is being written.
        await Eventually.BeAsync(clock, () => Task.FromResult(canceling.IsCompleted && moving.IsCompleted), "all are answered");
        var answers = await canceling;
        clock.Advance(TimeSpan.FromSeconds(20));
        await two.RunJobAsync("reroute-messages/kshot");
        await two.RunJobAsync("resolve-cancels");

        var canceled = new List<string>();
        foreach (var (id, answer) in ids.Zip(answers))
        {
            // 503 says that nobody knew it yet.
            var status = await one.Api.StatusAsync(id);
            Assert.Contains(status, answer.Status switch { 200 => ["canceled"], 409 => ["queued"], _ => new[] { "canceled", "queued" } });
            canceled.AddRange(status == "canceled" ? [id] : []);
        }

        await AreQueuedAsync(world, "other_queue", [.. ids.Except(canceled)], clock);
        Assert.Empty(await QueuedAsync(world, "agent_msgqueue"));
    }

    /// <summary>Messages that name no vendor and lie in the queue of kshot, because the other one was paused.</summary>
    private static async Task<List<string>> QueueAtKshotAsync(ClockedGateway gateway, int count, string text = "안녕하세요")
    {
        var ids = await SendToKshotAsync(gateway, count, text);
        foreach (var id in ids)
        {
            await gateway.Api.ReachesAsync(id, "queued");
        }

        return ids;
    }

    private static async Task<List<string>> SendToKshotAsync(ClockedGateway gateway, int count, string text = "안녕하세요")
    {
        await gateway.Api.PostAsync("/v1/vendors/other/pause", "");
        var ids = await SendAsync(gateway.Api, count, text);
        await gateway.Api.PostAsync("/v1/vendors/other/resume", "");
        return ids;
    }

    private static async Task<List<string>> SendAsync(Api api, int count, string text = "안녕하세요")
    {
        var to = string.Join(',', Enumerable.Range(0, count).Select(i => $"\"0101234{i:D4}\""));
        var answer = await api.PostAsync("/v1/messages", $$"""{ "channel": "sms", "from": "15777985", "to": [{{to}}], "text": "{{text}}" }""");
        Assert.Equal(202, answer.Status);
        return [.. answer.Json["messages"]!.AsArray().Select(message => (string)message!["id"]!)];
    }

    /// <summary>Its agent takes nothing for so long that it counts as down, and every node knows it.</summary>
    private static async Task GoesDownAsync(params ClockedGateway[] gateways)
    {
        for (var look = 0; look < 2; look++)
        {
            await gateways[0].RunJobAsync("watch-vendor/kshot");
            gateways[0].Clock.Advance(TimeSpan.FromSeconds(90));
        }

        await gateways[0].RunJobAsync("watch-vendor/kshot");
        foreach (var gateway in gateways)
        {
            await Eventually.BeAsync(
                async () =>
                {
                    // Each node reads the vendors' standing once a second.
                    gateway.Clock.Advance(TimeSpan.FromSeconds(1));
                    await Task.Yield();
                    return gateway.Services.GetRequiredService<VendorHealth>().StatusOf("kshot") == VendorStatus.Down;
                },
                "kshot is down");
        }
    }

    private static async Task AreQueuedAsync(PrivateGateway world, string table, IReadOnlyList<string> ids, FakeTimeProvider clock) => await Eventually.BeAsync(
        async () =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(200));
            return (await QueuedAsync(world, table)).SequenceEqual(ids.Order());
        },
        $"{ids.Count} messages lie in {table}");

    private static async Task<IEnumerable<string>> QueuedAsync(PrivateGateway world, string table)
    {
        return (await world.Vendor.QueryAsync($"SELECT etc1 FROM {table}")).Select(row => Guid.ParseExact((string)row["etc1"]!, "N").ToString()).Order();
    }

    private static async Task<string?> VendorAsync(ClockedGateway gateway, string id) => (string?)(await gateway.Api.GetAsync($"/v1/messages/{id}")).Json["vendor"];
}
