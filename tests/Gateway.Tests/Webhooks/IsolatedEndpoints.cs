using System.Globalization;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Webhooks;

/// <summary>A receiver that behaves badly costs only itself.</summary>
public sealed class IsolatedEndpoints(WebhookWorld world) : IClassFixture<WebhookWorld>
{
    [Fact]
    public async Task Reads_no_more_of_an_answer_than_it_needs_and_takes_the_status()
    {
        await using var endless = RudeReceiver.Endless();
        var webhook = await RegisterAsync(endless);

        await world.HappenAsync(1);
        await Eventually.BeAsync(async () => (await world.DeliveriesAsync(webhook, "&status=succeeded")).Count == 1, "200 is success");
        var sent = await Eventually.GetAsync(
            async () =>
            {
                var before = endless.Bytes;
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None);
                return (Before: before, After: endless.Bytes);
            },
            seen => seen.Before == seen.After,
            "nobody takes its bytes any more");

        // What is beyond our limit lay in the buffers of the two sockets.
        Assert.InRange(sent.After, 2048, 20_000_000);
        await world.DeleteAsync(webhook);
    }

    [Fact]
    public async Task Keeps_the_first_two_kilobytes_of_an_answer()
    {
        await using var talking = RudeReceiver.Saying($"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 5000\r\n\r\n\0{new string('x', 4999)}");
        var webhook = await RegisterAsync(talking);

        var attempt = await FirstAttemptAsync(webhook);

        Assert.Equal((500, new string('x', 2047)), ((int)attempt["statusCode"]!, (string?)attempt["answer"]));
        await world.DeleteAsync(webhook);
    }

    [Fact]
    public async Task Follows_no_redirect()
    {
        await using var target = new WebhookReceiver();
        await using var redirecting = RudeReceiver.Saying($"HTTP/1.1 307 Temporary Redirect\r\nLocation: {target.Url}\r\nContent-Length: 0\r\n\r\n");
        var webhook = await RegisterAsync(redirecting);

        var attempt = await FirstAttemptAsync(webhook);

        Assert.Equal(307, (int)attempt["statusCode"]!);
        Assert.Empty(target.All);
        await world.DeleteAsync(webhook);
    }

    [Fact]
    public async Task Tries_again_after_a_reset()
    {
        await using var resetting = RudeReceiver.Resetting();
        var webhook = await RegisterAsync(resetting);

        var attempt = await FirstAttemptAsync(webhook);
        await world.PassUntilAsync(() => Task.FromResult(resetting.Requests > 1), "a second attempt", TimeSpan.FromSeconds(1));

        Assert.Equal("connection", (string)attempt["error"]!);
        await world.DeleteAsync(webhook);
    }

    [Fact]
    public async Task Asks_an_endpoint_that_only_fails_less_often_and_sends_all_when_it_works_again()
    {
        await using var receiver = new WebhookReceiver { AnswerWith = _ => 500 };
        var webhook = await world.RegisterAsync(receiver);
        await world.HappenAsync(400);
        await receiver.WaitForAsync(_ => receiver.All.Count >= 8, "the first fail");
        for (var second = 0; second < 60; second++)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }

        var whileFailing = receiver.All.Count;
        receiver.AnswerWith = _ => 204;
        await world.PassUntilAsync(async () => (await world.DeliveriesAsync(webhook, "&status=pending")).Count == 0, "all arrive", TimeSpan.FromSeconds(20));

        // Those in flight when it opened, and one for each pause.
        Assert.InRange(whileFailing, 8, 60);
        Assert.Equal(400, receiver.All.Select(received => received.Id).Distinct().Count());
        await world.DeleteAsync(webhook);
    }

    [Fact]
    public async Task An_endpoint_that_hangs_does_not_slow_the_others_down()
    {
        var own = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await own.StartAsync();
        await using var receiver = new WebhookReceiver();
        await using var hanging = RudeReceiver.Hanging();
        await DeliveringWebhooks.RegisterAsync(gateway, receiver);
        await MeasureAsync(gateway, receiver);

        var without = await MeasureAsync(gateway, receiver);
        await gateway.Api.PostAsync("/v1/webhooks", $$"""{ "url": "{{hanging.Url}}" }""");

        // Below a quarter of a second the machine's other work decides; above it, it may once or twice. What an endpoint does that hangs, it does each time.
        var most = TimeSpan.FromTicks(Math.Max(2 * without.Ticks, TimeSpan.TicksPerSecond / 4));
        var with = new List<TimeSpan>();
        while (with.Count < 3 && (with.Count == 0 || with[^1] > most))
        {
            with.Add(await MeasureAsync(gateway, receiver));
        }

        Assert.True(hanging.Requests >= 16, $"{hanging.Requests} requests hang");
        Assert.True(with[^1] <= most, $"p99 {without.TotalMilliseconds:N0} ms without, {string.Join(", ", with.Select(time => time.TotalMilliseconds.ToString("N0", CultureInfo.InvariantCulture)))} ms with");
    }

    /// <summary>The p99 of the time from an event to its arrival.</summary>
    private static async Task<TimeSpan> MeasureAsync(IGateway gateway, WebhookReceiver receiver)
    {
        const int Messages = 200;
        var ids = new HashSet<string>();
        for (var i = 0; i < Messages; i++)
        {
            ids.Add(await gateway.Api.SendSmsAsync("kshot"));
        }

        await receiver.WaitForAsync(_ => receiver.All.Count(received => ids.Contains(received.MessageId)) == Messages, "all arrive", 60);
        return receiver.All.Where(received => ids.Contains(received.MessageId)).Select(received => received.At - (DateTimeOffset)received.Json["timestamp"]!).Order().ElementAt(Messages * 99 / 100);
    }

    private async Task<System.Text.Json.Nodes.JsonNode> RegisterAsync(RudeReceiver receiver)
    {
        Assert.SkipWhen(TestServers.Postgres is null, "GATEWAY_TEST_POSTGRES is not set. Run ./test.sh, which starts the databases.");
        return (await world.Api.PostAsync("/v1/webhooks", $$"""{ "url": "{{receiver.Url}}" }""")).Json;
    }

    private async Task<System.Text.Json.Nodes.JsonNode> FirstAttemptAsync(System.Text.Json.Nodes.JsonNode webhook)
    {
        await world.HappenAsync(1);
        await Eventually.BeAsync(async () => (await world.DeliveriesAsync(webhook))[0]["attempts"]!.AsArray().Count > 0, "an attempt is stored");
        return (await world.DeliveriesAsync(webhook))[0]["attempts"]![0]!;
    }
}
