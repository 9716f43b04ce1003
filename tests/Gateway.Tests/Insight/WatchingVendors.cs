using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Insight;

/// <summary>Vendor health without any agent API: what the tables show decides, on all nodes alike.</summary>
public sealed class WatchingVendors
{
    private static readonly DateTimeOffset Start = new(2027, 3, 2, 3, 0, 0, TimeSpan.Zero);

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Tell_once_that_an_agent_takes_nothing_and_once_that_it_works_again(DatabaseKind kind)
    {
        var world = await TwoVendors.CreateAsync(kind);
        var clock = new FakeTimeProvider(Start);
        await using var one = await ClockedGateway.StartAsync(world.Settings, clock);
        await using var two = await ClockedGateway.StartAsync(world.Settings, clock);
        var id = await one.Api.SendSmsAsync("kshot");
        await one.Api.ReachesAsync(id, "queued");
        Assert.Equal("up", (string?)(await LookAsync(one, two))["status"]);

        clock.Advance(TimeSpan.FromSeconds(45));
        Assert.Equal("degraded", (string?)(await LookAsync(one, two))["status"]);
        clock.Advance(TimeSpan.FromSeconds(45));
        var down = await LookAsync(one, two);

        Assert.Equal("down", (string?)down["status"]);
        Assert.Equal((90, 1, 0), ((int)down["oldestQueuedSeconds"]!, (int)down["queued"]!, (int)down["weight"]!));
        var told = JsonNode.Parse((string)(await EventsAsync(world, 9)).Single()["data"]!)!;
        Assert.Equal(("kshot", "kshot", "down"), ((string?)told["name"], (string?)told["protocol"], (string?)told["status"]));
        Assert.Equal(Start.AddSeconds(90), (DateTimeOffset)told["since"]!);
        Assert.Contains("takes nothing", (string?)told["reason"]);

        await using (new KshotSimulator(world.Vendor))
        {
            await Eventually.BeAsync(async () => await world.QueuedRowsAsync(id) == 0, "the agent took it");
        }

        await LookAsync(one, two);
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("down", (string?)(await LookAsync(one, two))["status"]);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("up", (string?)(await LookAsync(one, two))["status"]);
        Assert.Single(await EventsAsync(world, 9));
        Assert.Single(await EventsAsync(world, 10));
    }

    [Fact]
    public async Task Send_new_messages_elsewhere_while_a_vendor_is_down_and_on_all_nodes()
    {
        var world = await TwoVendors.CreateAsync(DatabaseKind.PostgreSql);
        var clock = new FakeTimeProvider(Start);
        await using var one = await ClockedGateway.StartAsync(world.Settings, clock);
        await using var two = await ClockedGateway.StartAsync(world.Settings, clock);
        await one.Api.ReachesAsync(await one.Api.SendSmsAsync("kshot"), "queued");
        clock.Advance(TimeSpan.FromSeconds(90));
        await one.RunJobAsync("watch-vendor/kshot");
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["other"], await RoutedToAsync(one, 30));
        await Eventually.BeAsync(clock, async () => (await RoutedToAsync(two, 30)).SetEquals(["other"]), "the other node knows it too");

        // Who names it gets it: the message waits for the agent.
        Assert.Equal("kshot", await VendorOfAsync(one, await one.Api.SendSmsAsync("kshot")));
    }

    [Fact]
    public async Task Never_count_wrong_numbers_against_a_vendor()
    {
        var world = await TwoVendors.CreateAsync(DatabaseKind.PostgreSql);
        var clock = new FakeTimeProvider(Start);
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        await gateway.Api.PostAsync("/v1/messages", """{ "channel": "sms", "vendor": "kshot", "from": "15777985", "to": ["01000009907","01000019907","01000029907"], "text": "틀린 번호" }""");
        await Eventually.BeAsync(async () => await world.QueuedRowsAsync() == 3, "all are queued");
        await world.Vendor.ExecuteAsync("UPDATE agent_msgqueue SET state = 3, result = 7, sendTime = '2027-03-02 12:00:00', resultTime = '2027-03-02 12:00:00'");
        await gateway.RunJobAsync("collect-reports/kshot");
        Assert.Equal(3, await world.State.CountAsync("SELECT count(*) FROM gateway.messages WHERE status = {MessageStatus.Failed}"));

        clock.Advance(TimeSpan.FromMinutes(5));
        await gateway.RunJobAsync("watch-vendor/kshot");

        var vendor = (await gateway.Api.GetAsync("/v1/vendors/kshot")).Json;
        Assert.Equal(("up", 100), ((string?)vendor["status"], (int)vendor["weight"]!));
        Assert.Equal(Start, (DateTimeOffset)vendor["lastReportAt"]!);
    }

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Go_by_the_watchdog_of_doubled_agents(DatabaseKind kind)
    {
        var world = await TwoVendors.CreateAsync(kind);
        world.Settings["Vendors:kshot:Kshot:WatchdogTable"] = "agent_watchdog";
        await world.Vendor.ExecuteAsync("CREATE TABLE agent_watchdog (agentid varchar(15) PRIMARY KEY, mode_dup char(1), mode_active char(1), oper_active char(1), opertime timestamp NULL, note varchar(100))");
        await world.Vendor.ExecuteAsync("INSERT INTO agent_watchdog VALUES ('main', '1', 'A', 'A', '2001-01-01 00:00:00', NULL), ('main_s', '1', 'S', 'S', '2001-01-01 00:00:00', NULL)");
        var clock = new FakeTimeProvider(Start);
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        Assert.Equal("up", (string?)(await LookAsync(gateway))["status"]);

        // The agent's clock is wrong by decades, and lives all the same as long as it moves.
        clock.Advance(TimeSpan.FromSeconds(45));
        await world.Vendor.ExecuteAsync("UPDATE agent_watchdog SET opertime = '2001-01-01 00:00:15' WHERE agentid = 'main'");
        var alive = await LookAsync(gateway);
        Assert.Equal("up", (string?)alive["status"]);
        Assert.Equal(("main", true, Start.AddSeconds(45)), ((string?)alive["heartbeat"]!["agent"], (bool)alive["heartbeat"]!["onDuty"]!, (DateTimeOffset)alive["heartbeat"]!["at"]!));

        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("degraded", (string?)(await LookAsync(gateway))["status"]);
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("down", (string?)(await LookAsync(gateway))["status"]);

        await world.Vendor.ExecuteAsync("UPDATE agent_watchdog SET oper_active = 'A', opertime = '2001-01-01 00:02:00'");
        await LookAsync(gateway);
        clock.Advance(TimeSpan.FromSeconds(20));
        await LookAsync(gateway);
        clock.Advance(TimeSpan.FromSeconds(40));
        await world.Vendor.ExecuteAsync("UPDATE agent_watchdog SET opertime = '2001-01-01 00:03:00'");
        var split = await LookAsync(gateway);
        Assert.Equal("degraded", (string?)split["status"]);
        Assert.Contains("split brain", (string?)split["reason"]);
    }

    [Fact]
    public async Task Call_a_vendor_down_whose_database_stays_away()
    {
        var world = await TwoVendors.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Vendors:other:ConnectionString"] = "Host=127.0.0.1;Port=1;Username=nobody;Timeout=2";
        var clock = new FakeTimeProvider(Start);
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);

        Assert.Equal("degraded", (string?)(await LookAsync(gateway, "other"))["status"]);
        clock.Advance(TimeSpan.FromSeconds(60));
        var down = await LookAsync(gateway, "other");

        Assert.Equal("down", (string?)down["status"]);
        Assert.Contains("database", (string?)down["reason"]);
        Assert.Equal("up", (string?)(await LookAsync(gateway))["status"]);
    }

    [Fact]
    public async Task Pause_hand_over_but_not_collection_until_resumed()
    {
        var world = await TwoVendors.CreateAsync(DatabaseKind.PostgreSql);
        var clock = new FakeTimeProvider(Start);
        await using var one = await ClockedGateway.StartAsync(world.Settings, clock);
        await using var two = await ClockedGateway.StartAsync(world.Settings, clock);
        var before = await one.Api.SendSmsAsync("kshot");
        await one.Api.ReachesAsync(before, "queued");

        var paused = await one.Api.PostAsync("/v1/vendors/kshot/pause", "");
        Assert.Equal((200, "paused"), (paused.Status, (string?)paused.Json["status"]));
        await Eventually.BeAsync(clock, async () => (await RoutedToAsync(two, 20)).SetEquals(["other"]), "the other node knows it too");
        var after = await one.Api.SendSmsAsync("kshot");
        await world.Vendor.ExecuteAsync("UPDATE agent_msgqueue SET state = 3, result = 0, sendTime = '2027-03-02 12:00:01', resultTime = '2027-03-02 12:00:01'");
        await two.RunJobAsync("collect-reports/kshot");

        Assert.Equal("delivered", await one.Api.StatusAsync(before));
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("accepted", await one.Api.StatusAsync(after));
        Assert.Equal(200, (await two.Api.PostAsync("/v1/vendors/kshot/resume", "")).Status);
        await Eventually.BeAsync(clock, async () => await one.Api.StatusAsync(after) == "queued", "it is handed over");
        Assert.Equal(404, (await one.Api.PostAsync("/v1/vendors/nobody/pause", "")).Status);
        Assert.Equal(["kshot", "other"], (await one.Api.GetAsync("/v1/vendors")).Json["items"]!.AsArray().Select(vendor => (string?)vendor!["name"]));
    }

    /// <summary>Both nodes look at the same moment, as they do when one takes over from the other.</summary>
    private static async Task<JsonNode> LookAsync(ClockedGateway one, ClockedGateway two)
    {
        await Task.WhenAll(one.RunJobAsync("watch-vendor/kshot"), two.RunJobAsync("watch-vendor/kshot"));
        return (await two.Api.GetAsync("/v1/vendors/kshot")).Json;
    }

    private static async Task<JsonNode> LookAsync(ClockedGateway gateway, string vendor = "kshot")
    {
        await gateway.RunJobAsync($"watch-vendor/{vendor}");
        return (await gateway.Api.GetAsync($"/v1/vendors/{vendor}")).Json;
    }

    private static Task<List<Dictionary<string, object?>>> EventsAsync(PrivateGateway world, int type) => world.State.QueryAsync($"SELECT data FROM gateway.events WHERE type = {type}");

    private static async Task<HashSet<string>> RoutedToAsync(ClockedGateway gateway, int count)
    {
        var vendors = new HashSet<string>();
        for (var i = 0; i < count; i++)
        {
            var answer = await gateway.Api.PostAsync("/v1/messages", """{ "channel": "sms", "from": "15777985", "to": "01012341234", "text": "어디로" }""");
            vendors.Add(await VendorOfAsync(gateway, (string)answer.Json["messages"]![0]!["id"]!));
        }

        return vendors;
    }

    private static async Task<string> VendorOfAsync(ClockedGateway gateway, string id) => (string)(await gateway.Api.GetAsync($"/v1/messages/{id}")).Json["vendor"]!;
}
