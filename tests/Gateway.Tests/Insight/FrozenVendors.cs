using System.Diagnostics;
using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Insight;

/// <summary>A vendor's database server is stopped (SIGSTOP) and goes on: connections are still taken by the system, and nothing is ever answered.</summary>
public sealed class FrozenVendors(ITestOutputHelper output)
{
    private const double ToldWithin = 10;
    private const double BackWithin = 5;
    private const double CountedWithin = 5;

    /// <summary>Longer than every deadline of a hand-over and of a scan, so that both have failed.</summary>
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(26);

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Are_told_within_10_s_and_their_return_within_5_s_while_others_go_on(DatabaseKind kind)
    {
        await using var server = await PrivateServer.StartAsync(kind);
        var world = await TwoVendors.CreateAsync(kind);
        var database = await server.CreateAsync("hung");
        world.Settings["Vendors:other:ConnectionString"] = database.ConnectionString;
        await using var gateway = await world.StartProcessAsync();
        await using var agent = new KshotSimulator(world.Vendor);
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("other"), "queued");
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot"), "delivered");
        await Eventually.BeAsync(async () => (string?)(await VendorAsync(gateway))["status"] == "up", "it is up");

        await server.FreezeAsync();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 3; i++)
        {
            await gateway.Api.SendSmsAsync("other", text: $"얼음 {i}");
        }

        var counted = SecondsUntilAsync(clock, async () => (await VendorAsync(gateway)) is var view && (long)view["waiting"]! == 3 && (long)view["inFlight"]! == 1);
        var (inView, inHealth) = (SecondsUntilAsync(clock, async () => (string?)(await VendorAsync(gateway))["status"] != "up"), SecondsUntilAsync(clock, async () => await InHealthAsync(gateway)));
        for (var i = 0; clock.Elapsed < Frozen; i++)
        {
            // Another vendor does not feel it.
            await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot", text: $"옆집 {i}"), "delivered", seconds: 5);
        }

        await server.ThawAsync();
        clock.Restart();
        var (backInView, backInHealth) = (SecondsUntilAsync(clock, async () => (string?)(await VendorAsync(gateway))["status"] == "up"), SecondsUntilAsync(clock, async () => !await InHealthAsync(gateway)));
        await Task.WhenAll(counted, inView, inHealth, backInView, backInHealth);

        output.WriteLine($"{kind}: told after {await inView:F1} s (/v1/vendors) and {await inHealth:F1} s (/health/ready), back after {await backInView:F1} s and {await backInHealth:F1} s; counted after {await counted:F1} s.");
        Assert.InRange(await inView, 0, ToldWithin);
        Assert.InRange(await inHealth, 0, ToldWithin);
        Assert.InRange(await backInView, 0, BackWithin);
        Assert.InRange(await backInHealth, 0, BackWithin);
        Assert.InRange(await counted, 0, CountedWithin);
        await Eventually.BeAsync(async () => await database.CountAsync("SELECT count(*) FROM other_queue") == 4, "all rows are in");
        Assert.Equal(4, await database.CountAsync("SELECT count(DISTINCT etc1) FROM other_queue"));
        await Eventually.BeAsync(async () => (await VendorAsync(gateway)) is var view && (long)view["waiting"]! == 0 && (long)view["inFlight"]! == 4, "all are counted as in flight", seconds: 5);
    }

    private static async Task<double> SecondsUntilAsync(Stopwatch clock, Func<Task<bool>> isIt)
    {
        while (!await isIt() && clock.Elapsed < Frozen)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }

        return clock.Elapsed.TotalSeconds;
    }

    private static async Task<JsonNode> VendorAsync(GatewayProcess gateway) => (await gateway.Api.GetAsync("/v1/vendors/other")).Json;

    private static async Task<bool> InHealthAsync(GatewayProcess gateway) => (await gateway.Api.GetAsync("/health/ready")).Json["vendors"]!["other"] is not null;
}
