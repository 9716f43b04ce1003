using System.Text.Json.Nodes;
using Gateway.Messages;
using Gateway.Vendors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Support;

/// <summary>One gateway with a clock that tests move, for tests of webhooks that bring endpoints of their own. Time only goes on.</summary>
public sealed class WebhookWorld : IAsyncLifetime
{
    private const string Account = "00000000-0000-7000-8000-000000000001";

    private ClockedGateway? _gateway;

    internal FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    internal PrivateGateway World { get; private set; } = null!; // Set when the fixture starts.

    internal ClockedGateway Gateway => _gateway ?? throw new InvalidOperationException("The gateway did not start.");

    internal Api Api => Gateway.Api;

    internal Rows State => World.State;

    internal string Now => Clock.GetUtcNow().ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    public async ValueTask InitializeAsync()
    {
        if (TestServers.Postgres is not null)
        {
            World = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
            _gateway = await ClockedGateway.StartAsync(World.Settings, Clock);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }
    }

    internal async Task<JsonNode> RegisterAsync(WebhookReceiver receiver, string events = "\"*\"", string more = "")
    {
        Assert.SkipWhen(_gateway is null, "GATEWAY_TEST_POSTGRES is not set. Run ./test.sh, which starts the databases.");
        var answer = await Api.PostAsync("/v1/webhooks", $$"""{ "url": "{{receiver.Url}}", "events": [{{events}}] {{more}} }""");
        Assert.Equal(201, answer.Status);
        return answer.Json;
    }

    /// <summary>Events that are about no message, numbered in their data, and a look of the delivering side, whatever it is doing at this moment.</summary>
    internal async Task HappenAsync(int count, int first = 0, int type = 9)
    {
        await State.ExecuteAsync($$"""
            INSERT INTO gateway.events (id, account_id, type, occurred_at, data)
            SELECT gateway.new_id('{{Now}}'), '{{Account}}', {{type}}, '{{Now}}', jsonb_build_object('n', n) FROM generate_series({{first}}, {{first + count - 1}}) AS n
            """);
        Wake();
    }

    /// <summary>An event of a message that has no record.</summary>
    internal async Task HappensToAsync(Guid messageId, int type)
    {
        await State.ExecuteAsync($"INSERT INTO gateway.events (id, account_id, type, message_id, occurred_at) VALUES (gateway.new_id('{Now}'), '{Account}', {type}, '{messageId}', '{Now}')");
        Wake();
    }

    /// <summary>As after a commit of the gateway's own: a loop that looked before sees it, also one that has not begun to wait yet and would sleep through a step of the clock.</summary>
    private void Wake()
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        Gateway.Services.GetRequiredService<MessageSignals>().Events.Beat();
    }

    /// <summary>Moves time on in steps until it is so: retries are due, leases are renewed, loops look.</summary>
    internal Task PassUntilAsync(Func<Task<bool>> isSo, string what, TimeSpan step, int seconds = 40) => Eventually.BeAsync(
        async () =>
        {
            if (await isSo())
            {
                return true;
            }

            Clock.Advance(step);
            return false;
        },
        what,
        seconds);

    /// <summary>Waits for a request while the clock goes on a little, so that a loop that has just begun to wait wakes up.</summary>
    internal async Task<Received> ArrivesAsync(WebhookReceiver receiver, Func<Received, bool> isIt, string what)
    {
        await PassUntilAsync(() => Task.FromResult(receiver.All.Any(isIt)), what, TimeSpan.FromMilliseconds(100));
        return receiver.All.First(isIt);
    }

    internal async Task<JsonNode> WebhookAsync(JsonNode webhook) => (await Api.GetAsync($"/v1/webhooks/{webhook["id"]}")).Json;

    internal async Task<IReadOnlyList<JsonNode>> DeliveriesAsync(JsonNode webhook, string query = "") =>
        [.. (await Api.GetAsync($"/v1/webhooks/{webhook["id"]}/deliveries?limit=200{query}")).Json["items"]!.AsArray().Select(item => item!)];

    internal Task DeleteAsync(JsonNode webhook) => Api.DeleteAsync($"/v1/webhooks/{webhook["id"]}");

    internal Task<Answer> PatchAsync(JsonNode webhook, string body) =>
        Api.SendAsync(new HttpRequestMessage(HttpMethod.Patch, $"/v1/webhooks/{webhook["id"]}") { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") });
}
