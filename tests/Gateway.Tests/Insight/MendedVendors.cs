using System.Diagnostics;
using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Insight;

/// <summary>
/// A fault that stays so long that everybody who tries again rests as long as it ever does: it is told within 10 s, and
/// 10 s after it was mended messages go and results come.
/// </summary>
public sealed class MendedVendors(PrivateServers servers, ITestOutputHelper output) : IClassFixture<PrivateServers>
{
    private const int Promised = 10;

    /// <summary>What a busy machine needs on top.</summary>
    private const int Busy = 5;

    /// <summary>Pauses after failures grow to 30 s.</summary>
    private static readonly TimeSpan Stays = TimeSpan.FromSeconds(40);

    /// <summary>The database, what is done to it, and a word of the remedy.</summary>
    public static TheoryData<DatabaseKind, string, string> Faults => new()
    {
        { DatabaseKind.MySql, "password", "give the user its password back" },
        { DatabaseKind.PostgreSql, "password", "give the user its password back" },
        { DatabaseKind.MySql, "table", "Create the table" },
        { DatabaseKind.PostgreSql, "table", "Create the table" },
        { DatabaseKind.MySql, "engine", "ALTER TABLE agent_msgqueue ENGINE=InnoDB" },
    };

    [Theory, MemberData(nameof(Faults))]
    public async Task Are_told_within_10_s_and_work_again_within_10_s(DatabaseKind kind, string fault, string remedy)
    {
        await using var server = await NewAsync(kind);
        var world = await PrivateGateway.CreateAsync(kind);
        world.Settings["Vendors:kshot:ConnectionString"] = server.Database.ConnectionString;
        await using var gateway = await world.StartProcessAsync();
        var before = await gateway.Api.SendSmsAsync("kshot");
        await gateway.Api.ReachesAsync(before, "queued");

        await server.BreakAsync(fault);
        var clock = Stopwatch.StartNew();
        var during = "";
        var told = await Eventually.GetAsync(
            async () =>
            {
                during = await gateway.Api.SendSmsAsync("kshot");
                await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
                return await VendorAsync(gateway);
            },
            vendor => Reason(vendor).Contains(remedy, StringComparison.Ordinal),
            "it is told with the remedy",
            30);
        var toldAfter = clock.Elapsed.TotalSeconds;
        await Eventually.GetAsync(
            () => gateway.Api.GetAsync("/health/ready"),
            ready => ready.Text.Contains(remedy, StringComparison.Ordinal),
            "it is told by health",
            Promised);
        await Task.Delay(Stays - clock.Elapsed, TimeProvider.System);

        await server.MendAsync(fault);
        clock.Restart();
        await using var agent = new KshotSimulator(server.Database);
        await gateway.Api.ReachesAsync(before, "delivered", 60);
        await gateway.Api.ReachesAsync(during, "delivered", 60);
        var deliveredAfter = clock.Elapsed.TotalSeconds;
        await Eventually.GetAsync(
            () => gateway.Api.GetAsync("/health/ready"),
            ready => ready.Json["vendors"]!.AsObject().Count == 0,
            "nothing is told any more",
            60);
        var cleanAfter = clock.Elapsed.TotalSeconds;
        output.WriteLine(
            $"{kind}, {fault}: {told["status"]} after {toldAfter:F1} s; mended: delivered after {deliveredAfter:F1} s, "
            + $"clean after {cleanAfter:F1} s.");

        Assert.InRange(toldAfter, 0, Promised);
        Assert.InRange(deliveredAfter, 0, Promised + Busy);
        Assert.InRange(cleanAfter, 0, Promised + Busy);
        Assert.Equal("up", (string?)(await VendorAsync(gateway))["status"]);
    }

    private static string Reason(JsonNode vendor) => (string?)vendor["reason"] ?? "";

    private static async Task<JsonNode> VendorAsync(GatewayProcess gateway) =>
        (await gateway.Api.GetAsync("/v1/vendors/kshot")).Json;

    private async Task<ServerFault> NewAsync(DatabaseKind kind)
    {
        var server = await servers.GetAsync(kind);
        var user = $"v{Guid.NewGuid().ToString("N")[..8]}";
        return new ServerFault(server, await server.CreateAsync(user, ofItsOwn: true), user);
    }
}
