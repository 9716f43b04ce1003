using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Webhooks;

/// <summary>Events reach an endpoint: signed, in order, again after a failure, and not lost when a process dies.</summary>
public sealed class DeliveringWebhooks
{
    [Fact]
    public async Task Posts_each_event_signed_as_Standard_Webhooks_says()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync();
        await using var receiver = new WebhookReceiver();
        var secret = await RegisterAsync(gateway, receiver);

        var id = await gateway.Api.SendSmsAsync("kshot");
        var queued = await receiver.WaitForAsync(received => received.Type == "message.queued", "the event arrives");

        Assert.StartsWith("evt_", queued.Id);
        Assert.True(queued.IsSignedWith(secret));
        Assert.InRange(long.Parse(queued.Timestamp, System.Globalization.CultureInfo.InvariantCulture), queued.At.ToUnixTimeSeconds() - 5, queued.At.ToUnixTimeSeconds() + 5);
        Assert.Equal((id, "queued"), (queued.MessageId, (string)queued.Json["data"]!["status"]!));
        Assert.Equal("안녕하세요", (string)queued.Json["data"]!["text"]!);
    }

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Tells_the_life_of_a_message_in_order_and_each_step_once(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        await using var gateway = await world.StartAsync();
        await using var receiver = new WebhookReceiver();
        await RegisterAsync(gateway, receiver);
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot", "01000000000"), "queued");
        await using var agent = new KshotSimulator(world.Vendor);

        var ids = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            ids.Add(await gateway.Api.SendSmsAsync("kshot", $"010123400{i:D2}"));
        }

        foreach (var id in ids)
        {
            var ended = await receiver.WaitForAsync(received => received.MessageId == id && received.Type is "message.delivered" or "message.failed", $"the end of {id} is told");
            var steps = receiver.All.Where(received => received.MessageId == id).Select(received => received.Type).ToList();
            Assert.Equal("message.queued", steps[0]);
            Assert.Equal(ended.Type, steps[^1]);
            Assert.Equal(steps.Distinct(), steps);
            Assert.Equal("0", (string)ended.Json["data"]!["result"]!["vendorCode"]!);
        }
    }

    [Fact]
    public async Task Posts_what_is_not_about_one_message_as_it_stands_in_the_event()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync();
        await using var receiver = new WebhookReceiver();
        var secret = await RegisterAsync(gateway, receiver, "\"vendor.*\"");

        await world.State.ExecuteAsync(
            "INSERT INTO gateway.events (id, account_id, type, occurred_at, data) VALUES (gateway.new_id(now()), '00000000-0000-7000-8000-000000000001', 9, now(), '{ \"name\": \"비즈뿌리오\" }')");
        var down = await receiver.WaitForAsync(received => received.Type == "vendor.down", "the event arrives");

        Assert.True(down.IsSignedWith(secret));
        Assert.Equal("비즈뿌리오", (string)down.Json["data"]!["name"]!);
    }

    [Fact]
    public async Task Tries_again_with_the_same_id_and_a_new_signature_after_a_failure()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync();
        await using var receiver = new WebhookReceiver();
        receiver.AnswerWith = _ => receiver.All.Count == 1 ? 500 : 204;
        var secret = await RegisterAsync(gateway, receiver);

        await gateway.Api.SendSmsAsync("kshot");
        var second = await receiver.WaitForAsync(_ => receiver.All.Count >= 2, "a second attempt") is not null ? receiver.All[1] : null;

        Assert.Equal(receiver.All[0].Id, second!.Id);
        Assert.NotEqual(receiver.All[0].Timestamp, second.Timestamp);
        Assert.NotEqual(receiver.All[0].Signature, second.Signature);
        Assert.True(second.IsSignedWith(secret));
        Assert.InRange(second.At - receiver.All[0].At, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(15));
        await Eventually.BeAsync(async () => await world.State.CountAsync("SELECT count(*) FROM gateway.deliveries WHERE status = {DeliveryStatus.Succeeded} AND attempts = 2") == 1, "the delivery has succeeded");
    }

    [Fact]
    public async Task Holds_later_events_of_a_message_back_until_the_earlier_one_has_arrived()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync();
        await using var receiver = new WebhookReceiver();
        var queuedFailed = false;
        receiver.AnswerWith = received => received.Type == "message.queued" && !queuedFailed && (queuedFailed = true) ? 503 : 204;
        await RegisterAsync(gateway, receiver);
        var id = await gateway.Api.SendSmsAsync("kshot");
        await receiver.WaitForAsync(received => received.Type == "message.queued", "the first attempt");
        await using var agent = new KshotSimulator(world.Vendor);

        await receiver.WaitForAsync(received => received.MessageId == id && received.Type == "message.delivered", "the end is told");

        var steps = receiver.All.Where(received => received.MessageId == id).Select(received => received.Type).ToList();
        Assert.Equal(["message.queued", "message.queued"], steps.Take(2));
        Assert.Equal("message.delivered", steps[^1]);
    }

    [Fact]
    public async Task Delivers_what_a_killed_process_had_not_delivered()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Webhooks:TimeoutSeconds"] = "1";
        await using var receiver = new WebhookReceiver();
        await using (var victim = await world.StartProcessAsync())
        {
            await RegisterAsync(victim, receiver);
            receiver.AnswerWith = _ => 503;
            await victim.Api.SendSmsAsync("kshot");
            await receiver.WaitForAsync(_ => true, "a first attempt");
            await victim.KillAsync();
        }

        var attempts = receiver.All.Count;
        receiver.AnswerWith = _ => 204;
        await using var survivor = await world.StartAsync();

        // Either the retry was recorded (5 s) or the dead process's lease runs out (31 s).
        await Eventually.BeAsync(() => Task.FromResult(receiver.All.Count > attempts), "the survivor delivers", 60);
        await Eventually.BeAsync(async () => await world.State.CountAsync("SELECT count(*) FROM gateway.deliveries WHERE status = {DeliveryStatus.Succeeded}") == 1, "the delivery has succeeded");
    }

    [Fact]
    public async Task Disables_an_endpoint_that_answers_410_and_keeps_its_events()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync();
        await using var receiver = new WebhookReceiver { AnswerWith = _ => 410 };
        await RegisterAsync(gateway, receiver);
        await gateway.Api.SendSmsAsync("kshot");

        var webhook = await Eventually.GetAsync(
            async () => (await gateway.Api.GetAsync("/v1/webhooks")).Json["items"]![0]!, seen => (string)seen["status"]! == "disabled", "the endpoint is disabled");
        var id = await gateway.Api.SendSmsAsync("kshot");
        await gateway.Api.ReachesAsync(id, "queued");

        Assert.Contains("410", (string)webhook["disabledReason"]!);
        Assert.Equal(1, await world.State.CountAsync($"SELECT count(*) FROM gateway.deliveries WHERE message_id = '{id}' AND status = {{DeliveryStatus.Pending}}"));
        Assert.Single(receiver.All);
    }

    [Fact]
    public async Task Does_not_reach_private_addresses_unless_allowed()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Webhooks:AllowPrivateNetworks"] = "false";
        await using var gateway = await world.StartAsync();
        await using var receiver = new WebhookReceiver();
        await RegisterAsync(gateway, receiver);
        await gateway.Api.SendSmsAsync("kshot");

        await Eventually.BeAsync(async () => await world.State.CountAsync("SELECT count(*) FROM gateway.delivery_attempts WHERE error LIKE 'address:%'") == 1, "the attempt is recorded");
        Assert.Empty(receiver.All);
    }

    [Fact]
    public async Task Sends_only_the_events_that_the_endpoint_asked_for()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync();
        await using var receiver = new WebhookReceiver();
        await RegisterAsync(gateway, receiver, """ "message.delivered" """);
        await using var all = new WebhookReceiver();
        await RegisterAsync(gateway, all, """ "*" """);
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot", "01000000000"), "queued");
        await using var agent = new KshotSimulator(world.Vendor);

        await receiver.WaitForAsync(received => received.Type == "message.delivered", "the wanted event arrives");
        await all.WaitForAsync(received => received.Type == "message.delivered", "the other endpoint gets all");

        Assert.All(receiver.All, received => Assert.Equal("message.delivered", received.Type));
        Assert.Contains(all.All, received => received.Type == "message.queued");
    }

    internal static async Task<string> RegisterAsync(IGateway gateway, WebhookReceiver receiver, string events = """ "message.*" """)
    {
        var answer = await gateway.Api.PostAsync("/v1/webhooks", $$"""{ "url": "{{receiver.Url}}", "events": [{{events}}] }""");
        Assert.Equal(201, answer.Status);
        return (string)answer.Json["secret"]!;
    }
}
