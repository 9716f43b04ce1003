using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>Databases that go away and come back: nothing acknowledged is lost, and the process heals by itself.</summary>
public sealed class LosingDatabases
{
    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Accepts_while_the_vendors_database_is_away_and_hands_over_when_it_is_back(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        await using var relay = TcpRelay.Before(world.Vendor, out var relayed);
        world.Settings["Vendors:kshot:ConnectionString"] = relayed;
        await using var gateway = await world.StartAsync();
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot"), "queued");

        relay.TakeDown();
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await gateway.Api.SendSmsAsync("kshot"));
        }

        Assert.Equal("accepted", await gateway.Api.StatusAsync(ids[0]));
        relay.BringBack();

        foreach (var id in ids)
        {
            await gateway.Api.ReachesAsync(id, "queued");
            Assert.Equal(1, await world.QueuedRowsAsync(id));
        }
    }

    [Fact]
    public async Task Answers_503_with_Retry_After_while_the_state_database_is_away_and_202_when_it_is_back()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var relay = TcpRelay.Before(world.State, out var relayed);
        world.Settings["ConnectionStrings:Gateway"] = relayed;
        await using var gateway = await world.StartAsync();
        var before = await gateway.Api.SendSmsAsync("kshot");

        relay.TakeDown();
        var send = await gateway.Api.PostAsync("/v1/messages", Sms);
        var read = await gateway.Api.GetAsync($"/v1/messages/{before}");
        var ready = await gateway.Api.GetAsync("/health/ready");
        var live = await gateway.Api.GetAsync("/health/live");

        Assert.Equal((503, "storage_unavailable"), (send.Status, (string)send.Json["code"]!));
        Assert.True(send.Headers.ContainsKey("Retry-After"));
        Assert.Equal(503, read.Status);
        Assert.Equal(503, ready.Status);
        Assert.Contains("state database", (string)ready.Json["missing"]![0]!);
        Assert.Equal(200, live.Status);

        relay.BringBack();
        await Eventually.GetAsync(() => gateway.Api.PostAsync("/v1/messages", Sms), answer => answer.Status == 202, "messages are accepted again");
        await gateway.Api.ReachesAsync(before, "queued");
    }

    [Fact]
    public async Task Is_ready_and_names_what_a_vendor_lacks_when_its_tables_are_missing()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Vendors:kshot:CreateTables"] = "false";
        await using var gateway = await world.StartAsync();

        var ready = await Eventually.GetAsync(() => gateway.Api.GetAsync("/health/ready"), answer => answer.Json["vendors"]?["kshot"] is not null, "the vendor's tables were looked for");

        Assert.Equal((200, "ready"), (ready.Status, (string)ready.Json["status"]!));
        Assert.Contains("agent_msgqueue", string.Join(' ', ready.Json["vendors"]!["kshot"]!.AsArray().Select(problem => (string)problem!)));
    }

    [Fact]
    public async Task Is_ready_and_names_a_vendor_whose_database_was_never_reached()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var relay = TcpRelay.Before(world.Vendor, out var relayed);
        world.Settings["Vendors:kshot:ConnectionString"] = relayed;
        relay.TakeDown();
        await using var gateway = await world.StartAsync();

        var ready = await Eventually.GetAsync(() => gateway.Api.GetAsync("/health/ready"), answer => answer.Json["vendors"]?["kshot"] is not null, "the vendor's database was looked for");

        Assert.Equal((200, "ready"), (ready.Status, (string)ready.Json["status"]!));
        Assert.StartsWith("Its database cannot be used: ", (string)ready.Json["vendors"]!["kshot"]![0]!);
        relay.BringBack();
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot"), "queued");
    }

    [Fact]
    public async Task Starts_without_a_state_database_and_works_as_soon_as_there_is_one()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var relay = TcpRelay.Before(world.State, out var relayed);
        world.Settings["ConnectionStrings:Gateway"] = relayed;
        relay.TakeDown();
        await using var gateway = await GatewayProcess.StartListeningAsync(world.Settings);

        Assert.Equal(503, (await gateway.Api.PostAsync("/v1/messages", Sms)).Status);
        Assert.Equal(503, (await gateway.Api.GetAsync("/health/ready")).Status);

        relay.BringBack();
        await Eventually.BeAsync(async () => (await gateway.Api.GetAsync("/health/ready")).Status == 200, "the gateway is ready");
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot"), "queued");
    }

    private const string Sms = """{ "channel": "sms", "vendor": "kshot", "from": "15777985", "to": "01012341234", "text": "안녕하세요" }""";
}
