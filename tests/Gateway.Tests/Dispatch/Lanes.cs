using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Dispatch;

/// <summary>A one-time password never waits behind a campaign.</summary>
public sealed class Lanes
{
    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Lets_high_enter_at_once_while_bulk_fills_the_queue(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        world.Settings["Vendors:kshot:MaxQueued"] = "100";
        await using var gateway = await world.StartAsync();
        await gateway.Api.SendManyAsync("kshot", 3000);

        await Eventually.BeAsync(async () => await world.QueuedRowsAsync() == 70, "bulk leaves 30 % free");
        var normal = await gateway.Api.SendSmsAsync("kshot", text: "보통");
        var password = await gateway.Api.SendSmsAsync("kshot", text: "인증번호 1234", more: ", \"priority\": \"high\"");
        await gateway.Api.ReachesAsync(normal, "queued");
        await gateway.Api.ReachesAsync(password, "queued");

        Assert.Equal(72, await world.Vendor.CountAsync("SELECT count(*) FROM agent_msgqueue"));
        Assert.Equal(2930, await world.State.CountAsync("SELECT count(*) FROM gateway.inflight WHERE state = {InflightState.Waiting}"));
    }
}
