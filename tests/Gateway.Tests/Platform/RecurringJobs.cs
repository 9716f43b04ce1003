using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>The recurring jobs in a cluster: one node runs a job at a time, and another takes over when it dies.</summary>
public sealed class RecurringJobs
{
    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Collect_every_report_once_on_two_nodes_of_which_one_is_killed(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        await using var one = await world.StartProcessAsync();
        await using var two = await world.StartProcessAsync();
        await one.Api.ReachesAsync(await one.Api.SendSmsAsync("kshot", "01000000000"), "queued");
        await using var agent = new KshotSimulator(world.Vendor);
        await SendAsync(one.Api, 100);
        await Eventually.BeAsync(async () => await world.State.CountAsync("SELECT count(*) FROM gateway.messages WHERE status = {MessageStatus.Delivered}") >= 50, "reports come in");

        await one.KillAsync();
        await SendAsync(two.Api, 100);

        await Eventually.BeAsync(async () => await world.State.CountAsync("SELECT count(*) FROM gateway.inflight") == 0, "everything has ended", 60);
        Assert.Equal(201, await world.State.CountAsync("SELECT count(*) FROM gateway.messages WHERE status = {MessageStatus.Delivered}"));
        Assert.Equal(201, await world.State.CountAsync("SELECT count(*) FROM gateway.events WHERE type = {EventType.MessageQueued}"));
        Assert.Equal(201, await world.State.CountAsync("SELECT count(*) FROM gateway.events WHERE type = {EventType.MessageDelivered}"));
        Assert.Equal(0, await world.State.CountAsync("SELECT count(*) FROM (SELECT message_id, type FROM gateway.events GROUP BY 1, 2 HAVING count(*) > 1) AS doubled"));
    }

    [Fact]
    public async Task Forget_idempotency_keys_after_a_day()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using (var first = await world.StartProcessAsync())
        {
            await first.Api.PostAsync("/v1/messages", Sms, ("Idempotency-Key", "old"));
            await first.Api.PostAsync("/v1/messages", Sms, ("Idempotency-Key", "young"));
            await world.State.ExecuteAsync("UPDATE gateway.idempotency_keys SET created_at = now() - interval '25 hours' WHERE key = 'old'");
        }

        // Jobs run when a node starts, and then at their beat.
        await using var second = await world.StartProcessAsync();

        await Eventually.BeAsync(async () => await world.State.CountAsync("SELECT count(*) FROM gateway.idempotency_keys WHERE key = 'old'") == 0, "the old key is gone");
        Assert.Equal(1, await world.State.CountAsync("SELECT count(*) FROM gateway.idempotency_keys WHERE key = 'young'"));
    }

    [Fact]
    public async Task Stay_away_from_a_node_that_only_serves_http()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Gateway:Roles"] = "http";
        await using var http = await world.StartProcessAsync();
        var id = await http.Api.SendSmsAsync("kshot");

        world.Settings["Gateway:Roles"] = "jobs";
        await using var jobs = await world.StartProcessAsync();

        await http.Api.ReachesAsync(id, "queued");
        Assert.Equal(404, (await jobs.Api.GetAsync($"/v1/messages/{id}")).Status);
    }

    private const string Sms = """{ "channel": "sms", "vendor": "kshot", "from": "15777985", "to": "01012341234", "text": "안녕하세요" }""";

    private static async Task SendAsync(Api api, int count)
    {
        var to = string.Join(",", Enumerable.Range(0, count).Select(i => $"\"0108888{i:D4}\""));
        Assert.Equal(202, (await api.PostAsync("/v1/messages", $$"""{ "channel": "sms", "vendor": "kshot", "from": "15777985", "to": [{{to}}], "text": "여럿" }""")).Status);
    }
}
