using Gateway.Platform.Jobs;
using Gateway.Platform.Loops;
using Gateway.Reports;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Gateway.Webhooks.Sending;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Platform.Loops;

/// <summary>
/// One look wakes all that sleep while nothing is due. The clock of the gateway stands, so that nothing else wakes them.
/// </summary>
public sealed class LookingForWork
{
    private static readonly DateTimeOffset Now = new(2027, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Wakes_who_carries_what_became_due_without_a_word()
    {
        await using var gateway = await StartAsync();
        using var tenant = await Tenant.CreateAsync(gateway.World.Api, key: """ "test": true """);
        var live = await ReserveAsync(gateway.World.Api);
        var test = await ReserveAsync(tenant.Api);

        await gateway.State.ExecuteAsync($"UPDATE gateway.inflight SET due_at = '{Now.AddMinutes(-1):O}'");
        await gateway.LookAsync();

        await gateway.World.Api.ReachesAsync(live, "queued");
        await tenant.Api.ReachesAsync(test, "delivered");
    }

    [Theory]
    [InlineData("start-fallbacks", "INSERT INTO gateway.due_fallbacks VALUES (gen_random_uuid())")]
    [InlineData("replay-webhooks", """
        INSERT INTO gateway.webhook_replays (id, webhook_id, account_id, event_mask, from_at, to_at, after_id, created_at)
        VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 1, now(), now(), gen_random_uuid(), now())
        """)]
    public async Task Wakes_a_job_that_has_work_and_does_not_rest_after_a_failure(string name, string work)
    {
        await using var gateway = await StartAsync();
        var job = gateway.World.Services.GetRequiredService<JobTable>().Find(name)!;

        Assert.False(await IsWokenAsync());
        await gateway.State.ExecuteAsync(work);
        Assert.True(await IsWokenAsync());
        job.Failures = 1;
        Assert.False(await IsWokenAsync());

        async Task<bool> IsWokenAsync()
        {
            var wake = job.Wake.Next;
            await gateway.LookAsync();
            return wake.IsCompleted;
        }
    }

    [Theory]
    [InlineData(0, false)] // It waits.
    [InlineData(1, true)] // A hand-over has claimed it.
    [InlineData(2, true)]
    [InlineData(3, true)]
    public async Task Says_once_that_a_vendor_has_an_open_message(int state, bool isOpen)
    {
        await using var gateway = await StartAsync();
        await gateway.State.ExecuteAsync($"""
            INSERT INTO gateway.inflight (message_id, account_id, vendor, lane, state, due_at, expires_at)
            VALUES (gen_random_uuid(), gen_random_uuid(), 'kshot', 1, {state}, '{Now.AddDays(1):O}', '{Now.AddDays(2):O}')
            """);
        var open = gateway.World.Services.GetRequiredService<OpenVendors>();
        open.Take("kshot");

        await gateway.LookAsync();

        Assert.Equal((isOpen, false), (open.Take("kshot"), open.Take("kshot")));
    }

    [Theory]
    [InlineData(0, 0, -1, null, true)]
    [InlineData(0, 0, 1, null, false)] // A retry whose time has not come.
    [InlineData(1, 0, -1, null, false)] // A disabled endpoint.
    [InlineData(0, 1, -1, null, false)] // A delivery that has ended.
    [InlineData(0, 0, -1, 1, false)] // Another node serves the endpoint,
    [InlineData(0, 0, -1, -1, true)] // and died.
    public async Task Wakes_the_delivery_when_something_is_due(int endpoint, int delivery, int minutes, int? lease, bool woken)
    {
        await using var gateway = await StartAsync();
        var id = Guid.NewGuid();
        await gateway.State.ExecuteAsync($"""
            INSERT INTO gateway.webhooks (id, account_id, url, events, event_mask, secret, status, created_at, updated_at)
            VALUES ('{id}', gen_random_uuid(), 'https://example.com', '{"{}"}', 1, '', {endpoint}, now(), now());
            INSERT INTO gateway.deliveries (id, webhook_id, event_id, event_seq, status, next_attempt_at, created_at)
            VALUES (gen_random_uuid(), '{id}', gen_random_uuid(), 1, {delivery}, '{Now.AddMinutes(minutes):O}', now());
            """);
        if (lease is { } until)
        {
            await gateway.State.ExecuteAsync(
                $"INSERT INTO gateway.webhook_leases (webhook_id, node, until) VALUES ('{id}', gen_random_uuid(), '{Now.AddMinutes(until):O}')");
        }

        var due = gateway.World.Services.GetRequiredService<DeliveryParts>().Due.Next;
        await gateway.LookAsync();

        Assert.Equal(woken, due.IsCompleted);
    }

    private static async Task<string> ReserveAsync(Api api)
    {
        var answer = await api.PostAsync("/v1/messages", $$"""
            { "channel": "sms", "vendor": "kshot", "from": "15777985", "to": "01012345678", "text": "안녕",
              "scheduledAt": "{{Now.AddDays(1):O}}" }
            """);
        Assert.Equal(202, answer.Status);
        return (string)answer.Json["messages"]![0]!["id"]!;
    }

    private static async Task<Standing> StartAsync()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        return new Standing(await ClockedGateway.StartAsync(world.Settings, new FakeTimeProvider(Now)), world.State);
    }

    private sealed record Standing(ClockedGateway World, Rows State) : IAsyncDisposable
    {
        public async Task LookAsync() => await World.Services.GetRequiredService<LookForWork>()
            .StepAsync(new LoopProgress(), TestContext.Current.CancellationToken);

        public ValueTask DisposeAsync() => World.DisposeAsync();
    }
}
