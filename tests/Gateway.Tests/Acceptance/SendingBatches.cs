using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>Many messages as one request: all or none, listed under their batch, and one event when the last has ended.</summary>
public sealed class SendingBatches(SharedGateway gateway)
{
    private const string Three = """
        { "name": "seven", "defaults": { "channel": "sms", "from": "15777985", "text": "#{name}님, 안녕하세요." },
          "messages": [
            { "to": { "phone": "010-1234-1234", "variables": { "name": "홍길동" } } },
            { "to": { "phone": "01012341235", "variables": { "name": "김철수" } }, "reference": "second" },
            { "to": "01000000405", "text": "own words" } ] }
        """;

    private const string TestKey = """ "test": true """;

    private readonly Api _admin = gateway.Ready();

    [Fact]
    public async Task Stores_every_message_with_the_defaults_under_the_batch()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);

        var sent = await tenant.Api.PostAsync("/v1/batches", Three);

        Assert.Equal(202, sent.Status);
        Assert.Equal("""3,0,[]""", $"{sent.Json["accepted"]},{sent.Json["rejected"]},{sent.Json["errors"]!.ToJsonString()}");
        var messages = (await tenant.Api.GetAsync($"/v1/messages?batchId={sent.Json["id"]}")).Json["items"]!.AsArray();
        Assert.Equal(["own words", "김철수님, 안녕하세요.", "홍길동님, 안녕하세요."], messages.Select(message => (string)message!["text"]!).Order(StringComparer.Ordinal));
        var batch = (await tenant.Api.GetAsync($"/v1/batches/{sent.Json["id"]}")).Json;
        Assert.Equal("seven", (string)batch["name"]!);
        Assert.Equal(404, (await _admin.GetAsync($"/v1/batches/{sent.Json["id"]}")).Status);
        Assert.Equal((string)sent.Json["id"]!, (string)Assert.Single((await tenant.Api.GetAsync("/v1/batches")).Json["items"]!.AsArray())!["id"]!);
    }

    [Fact]
    public async Task Completes_with_its_counts_and_one_event()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);
        var id = (string)(await tenant.Api.PostAsync("/v1/batches", Three)).Json["id"]!;

        var batch = await Eventually.GetAsync(async () => (await tenant.Api.GetAsync($"/v1/batches/{id}")).Json, seen => seen["completedAt"] is not null, "the batch has completed", 90);

        Assert.Equal("2,1,1", $"{batch["counts"]!["delivered"]},{batch["counts"]!["expired"]},{batch["progress"]}");
        var events = await gateway.State.QueryAsync($"SELECT data::text FROM gateway.events WHERE type = {{EventType.BatchCompleted}} AND account_id = '{tenant.Id}'");
        Assert.Contains(id, (string)Assert.Single(events)["data"]!);
    }

    [Fact]
    public async Task Stores_nothing_when_one_message_has_a_fault()
    {
        using var tenant = await Tenant.CreateAsync(_admin);

        var answer = await tenant.Api.PostAsync("/v1/batches", Three.Replace("01012341235", "123", StringComparison.Ordinal));

        Assert.Equal(422, answer.Status);
        Assert.Equal("/messages/1/to/phone invalid_phone", $"{answer.Json["errors"]![0]!["pointer"]} {answer.Json["errors"]![0]!["code"]}");
        Assert.Empty((await tenant.Api.GetAsync("/v1/messages")).Json["items"]!.AsArray());
        Assert.Empty((await tenant.Api.GetAsync("/v1/batches")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Stores_nothing_when_the_quota_is_too_small()
    {
        using var tenant = await Tenant.CreateAsync(_admin, settings: """, "dailyQuota": 2 """);

        var answer = await tenant.Api.PostAsync("/v1/batches", Three);

        Assert.Equal("429 daily_quota_exceeded", $"{answer.Status} {answer.Json["code"]}");
        Assert.Empty((await tenant.Api.GetAsync("/v1/batches")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Stores_a_repeated_batch_once()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());

        var first = await tenant.Api.PostAsync("/v1/batches", Three, key);
        var second = await tenant.Api.PostAsync("/v1/batches", Three, key);
        var other = await tenant.Api.PostAsync("/v1/batches", Three.Replace("seven", "eight", StringComparison.Ordinal), key);

        Assert.Equal(first.Text, second.Text);
        Assert.Equal("true", second.Headers["Idempotency-Replayed"]);
        Assert.Equal("422 idempotency_key_reused", $"{other.Status} {other.Json["code"]}");
        Assert.Single((await tenant.Api.GetAsync("/v1/batches")).Json["items"]!.AsArray());
        Assert.Equal(3, (await tenant.Api.GetAsync("/v1/messages")).Json["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task Tells_completion_once_when_two_instances_look()
    {
        gateway.Ready();
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 1, 5, 3, 0, 0, TimeSpan.Zero));
        await using var one = await ClockedGateway.StartAsync(world.Settings, clock);
        await using var two = await ClockedGateway.StartAsync(world.Settings, clock);
        using var tenant = await Tenant.CreateAsync(one.Api, key: TestKey);
        var id = (string)(await tenant.Api.PostAsync("/v1/batches", Three)).Json["id"]!;
        await Eventually.BeAsync(async () => await world.State.CountAsync("SELECT count(*) FROM gateway.inflight") == 0, "every message has ended", 60);

        await Task.WhenAll(one.RunJobAsync("complete-batches"), two.RunJobAsync("complete-batches"));
        await one.RunJobAsync("complete-batches");

        Assert.Equal(1, await world.State.CountAsync("SELECT count(*) FROM gateway.events WHERE type = {EventType.BatchCompleted}"));
        Assert.Equal("1", (await tenant.Api.GetAsync($"/v1/batches/{id}")).Json["progress"]!.ToJsonString());
    }

    [Fact]
    public async Task Keeps_its_counts_when_a_report_comes_late()
    {
        gateway.Vendor("kpg");
        using var tenant = await Tenant.CreateAsync(_admin);
        var id = (string)(await tenant.Api.PostAsync("/v1/batches", """{ "messages": [ { "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "late" } ] }""")).Json["id"]!;
        var message = (string)(await tenant.Api.GetAsync($"/v1/messages?batchId={id}")).Json["items"]![0]!["id"]!;
        await tenant.Api.ReachesAsync(message, "queued");
        await gateway.KshotOnPostgres.ExecuteAsync($"UPDATE agent_msgqueue SET state = 2, sendTime = now() AT TIME ZONE 'Asia/Seoul' WHERE etc1 = '{Guid.Parse(message):N}'");
        await tenant.Api.ReachesAsync(message, "sending");
        await gateway.State.ExecuteAsync($"UPDATE gateway.inflight SET expires_at = now() - interval '1 second' WHERE message_id = '{message}'");
        var completed = await Eventually.GetAsync(async () => (await tenant.Api.GetAsync($"/v1/batches/{id}")).Text, seen => !seen.Contains("\"completedAt\":null", StringComparison.Ordinal), "the batch has completed", 90);

        await gateway.KshotOnPostgres.ExecuteAsync($"UPDATE agent_msgqueue SET state = 3, result = 0, resultTime = now() AT TIME ZONE 'Asia/Seoul' WHERE etc1 = '{Guid.Parse(message):N}'");

        await tenant.Api.ReachesAsync(message, "delivered", 60);
        Assert.Equal(completed, (await tenant.Api.GetAsync($"/v1/batches/{id}")).Text);
        Assert.Contains("\"expired\":1", completed, StringComparison.Ordinal);
        Assert.Equal(1, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.events WHERE type = {{EventType.BatchCompleted}} AND account_id = '{tenant.Id}'"));
    }
}
