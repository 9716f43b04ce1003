using System.Diagnostics;
using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Webhooks;

/// <summary>Replays of several accounts: each gets its turn, and only what is its own.</summary>
public sealed class SharingReplays(WebhookWorld world) : IClassFixture<WebhookWorld>
{
    /// <summary>More than one step makes.</summary>
    private const int Many = 5000;

    [Fact]
    public async Task Lets_another_accounts_single_replay_pass_the_many_of_one_that_has_as_many_as_it_may()
    {
        var from = world.Now;
        using var greedy = await NewTenantAsync();
        using var modest = await NewTenantAsync();
        await HappenAsync(greedy, Many);
        await HappenAsync(modest, 3);
        for (var i = 0; i < 5; i++)
        {
            var endpoint = await NewEndpointAsync(greedy);
            await AskAsync(greedy, endpoint, from, 10);
            if (i == 0)
            {
                Assert.Equal((429, "too_many_replays"), await RefusalAsync(greedy, endpoint, from));
            }
        }

        Assert.Equal((429, "too_many_replays"), await RefusalAsync(greedy, await NewEndpointAsync(greedy), from));
        var single = await NewEndpointAsync(modest);
        await AskAsync(modest, single, from, 1);
        var started = Stopwatch.StartNew();
        var steps = 0;
        while (await OpenAsync(modest) > 0)
        {
            await StepAsync();
            steps++;
        }

        TestContext.Current.SendDiagnosticMessage($"The single replay was done after {steps} steps, {started.ElapsedMilliseconds} ms; {await OpenAsync(greedy)} of the other account still wait.");
        Assert.InRange(steps, 1, 2);
        Assert.InRange(await OpenAsync(greedy), 49, 50);
        Assert.Equal(3, await DeliveriesAsync(single));
        await ForgetAsync(greedy);
    }

    [Fact]
    public async Task Lets_endpoints_of_one_account_take_turns()
    {
        var from = world.Now;
        using var tenant = await NewTenantAsync();
        await HappenAsync(tenant, Many);
        var busy = await NewEndpointAsync(tenant);
        await AskAsync(tenant, busy, from, 5);
        var other = await NewEndpointAsync(tenant, "message.sending");
        await AskAsync(tenant, other, from, 1);

        for (var step = 0; step < 2; step++)
        {
            await StepAsync();
        }

        Assert.Equal(0, await world.State.CountAsync($"SELECT count(*) FROM gateway.webhook_replays WHERE webhook_id = '{other["id"]}' AND finished_at IS NULL"));
        Assert.Equal(5, await OpenAsync(tenant));
        await ForgetAsync(tenant);
    }

    [Fact]
    public async Task Sends_an_account_its_own_events_alone_of_a_stretch_in_which_others_were_busy()
    {
        var from = world.Now;
        using var busy = await NewTenantAsync();
        using var tenant = await NewTenantAsync();
        await HappenAsync(busy, 100);
        await HappenAsync(tenant, Many);
        await HappenAsync(busy, 25_000);
        await HappenAsync(tenant, 7);
        var endpoint = await NewEndpointAsync(tenant);
        await AskAsync(tenant, endpoint, from, 1);

        while (await OpenAsync(tenant) > 0)
        {
            await StepAsync();
        }

        Assert.Equal(Many + 7, await DeliveriesAsync(endpoint));
        Assert.Equal(
            [tenant.Id],
            (await world.State.QueryAsync($"SELECT DISTINCT e.account_id FROM gateway.deliveries d JOIN gateway.events e ON e.id = d.event_id WHERE d.webhook_id = '{endpoint["id"]}'"))
                .Select(row => row["account_id"]!.ToString()));
        Assert.Equal(404, (await busy.Api.PostAsync($"/v1/webhooks/{endpoint["id"]}/replay", $$"""{ "from": "{{from}}" }""")).Status);
    }

    [Fact]
    public async Task Lets_go_on_what_waits_behind_one_that_fails_and_ends_that_of_a_deleted_endpoint()
    {
        var from = world.Now;
        using var tenant = await NewTenantAsync();
        using var unlucky = await NewTenantAsync();
        await HappenAsync(tenant, 3);
        await HappenAsync(unlucky, 3);
        var (endpoint, broken, deleted) = (await NewEndpointAsync(tenant), await NewEndpointAsync(unlucky), await NewEndpointAsync(tenant));
        await AskAsync(unlucky, broken, from, 1);
        await AskAsync(tenant, deleted, from, 1);
        await AskAsync(tenant, endpoint, from, 1);
        Assert.Equal(204, (await tenant.Api.DeleteAsync($"/v1/webhooks/{deleted["id"]}")).Status);
        await world.State.ExecuteAsync($"ALTER TABLE gateway.deliveries ADD CONSTRAINT broken CHECK (webhook_id <> '{broken["id"]}')");
        try
        {
            var fault = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            {
                while (await StepAsync() > 0)
                {
                }
            });

            Assert.Contains("broken", fault.InnerException!.Message, StringComparison.Ordinal);
            Assert.Equal((0, 1), (await OpenAsync(tenant), await OpenAsync(unlucky)));
            Assert.Equal((3, 0), (await DeliveriesAsync(endpoint), await DeliveriesAsync(deleted)));
        }
        finally
        {
            await world.State.ExecuteAsync("ALTER TABLE gateway.deliveries DROP CONSTRAINT broken");
        }

        world.Clock.Advance(TimeSpan.FromMinutes(2));
        while (await StepAsync() > 0)
        {
        }

        Assert.Equal((0, 3), (await OpenAsync(unlucky), await DeliveriesAsync(broken)));
    }

    private Task<int> StepAsync() => world.Gateway.RunJobAsync("replay-webhooks");

    private Task<Tenant> NewTenantAsync()
    {
        Assert.SkipWhen(TestServers.Postgres is null, "GATEWAY_TEST_POSTGRES is not set. Run ./test.sh, which starts the databases.");
        return Tenant.CreateAsync(world.Api);
    }

    /// <summary>Disabled, so that what is replayed waits where it can be counted.</summary>
    private static async Task<JsonNode> NewEndpointAsync(Tenant tenant, string events = "vendor.*")
    {
        var created = await tenant.Api.PostAsync("/v1/webhooks", $$"""{ "url": "https://example.com/hook", "events": ["{{events}}"] }""");
        Assert.Equal(201, created.Status);
        using var content = new StringContent("""{ "status": "disabled" }""", System.Text.Encoding.UTF8, "application/json");
        Assert.Equal(200, (await tenant.Api.SendAsync(new HttpRequestMessage(HttpMethod.Patch, $"/v1/webhooks/{created.Json["id"]}") { Content = content })).Status);
        return created.Json;
    }

    private static async Task AskAsync(Tenant tenant, JsonNode endpoint, string from, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.Equal(202, (await tenant.Api.PostAsync($"/v1/webhooks/{endpoint["id"]}/replay", $$"""{ "from": "{{from}}", "to": "2100-01-01T00:00:00Z" }""")).Status);
        }
    }

    private static async Task<(int Status, string? Code)> RefusalAsync(Tenant tenant, JsonNode endpoint, string from)
    {
        var answer = await tenant.Api.PostAsync($"/v1/webhooks/{endpoint["id"]}/replay", $$"""{ "from": "{{from}}" }""");
        Assert.True(answer.Headers.ContainsKey("Retry-After"));
        return (answer.Status, (string?)answer.Json["code"]);
    }

    /// <summary>Before the endpoints are made, so that only a replay brings these events to them.</summary>
    private async Task HappenAsync(Tenant tenant, int count)
    {
        await world.State.ExecuteAsync($$"""
            INSERT INTO gateway.events (id, account_id, type, occurred_at, data)
            SELECT gateway.new_id('{{world.Now}}'), '{{tenant.Id}}', 9, '{{world.Now}}', jsonb_build_object('n', n) FROM generate_series(1, {{count}}) AS n
            """);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    private Task<long> OpenAsync(Tenant tenant) => world.State.CountAsync($"SELECT count(*) FROM gateway.webhook_replays WHERE account_id = '{tenant.Id}' AND finished_at IS NULL");

    private Task<long> DeliveriesAsync(JsonNode endpoint) => world.State.CountAsync($"SELECT count(*) FROM gateway.deliveries WHERE webhook_id = '{endpoint["id"]}'");

    private Task ForgetAsync(Tenant tenant) => world.State.ExecuteAsync($"UPDATE gateway.webhook_replays SET finished_at = now() WHERE account_id = '{tenant.Id}'");
}
