using System.Text.Json.Nodes;
using Gateway.Simulator.Agents.Xroshot;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Insight;

/// <summary>The reconciliation beside the agent's own counters, SDK_SEND_STAT, which the simulated agent writes with its own SQL.</summary>
public sealed class Reconciling(SharedGateway gateway)
{
    [Theory, MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Shows_what_the_agent_counted_and_says_so_when_its_database_is_away(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 20, 3, 0, 0, TimeSpan.Zero));
        var agent = new XroshotAgent(
            AgentRunner.Database(world.Vendor), new XroshotAgentOptions { Tps = 0, AcceptDelay = TimeSpan.Zero, InterimDelay = TimeSpan.Zero, ResultDelay = TimeSpan.Zero }, clock, new Random(1));
        await agent.CreateTablesAsync();
        await using var relay = TcpRelay.Before(world.Vendor, out var connectionString);
        world.Settings["Vendors:xro:Protocol"] = "xroshot";
        world.Settings["Vendors:xro:Database"] = world.Vendor.IsMySql ? "mysql" : "postgresql";
        world.Settings["Vendors:xro:ConnectionString"] = connectionString;
        await using var own = await ClockedGateway.StartAsync(world.Settings, clock);
        foreach (var to in new[] { "01012340000", "01012349907" })
        {
            await own.Api.ReachesAsync(await own.Api.SendSmsAsync("xro", to), "queued");
        }

        await own.Api.SendSmsAsync("kshot");
        for (var step = 0; step < 4; step++)
        {
            await agent.StepAsync();
            clock.Advance(TimeSpan.FromSeconds(2));
        }

        var counted = await own.Api.GetAsync("/v1/stats/reconciliation");
        relay.TakeDown();
        var away = await own.Api.GetAsync("/v1/stats/reconciliation");
        relay.BringBack();
        await world.Vendor.ExecuteAsync("DROP TABLE SDK_SEND_STAT");

        // The first look may take a connection that died with the database.
        var without = await Eventually.GetAsync(
            () => own.Api.GetAsync("/v1/stats/reconciliation?vendor=xro"),
            answer => answer.Json["countersUnavailable"]!.ToJsonString() == "[]",
            "the database is back");

        Assert.Equal(["kshot 1 -", "xro 2 2/1"], Items(counted));
        Assert.Equal("[]", counted.Json["countersUnavailable"]!.ToJsonString());
        Assert.Equal(["kshot 1 -", "xro 2 -"], Items(away));
        Assert.Equal("""["xro"]""", away.Json["countersUnavailable"]!.ToJsonString());
        Assert.Equal(["xro 2 -"], Items(without));
    }

    [Fact]
    public async Task Refuses_a_name_that_no_vendor_can_have() => Assert.Equal(400, (await gateway.Ready().GetAsync("/v1/stats/reconciliation?vendor=%00")).Status);

    private static IEnumerable<string> Items(Answer answer)
    {
        Assert.True(answer.Status == 200, answer.ToString());
        return answer.Json["items"]!.AsArray().Select(item => $"{item!["vendor"]} {item["accepted"]} {Counters(item)}");
    }

    private static string Counters(JsonNode item) => item.AsObject().ContainsKey("vendorCounters") && item["vendorCounters"] is { } counters ? $"{counters["total"]}/{counters["succeeded"]}" : "-";
}
