using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Insight;

/// <summary>An agent that takes rows and brings no results is told when the settings say so.</summary>
public sealed class SilentVendors
{
    private const string Reported =
        "UPDATE agent_msgqueue SET state = 3, result = 0, resultTime = now() AT TIME ZONE 'Asia/Seoul'";

    [Fact]
    public async Task Are_degraded_when_their_settings_say_so_and_an_event_tells_it_and_another_one_its_end()
    {
        var world = await CreateAsync(seconds: 60, messages: 3);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        await using var receiver = new WebhookReceiver();
        Assert.Equal(201, (await gateway.Api.PostAsync(
            "/v1/webhooks", $$"""{ "url": "{{receiver.Url}}", "events": ["vendor.*"] }""")).Status);
        await TakeAsync(world, gateway, 3);

        clock.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal("up", (string?)(await LookAsync(gateway))["status"]);
        clock.Advance(TimeSpan.FromSeconds(20));
        var degraded = await LookAsync(gateway);

        Assert.Equal("degraded", (string?)degraded["status"]);
        Assert.StartsWith(
            "No result has come for 60 s, while 3 messages", (string?)degraded["reason"], StringComparison.Ordinal);
        Assert.Contains("result table", (await gateway.Api.GetAsync("/health/ready")).Text, StringComparison.Ordinal);
        var told = Assert.Single(await FeedAsync(gateway, "vendor.degraded"));
        Assert.Equal(("kshot", "degraded"), ((string?)told["data"]!["name"], (string?)told["data"]!["status"]));
        await Eventually.BeAsync(
            clock,
            () => Task.FromResult(receiver.All.Any(received => received.Type == "vendor.degraded")),
            "the webhook is told");

        await world.Vendor.ExecuteAsync(Reported);
        await gateway.RunJobAsync("collect-reports/kshot");
        clock.Advance(TimeSpan.FromSeconds(20));
        await LookAsync(gateway);
        clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("up", (string?)(await LookAsync(gateway))["status"]);
        Assert.Single(await FeedAsync(gateway, "vendor.up"));
        Assert.Single(await FeedAsync(gateway, "vendor.degraded"));
    }

    [Fact]
    public async Task Are_well_while_fewer_messages_wait_than_their_settings_say()
    {
        var world = await CreateAsync(seconds: 60, messages: 4);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        await TakeAsync(world, gateway, 3);

        clock.Advance(TimeSpan.FromMinutes(20));

        Assert.Equal("up", (string?)(await LookAsync(gateway))["status"]);
    }

    [Fact]
    public async Task Tell_each_fault_of_their_settings()
    {
        var world = await CreateAsync(seconds: 29, messages: 0);

        var (code, output) = await GatewayProcess.RunToEndAsync(world.Settings);

        Assert.Equal(78, code);
        Assert.Contains("Vendors:kshot:SilenceSeconds is 29; it is 30 to 86400.", output, StringComparison.Ordinal);
        Assert.Contains("Vendors:kshot:SilenceMessages is 0; it is 1 to 10000.", output, StringComparison.Ordinal);
    }

    private static async Task<PrivateGateway> CreateAsync(int seconds, int messages)
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Vendors:kshot:SilenceSeconds"] = $"{seconds}";
        world.Settings["Vendors:kshot:SilenceMessages"] = $"{messages}";
        return world;
    }

    private static async Task TakeAsync(PrivateGateway world, ClockedGateway gateway, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await gateway.Api.SendSmsAsync("kshot", $"0101234567{i}");
        }

        await Eventually.BeAsync(async () => await world.QueuedRowsAsync() == count, "all are queued");
        var korea = TimeZoneInfo.FindSystemTimeZoneById("Asia/Seoul");
        var sentAt = TimeZoneInfo.ConvertTime(gateway.Clock.GetUtcNow(), korea);
        await world.Vendor.ExecuteAsync(
            $"UPDATE agent_msgqueue SET state = 2, sendTime = '{sentAt:yyyy-MM-dd HH:mm:ss}'");
        await Eventually.BeAsync(
            async () =>
            {
                await gateway.RunJobAsync("collect-reports/kshot");
                return await world.State.CountAsync(
                    "SELECT count(*) FROM gateway.inflight WHERE state = {InflightState.Sending}") == count;
            },
            "all are being sent");
        await gateway.RunJobAsync("watch-vendor/kshot");
    }

    private static async Task<JsonNode> LookAsync(ClockedGateway gateway)
    {
        await gateway.RunJobAsync("watch-vendor/kshot");
        return (await gateway.Api.GetAsync("/v1/vendors/kshot")).Json;
    }

    private static async Task<IReadOnlyList<JsonNode>> FeedAsync(ClockedGateway gateway, string type) =>
        [.. (await gateway.Api.GetAsync($"/v1/events?types={type}")).Json["items"]!.AsArray().OfType<JsonNode>()];
}
