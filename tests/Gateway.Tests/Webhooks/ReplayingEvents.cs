using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Webhooks;

/// <summary>Events that are sent again, and many events in one request.</summary>
public sealed class ReplayingEvents(WebhookWorld world) : IClassFixture<WebhookWorld>
{
    [Fact]
    public async Task Replays_exactly_what_matches_each_once_more_and_only_once_for_a_repeated_request()
    {
        await using var receiver = new WebhookReceiver();
        var webhook = await world.RegisterAsync(receiver, "\"vendor.*\"");
        await world.HappenAsync(3);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var from = world.Now;
        await world.HappenAsync(5000, first: 100);
        await world.HappenAsync(10, first: 6000, type: 7);
        world.Clock.Advance(TimeSpan.FromSeconds(5));
        var to = world.Now;
        await world.HappenAsync(3, first: 7000);
        await receiver.WaitForAsync(_ => receiver.All.Count == 5006, "all arrive once", 60);
        await Eventually.BeAsync(async () => await world.State.CountAsync($"SELECT count(*) FROM gateway.deliveries WHERE webhook_id = '{webhook["id"]}' AND status = {{DeliveryStatus.Pending}}") == 0, "and are stored");

        var body = $$"""{ "from": "{{from}}", "to": "{{to}}" }""";
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var first = await world.Api.PostAsync($"/v1/webhooks/{webhook["id"]}/replay", body, key);
        var again = await world.Api.PostAsync($"/v1/webhooks/{webhook["id"]}/replay", body, key);
        while (await world.Gateway.RunJobAsync("replay-webhooks") > 0)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await receiver.WaitForAsync(_ => receiver.All.Count >= 10_006, "the replay arrives", 60);
        await Eventually.BeAsync(async () => await world.State.CountAsync($"SELECT count(*) FROM gateway.deliveries WHERE webhook_id = '{webhook["id"]}' AND status = {{DeliveryStatus.Pending}}") == 0, "and is stored");
        Assert.Equal((202, first.Text), (first.Status, again.Text));
        Assert.Equal(10_006, receiver.All.Count);
        var times = receiver.All.GroupBy(received => (int)received.Json["data"]!["n"]!).ToDictionary(group => group.Key, group => group.Count());
        Assert.All(times, seen => Assert.Equal(seen.Key is >= 100 and < 5100 ? 2 : 1, seen.Value));
        await world.DeleteAsync(webhook);
    }

    [Theory]
    [InlineData("{}", "/from required")]
    [InlineData("""{ "from": "2026-01-02T00:00:00Z", "to": "2026-01-01T00:00:00Z" }""", "/from out_of_range")]
    public async Task Refuses_a_stretch_that_is_none(string body, string fault)
    {
        await using var receiver = new WebhookReceiver();
        var webhook = await world.RegisterAsync(receiver);

        var answer = await world.Api.PostAsync($"/v1/webhooks/{webhook["id"]}/replay", body);

        Assert.Equal((422, fault), (answer.Status, $"{answer.Json["errors"]![0]!["pointer"]} {answer.Json["errors"]![0]!["code"]}"));
        Assert.Equal(404, (await world.Api.PostAsync($"/v1/webhooks/{Guid.NewGuid()}/replay", """{ "from": "2026-01-02T00:00:00Z" }""")).Status);
        await world.DeleteAsync(webhook);
    }

    [Fact]
    public async Task Redelivers_one_that_succeeded_and_keeps_the_log_of_both()
    {
        await using var receiver = new WebhookReceiver();
        var webhook = await world.RegisterAsync(receiver);
        await world.HappenAsync(2);
        await Eventually.BeAsync(async () => (await world.DeliveriesAsync(webhook, "&status=succeeded")).Count == 2, "both arrive");
        var delivery = (await world.DeliveriesAsync(webhook))[0];

        var answer = await world.Api.PostAsync($"/v1/webhooks/{webhook["id"]}/deliveries/{delivery["id"]}/redeliver", "");
        await receiver.WaitForAsync(_ => receiver.All.Count == 3, "one comes again");
        await Eventually.BeAsync(async () => (await world.DeliveriesAsync(webhook, "&status=succeeded")).Count == 2, "it is stored");

        var after = (await world.DeliveriesAsync(webhook)).Single(item => (string)item["id"]! == (string)delivery["id"]!);
        Assert.Equal(202, answer.Status);
        Assert.Equal((string)delivery["eventId"]!, receiver.All[2].Id);
        Assert.Equal([1, 2], after["attempts"]!.AsArray().Select(attempt => (int)attempt!["number"]!));
        Assert.Equal(404, (await world.Api.PostAsync($"/v1/webhooks/{webhook["id"]}/deliveries/{Guid.NewGuid()}/redeliver", "")).Status);
        await world.DeleteAsync(webhook);
    }

    [Fact]
    public async Task Starts_the_schedule_anew_when_a_delivery_that_failed_for_good_is_redelivered()
    {
        await using var receiver = new WebhookReceiver { AnswerWith = _ => 500 };
        var webhook = await world.RegisterAsync(receiver);
        await world.HappenAsync(1);
        await world.PassUntilAsync(async () => (await world.DeliveriesAsync(webhook, "&status=failed")).Count == 1, "it fails for good", TimeSpan.FromHours(1), 90);

        await world.Api.PostAsync($"/v1/webhooks/{webhook["id"]}/deliveries/{(await world.DeliveriesAsync(webhook))[0]["id"]}/redeliver", "");
        await world.PassUntilAsync(async () => (await world.DeliveriesAsync(webhook))[0]["attempts"]!.AsArray().Count == 12, "it is tried twice more", TimeSpan.FromSeconds(2));

        Assert.Equal("pending", (string)(await world.DeliveriesAsync(webhook))[0]["status"]!);
        await world.DeleteAsync(webhook);
    }

    [Fact]
    public async Task Sends_arrays_of_up_to_a_hundred_events_and_the_same_set_with_the_same_id_after_a_failure()
    {
        await using var receiver = new WebhookReceiver { AnswerWith = _ => 500 };
        var webhook = await world.RegisterAsync(receiver, more: """, "batch": true""");
        await world.HappenAsync(250);
        await receiver.WaitForAsync(_ => receiver.All.Count == 3, "three requests");
        var first = receiver.All.ToDictionary(received => received.Id, received => received.Body);
        await world.HappenAsync(5, first: 250);
        await receiver.WaitForAsync(_ => receiver.All.Count == 4, "a fourth one");
        receiver.AnswerWith = _ => 200;

        await world.PassUntilAsync(async () => (await world.DeliveriesAsync(webhook, "&status=pending")).Count == 0, "all arrive", TimeSpan.FromSeconds(1));

        var sets = first.Values.Select(body => JsonNode.Parse(body)!.AsArray().Count).Order();
        Assert.Equal([50, 100, 100], sets);
        Assert.All(first, set => Assert.Equal([set.Value, set.Value], receiver.All.Where(received => received.Id == set.Key).Select(received => received.Body)));
        Assert.All(receiver.All, received => Assert.True(received.IsSignedWith((string)webhook["secret"]!)));
        var numbers = receiver.All.DistinctBy(received => received.Id).SelectMany(received => received.Json.AsArray()).Select(item => (int)item!["data"]!["n"]!).Order();
        Assert.Equal(Enumerable.Range(0, 255), numbers);
        await world.DeleteAsync(webhook);
    }
}
