using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Webhooks;

/// <summary>Endpoints that fail, rest, are disabled, and get what was kept for them.</summary>
public sealed class WebhooksOverTime(WebhookWorld world) : IClassFixture<WebhookWorld>
{
    [Fact]
    public async Task Logs_every_attempt_with_what_came_of_it()
    {
        await using var receiver = new WebhookReceiver();
        receiver.AnswerWith = _ => receiver.All.Count == 1 ? 500 : 204;
        var webhook = await world.RegisterAsync(receiver);

        await world.HappenAsync(1);
        await world.PassUntilAsync(async () => (string)(await world.DeliveriesAsync(webhook))[0]["status"]! == "succeeded", "the second attempt succeeds", TimeSpan.FromSeconds(1));

        var delivery = (await world.DeliveriesAsync(webhook))[0];
        var attempts = delivery["attempts"]!.AsArray();
        Assert.Equal([(1, 500), (2, 204)], attempts.Select(attempt => ((int)attempt!["number"]!, (int)attempt["statusCode"]!)));
        Assert.Equal(("vendor.down", receiver.All[0].Id), ((string)delivery["type"]!, (string)delivery["eventId"]!));
        Assert.Empty(await world.DeliveriesAsync(webhook, "&status=failed"));
        Assert.Single(await world.DeliveriesAsync(webhook, "&status=succeeded"));
        Assert.Equal(400, (await world.Api.GetAsync($"/v1/webhooks/{webhook["id"]}/deliveries?status=lost")).Status);
        await world.DeleteAsync(webhook);
    }

    [Fact]
    public async Task Says_timeout_or_connection_when_no_answer_comes()
    {
        var receiver = new WebhookReceiver();
        var webhook = await world.RegisterAsync(receiver);
        await receiver.DisposeAsync();

        await world.HappenAsync(1);
        await world.PassUntilAsync(async () => (await world.DeliveriesAsync(webhook))[0]["attempts"]!.AsArray().Count > 0, "an attempt fails", TimeSpan.FromSeconds(1));

        Assert.Equal("connection", (string)(await world.DeliveriesAsync(webhook))[0]["attempts"]![0]!["error"]!);
        await world.DeleteAsync(webhook);
    }

    [Fact]
    public async Task Signs_with_both_secrets_for_a_day_after_a_rotation()
    {
        await using var receiver = new WebhookReceiver();
        var webhook = await world.RegisterAsync(receiver);
        var path = $"/v1/webhooks/{webhook["id"]}/rotate-secret";
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var rotated = await world.Api.PostAsync(path, "", key);
        var again = await world.Api.PostAsync(path, "", key);
        var (before, now) = ((string)webhook["secret"]!, (string)rotated.Json["secret"]!);

        await world.HappenAsync(1);
        var first = await world.ArrivesAsync(receiver, _ => true, "the first event");
        world.Clock.Advance(TimeSpan.FromHours(25));
        await world.HappenAsync(1, first: 1);
        var second = await world.ArrivesAsync(receiver, received => (int)received.Json["data"]!["n"]! == 1, "the second event");

        Assert.Equal((409, (string?)webhook["id"]), (again.Status, (string?)again.Json["id"]));
        Assert.NotEqual(before, now);
        Assert.Equal((true, true), (first.IsSignedWith(before), first.IsSignedWith(now)));
        Assert.Equal((false, true), (second.IsSignedWith(before), second.IsSignedWith(now)));
        await world.DeleteAsync(webhook);
    }

    [Fact]
    public async Task Sends_a_test_to_its_endpoint_alone_whatever_that_asked_for()
    {
        await using var receiver = new WebhookReceiver();
        await using var other = new WebhookReceiver();
        var webhook = await world.RegisterAsync(receiver, "\"message.failed\"");
        var second = await world.RegisterAsync(other);

        var answer = await world.Api.PostAsync($"/v1/webhooks/{webhook["id"]}/test", "");
        var test = await world.ArrivesAsync(receiver, _ => true, "the test arrives");

        Assert.Equal((202, "webhook.test"), (answer.Status, test.Type));
        Assert.Equal(test.Id, (string)answer.Json["eventId"]!);
        Assert.Empty(other.All);
        await world.PatchAsync(webhook, """{ "status": "disabled" }""");
        Assert.Equal("webhook_disabled", (string)(await world.Api.PostAsync($"/v1/webhooks/{webhook["id"]}/test", "")).Json["code"]!);
        await world.DeleteAsync(webhook);
        await world.DeleteAsync(second);
    }

    [Fact]
    public async Task Keeps_the_events_of_a_disabled_endpoint_and_sends_them_in_order_when_it_is_enabled()
    {
        await using var receiver = new WebhookReceiver { AnswerWith = _ => 410 };
        var webhook = await world.RegisterAsync(receiver, "\"vendor.*\"");
        await world.HappenAsync(1);
        await world.PassUntilAsync(async () => (string)(await world.WebhookAsync(webhook))["status"]! == "disabled", "410 disables", TimeSpan.FromSeconds(1));
        await world.HappenAsync(3, first: 1);
        var whileDisabled = receiver.All.Count;
        receiver.AnswerWith = _ => 204;

        var enabled = await world.PatchAsync(webhook, """{ "status": "enabled" }""");
        await world.ArrivesAsync(receiver, received => (int)received.Json["data"]!["n"]! == 3, "what was kept arrives");
        await world.ArrivesAsync(receiver, _ => receiver.All.Count == 5, "and the one that met 410");

        Assert.Equal(1, whileDisabled);
        Assert.Null(enabled.Json["disabledReason"]);
        Assert.Equal([0, 0, 1, 2, 3], receiver.All.Select(received => (int)received.Json["data"]!["n"]!).Order());
        await world.DeleteAsync(webhook);
    }

    [Fact]
    public async Task Disables_an_endpoint_that_only_failed_for_five_days_and_says_why()
    {
        await using var receiver = new WebhookReceiver { AnswerWith = _ => 503 };
        var webhook = await world.RegisterAsync(receiver);
        await world.HappenAsync(1);
        await world.PassUntilAsync(async () => (await world.DeliveriesAsync(webhook, "&status=failed")).Count == 1, "all attempts of the first event fail", TimeSpan.FromMinutes(20), 90);
        var failing = await world.WebhookAsync(webhook);

        world.Clock.Advance((DateTimeOffset)failing["failingSince"]! + TimeSpan.FromDays(5) - world.Clock.GetUtcNow());
        await world.HappenAsync(1, first: 1);
        await world.PassUntilAsync(async () => (string)(await world.WebhookAsync(webhook))["status"]! == "disabled", "it is disabled", TimeSpan.FromSeconds(1));

        Assert.Equal("enabled", (string)failing["status"]!);
        Assert.Contains("HTTP 503", (string)(await world.WebhookAsync(webhook))["disabledReason"]!);
        Assert.Equal(10, (await world.DeliveriesAsync(webhook, "&status=failed"))[0]["attempts"]!.AsArray().Count);
        Assert.Equal(11, receiver.All.Count);
        await world.DeleteAsync(webhook);
    }

    [Fact]
    public async Task Does_not_disable_an_endpoint_that_succeeds_now_and_then()
    {
        await using var receiver = new WebhookReceiver { AnswerWith = received => (int)received.Json["data"]!["n"]! % 2 == 0 ? 204 : 500 };
        var webhook = await world.RegisterAsync(receiver, "\"vendor.*\"");
        for (var day = 0; day < 7; day++)
        {
            await world.HappenAsync(1, first: day);
            await world.ArrivesAsync(receiver, received => (int)received.Json["data"]!["n"]! == day, $"day {day}");
            world.Clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal("enabled", (string)(await world.WebhookAsync(webhook))["status"]!);
        await world.DeleteAsync(webhook);
    }

    [Fact]
    public async Task Sends_nothing_more_to_a_deleted_endpoint_and_forgets_its_deliveries()
    {
        await using var receiver = new WebhookReceiver { AnswerWith = _ => 500 };
        var webhook = await world.RegisterAsync(receiver);
        await world.HappenAsync(5);
        await receiver.WaitForAsync(_ => receiver.All.Count == 5, "five first attempts");

        await world.DeleteAsync(webhook);
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        await Eventually.BeAsync(
            async () => await world.Gateway.RunJobAsync("purge-deliveries") == 0 && await world.State.CountAsync($"SELECT count(*) FROM gateway.deliveries WHERE webhook_id = '{webhook["id"]}'") == 0,
            "they are forgotten");

        Assert.Equal(5, receiver.All.Count);
        Assert.Equal(404, (await world.Api.GetAsync($"/v1/webhooks/{webhook["id"]}/deliveries")).Status);
    }

    [Fact]
    public async Task Puts_the_later_events_of_a_message_off_as_long_as_the_first_fails()
    {
        await using var receiver = new WebhookReceiver { AnswerWith = _ => 500 };
        var webhook = await world.RegisterAsync(receiver, "\"message.*\"");
        var message = Guid.CreateVersion7(world.Clock.GetUtcNow());
        await world.HappensToAsync(message, 0);
        await world.PassUntilAsync(async () => (await world.DeliveriesAsync(webhook))[0]["attempts"]!.AsArray().Count == 2, "two attempts fail", TimeSpan.FromSeconds(2));

        await world.HappensToAsync(message, 1);
        await world.HappensToAsync(message, 2);
        await world.PassUntilAsync(
            async () => await world.State.CountAsync($"SELECT count(DISTINCT next_attempt_at) FROM gateway.deliveries WHERE webhook_id = '{webhook["id"]}'") == 1, "all wait for the first", TimeSpan.FromMilliseconds(100));
        var attempts = receiver.All.Count;
        receiver.AnswerWith = _ => 204;
        await world.PassUntilAsync(() => Task.FromResult(receiver.All.Count == attempts + 3), "all three arrive", TimeSpan.FromMinutes(1));

        Assert.Equal(2, attempts);
        Assert.Equal(["message.queued", "message.sending", "message.delivered"], receiver.All.Skip(attempts).Select(received => received.Type));
        await world.DeleteAsync(webhook);
    }

    [Fact]
    public async Task Obeys_Retry_After()
    {
        await using var receiver = new WebhookReceiver { AnswerWith = _ => 429, RetryAfter = "3600" };
        var webhook = await world.RegisterAsync(receiver);

        await world.HappenAsync(1);
        await world.PassUntilAsync(async () => (await world.DeliveriesAsync(webhook))[0]["attempts"]!.AsArray().Count == 1, "an attempt fails", TimeSpan.FromMilliseconds(100));

        var next = (DateTimeOffset)(await world.DeliveriesAsync(webhook))[0]["nextAttemptAt"]!;
        Assert.InRange(next - world.Clock.GetUtcNow(), TimeSpan.FromMinutes(55), TimeSpan.FromMinutes(61));
        await world.DeleteAsync(webhook);
    }
}
