using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Dispatch;

/// <summary>Advertisements stay out of the vendors' queues in quiet hours, whatever brought them there, and go to nobody who has opted out.</summary>
public sealed class HoldingAdvertisements
{
    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Keeps_out_what_was_accepted_before_nine_and_comes_to_the_queue_after(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        await using var relay = TcpRelay.Before(world.Vendor, out var relayed);
        world.Settings["Vendors:kshot:ConnectionString"] = relayed;
        var clock = new FakeTimeProvider(Korea("2027-03-01T20:59:00"));
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        var first = await gateway.Api.SendAdvertisementAsync("kshot");
        await PassUntilAsync(clock, async () => await gateway.Api.StatusAsync(first) == "queued");
        relay.TakeDown();
        var ad = await gateway.Api.SendAdvertisementAsync("kshot");
        var other = await gateway.Api.SendSmsAsync("kshot");

        clock.Advance(TimeSpan.FromMinutes(2));
        relay.BringBack();
        await PassUntilAsync(clock, async () => await gateway.Api.StatusAsync(other) == "queued");

        await PassUntilAsync(clock, async () => (string?)(await gateway.Api.GetAsync($"/v1/messages/{ad}")).Json["heldUntil"] == "2027-03-01T23:00:00.000Z");
        Assert.Equal(("accepted", 0), (await gateway.Api.StatusAsync(ad), await world.QueuedRowsAsync(ad)));
        clock.Advance(Korea("2027-03-02T07:50:00") - clock.GetUtcNow());
        var morning = await gateway.Api.SendSmsAsync("kshot");
        await PassUntilAsync(clock, async () => await gateway.Api.StatusAsync(morning) == "queued");
        Assert.Equal(0, await world.QueuedRowsAsync(ad));
        clock.Advance(Korea("2027-03-02T08:00:00") - clock.GetUtcNow());
        await PassUntilAsync(clock, async () => await gateway.Api.StatusAsync(ad) == "queued");
        Assert.Equal(1, await world.QueuedRowsAsync(ad));
    }

    [Fact]
    public async Task Stops_when_the_agent_would_send_the_last_of_them_after_nine()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Vendors:kshot:Tps"] = "1";
        world.Settings["Vendors:kshot:MaxQueued"] = "1000";
        var clock = new FakeTimeProvider(Korea("2027-03-01T20:58:00"));
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        var to = string.Join(",", Enumerable.Range(0, 130).Select(i => $"\"0108888{i:D4}\""));
        await gateway.Api.PostAsync("/v1/messages", $$"""{ "channel": "sms", "vendor": "kshot", "from": "15777985", "to": [{{to}}], "text": "인증" }""");
        await PassUntilAsync(clock, async () => await world.State.CountAsync("SELECT count(*) FROM gateway.inflight WHERE state = {InflightState.Queued}") == 130);

        var ad = await gateway.Api.SendAdvertisementAsync("kshot");

        await PassUntilAsync(clock, async () => (string?)(await gateway.Api.GetAsync($"/v1/messages/{ad}")).Json["heldUntil"] == "2027-03-01T23:00:00.000Z");
        Assert.Equal(0, await world.QueuedRowsAsync(ad));
    }

    [Fact]
    public async Task Holds_what_is_sent_at_night_and_counts_its_expiry_from_the_morning()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        var clock = new FakeTimeProvider(Korea("2027-03-01T23:00:00"));
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);

        var ad = await gateway.Api.SendAdvertisementAsync("kshot", more: """, "expireHours": 2 """);

        var held = (await gateway.Api.GetAsync($"/v1/messages/{ad}")).Json;
        Assert.Equal(
            ("accepted", "advertisement", "2027-03-01T23:00:00.000Z", "2027-03-02T01:00:00.000Z"),
            ((string?)held["status"], (string?)held["purpose"], (string?)held["heldUntil"], (string?)held["expiresAt"]));
        Assert.Null((string?)held["scheduledAt"]);
        await gateway.RunJobAsync("expire-messages/kshot");
        clock.Advance(TimeSpan.FromHours(9) + TimeSpan.FromSeconds(1));
        await PassUntilAsync(clock, async () => await gateway.Api.StatusAsync(ad) == "queued");
    }

    [Fact]
    public async Task Lets_expire_what_quiet_hours_outlast_when_an_outage_brought_it_there()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var relay = TcpRelay.Before(world.Vendor, out var relayed);
        world.Settings["Vendors:kshot:ConnectionString"] = relayed;
        var clock = new FakeTimeProvider(Korea("2027-03-01T20:59:00"));
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        var first = await gateway.Api.SendSmsAsync("kshot");
        await PassUntilAsync(clock, async () => await gateway.Api.StatusAsync(first) == "queued");
        relay.TakeDown();
        var ad = await gateway.Api.SendAdvertisementAsync("kshot", more: """, "expireHours": 1 """);
        clock.Advance(TimeSpan.FromMinutes(2));
        relay.BringBack();
        await PassUntilAsync(clock, async () => (string?)(await gateway.Api.GetAsync($"/v1/messages/{ad}")).Json["heldUntil"] is not null);

        clock.Advance(TimeSpan.FromHours(1));
        await gateway.RunJobAsync("expire-messages/kshot");

        var ended = (await gateway.Api.GetAsync($"/v1/messages/{ad}")).Json;
        Assert.Equal(("expired", 406), ((string?)ended["status"], (int)ended["result"]!["code"]!));
        clock.Advance(TimeSpan.FromHours(12));
        var later = await gateway.Api.SendSmsAsync("kshot");
        await PassUntilAsync(clock, async () => await gateway.Api.StatusAsync(later) == "queued");
        Assert.Equal(0, await world.QueuedRowsAsync(ad));
    }

    [Fact]
    public async Task Ends_what_waits_for_a_number_that_has_opted_out_since()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        var clock = new FakeTimeProvider(Korea("2027-03-01T12:00:00"));
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        const string later = """, "scheduledAt": "2027-03-01T13:00:00+09:00" """;
        var refused = await gateway.Api.SendAdvertisementAsync("kshot", "01011112222", later);
        var wanted = await gateway.Api.SendAdvertisementAsync("kshot", "01011113333", later);
        var transactional = await gateway.Api.SendSmsAsync("kshot", "01011112222", more: later);
        using var tries = new Api(gateway.Api.Address, (string)(await gateway.Api.PostAsync("/v1/accounts/00000000-0000-7000-8000-000000000001/keys", """{ "name": "t", "test": true }""")).Json["key"]!);
        var test = await tries.SendAdvertisementAsync("kshot", "01011112222", later);

        Assert.Equal(201, (await gateway.Api.PostAsync("/v1/optouts", """{ "number": "010-1111-2222" }""")).Status);
        clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));

        await PassUntilAsync(clock, async () => await gateway.Api.StatusAsync(wanted) == "queued");
        await PassUntilAsync(clock, async () => await gateway.Api.StatusAsync(transactional) == "queued");
        await PassUntilAsync(clock, async () => await gateway.Api.StatusAsync(refused) == "failed");
        await PassUntilAsync(clock, async () => await tries.StatusAsync(test) == "failed");
        Assert.Equal((503, 0), ((int)(await gateway.Api.GetAsync($"/v1/messages/{refused}")).Json["result"]!["code"]!, await world.QueuedRowsAsync(refused)));
        Assert.Equal(1, await world.State.CountAsync($"SELECT count(*) FROM gateway.events WHERE message_id = '{refused}'"));
        Assert.Equal(0, await world.State.CountAsync("SELECT count(*) FROM gateway.handovers WHERE state = {HandoverState.Open}"));
    }

    private static DateTimeOffset Korea(string local) => DateTimeOffset.Parse(local + "+09:00", System.Globalization.CultureInfo.InvariantCulture).ToUniversalTime();

    /// <summary>The loops pause on the clock of the test, so it goes on by small steps until they have seen what changed.</summary>
    private static Task PassUntilAsync(FakeTimeProvider clock, Func<Task<bool>> look) => Eventually.BeAsync(clock, look, "it happens while the clock goes on");
}
