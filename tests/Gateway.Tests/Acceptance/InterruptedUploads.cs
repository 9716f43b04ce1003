using System.Text;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>Uploads whose connection breaks: what is stored stays, is never stored twice, and is not waited for without end.</summary>
public sealed class InterruptedUploads(SharedGateway gateway)
{
    private const string TestKey = """ "test": true """;
    private const string Ndjson = "application/x-ndjson";
    private const string Path = "/v1/batches?channel=sms&from=15777985";

    private readonly Api _admin = gateway.Ready();

    [Fact]
    public async Task Go_on_with_their_key_behind_what_is_stored()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);
        var (key, body) = (Guid.NewGuid().ToString(), Lines(0, 6000));
        using (var broken = await BrokenUpload.BeginAsync(tenant.Api.Address, Path, Ndjson, tenant.Key, key))
        {
            await broken.SendAsync(body.AsMemory(0, body.Length * 3 / 4));
            await StoredAsync(gateway.State, tenant, 4000);
        }

        var resumed = await tenant.Api.PostAsync(Path, body, Ndjson, ("Idempotency-Key", key));

        Assert.Equal("202 6000 0", $"{resumed.Status} {resumed.Json["accepted"]} {resumed.Json["rejected"]}");
        Assert.Equal(6000, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.messages WHERE account_id = '{tenant.Id}'"));
        Assert.Equal(6000, await gateway.State.CountAsync($"SELECT count(DISTINCT recipient) FROM gateway.messages WHERE batch_id = '{resumed.Json["id"]}'"));
    }

    /// <summary>Whatever is different before the break is told before a line behind it is stored.</summary>
    [Fact]
    public async Task Take_nothing_of_another_file_with_their_key()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);
        var (key, body) = (Guid.NewGuid().ToString(), Lines(0, 6000));
        using (var broken = await BrokenUpload.BeginAsync(tenant.Api.Address, Path, Ndjson, tenant.Key, key))
        {
            await broken.SendAsync(body.AsMemory(0, body.Length * 3 / 4));
            await StoredAsync(gateway.State, tenant, 4000);
        }

        byte[] other = [.. Lines(9000, 1), .. Lines(1, 5999)];
        var answer = await tenant.Api.PostAsync(Path, other, Ndjson, ("Idempotency-Key", key));

        Assert.Equal("422 idempotency_key_reused", $"{answer.Status} {answer.Json["code"]}");
        Assert.Equal(4000, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.messages WHERE account_id = '{tenant.Id}'"));
    }

    /// <summary>Two chunks are written at a time: the second one may be ready first, and waits for the first.</summary>
    [Theory]
    [InlineData(false, "202 10000 0", 10_000)]
    [InlineData(true, "409  ", 4000)]
    public async Task Store_nothing_behind_a_chunk_that_is_not_stored(bool closed, string answered, int stored)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);
        var (key, body) = (Guid.NewGuid().ToString(), Lines(0, 10_000));
        using (var broken = await BrokenUpload.BeginAsync(tenant.Api.Address, Path, Ndjson, tenant.Key, key))
        {
            await broken.SendAsync(body.AsMemory(0, body.Length / 2));
            await StoredAsync(gateway.State, tenant, 4000);
        }

        await using var session = await gateway.State.OpenAsync();
        await using var transaction = await session.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var command = session.CreateCommand();
        command.CommandText = $"SELECT FROM gateway.batches WHERE account_id = '{tenant.Id}' FOR UPDATE";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var resuming = tenant.Api.PostAsync(Path, body, Ndjson, ("Idempotency-Key", key));
        await Eventually.BeAsync(
            async () => await gateway.State.CountAsync(Writing("transactionid")) == 1
                && await gateway.State.CountAsync(Writing("ClientRead")) == 1,
            "the third chunk waits for the batch, and the fourth for the third");
        if (closed)
        {
            command.CommandText = $"UPDATE gateway.batches SET uploaded_at = now() WHERE account_id = '{tenant.Id}'";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        var resumed = await resuming;

        Assert.Equal(answered, $"{resumed.Status} {resumed.Json["accepted"]} {resumed.Json["rejected"]}");
        var own = $"account_id = '{tenant.Id}'";
        Assert.Equal(stored, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.messages WHERE {own}"));
        Assert.Equal(stored, await gateway.State.CountAsync($"SELECT accepted FROM gateway.batches WHERE {own}"));
    }

    /// <summary>Sessions with a transaction that has written something and waits for this.</summary>
    private static string Writing(string waitsFor) => $"""
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_xid IS NOT NULL
            AND (query LIKE '%gateway.batches AS b%' OR query LIKE 'COPY%') AND wait_event = '{waitsFor}'
        """;

    [Fact]
    public async Task Are_closed_after_a_quarter_of_an_hour_and_complete_with_what_is_stored()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        var start = new DateTimeOffset(2027, 1, 5, 3, 0, 0, TimeSpan.Zero);
        var clock = new FakeTimeProvider(start);
        await using var own = await ClockedGateway.StartAsync(world.Settings, clock);
        using var tenant = await Tenant.CreateAsync(own.Api, key: TestKey);
        var (key, body) = (Guid.NewGuid().ToString(), Lines(0, 3000));
        using (var broken = await BrokenUpload.BeginAsync(own.Api.Address, Path, Ndjson, tenant.Key, key))
        {
            await broken.SendAsync(body.AsMemory(0, body.Length * 3 / 4));
            await StoredAsync(world.State, tenant, 2000);
        }

        await Eventually.BeAsync(
            async () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1)); // The loop that ends them looks when its pause is over.
                return await world.State.CountAsync("SELECT count(*) FROM gateway.inflight") == 0;
            },
            "every message has ended");

        clock.SetUtcNow(start.AddMinutes(14));
        await own.RunJobAsync("complete-batches");
        Assert.Equal(0, await world.State.CountAsync("SELECT count(*) FROM gateway.events WHERE type = {EventType.BatchCompleted}"));

        clock.SetUtcNow(start.AddMinutes(16));
        await own.RunJobAsync("complete-batches");
        Assert.Equal(1, await world.State.CountAsync("SELECT count(*) FROM gateway.events WHERE type = {EventType.BatchCompleted}"));
        var late = await tenant.Api.PostAsync(Path, body, Ndjson, ("Idempotency-Key", key));
        Assert.Equal("409 upload_conflict", $"{late.Status} {late.Json["code"]}");
        Assert.Equal(2000, await world.State.CountAsync("SELECT count(*) FROM gateway.messages"));
    }

    [Fact]
    public async Task Take_nothing_more_once_they_came_to_their_end()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        await tenant.Api.PostAsync("/v1/batches?channel=sms&vendor=kpg&from=15777985", Lines(0, 3), Ndjson, key);

        var more = await tenant.Api.PostAsync("/v1/batches?channel=sms&vendor=kpg&from=15777985", Lines(0, 4), Ndjson, key);

        Assert.Equal("422 idempotency_key_reused", $"{more.Status} {more.Json["code"]}");
        Assert.Equal(3, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.messages WHERE account_id = '{tenant.Id}'"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("phone,text\n01012341234,one\n")]
    [InlineData("to,to\n01012341234,one\n")]
    public async Task Leave_nothing_when_the_header_line_cannot_be_used(string csv)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);

        var answer = await tenant.Api.PostAsync(Path, Encoding.UTF8.GetBytes(csv), "text/csv", ("Idempotency-Key", "header"));

        Assert.Equal(422, answer.Status);
        Assert.Empty((await tenant.Api.GetAsync("/v1/batches")).Json["items"]!.AsArray());
    }

    /// <summary>Two thousand lines are a chunk, and so are fewer that say much: they wait in memory.</summary>
    [Fact]
    public async Task Have_stored_long_lines_before_there_are_many()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);
        var table = "to,text\n" + string.Concat(Enumerable.Repeat($"01012341234,{new string('a', 60_000)}\n", 40));
        using var broken = await BrokenUpload.BeginAsync(tenant.Api.Address, Path, "text/csv", tenant.Key, "long");

        await broken.SendAsync(Encoding.UTF8.GetBytes(table));

        await Eventually.BeAsync(
            async () => await gateway.State.CountAsync($"SELECT COALESCE(max(rejected), 0) FROM gateway.batches WHERE account_id = '{tenant.Id}'") > 0,
            "the first lines are stored");
    }

    [Fact]
    public async Task Fill_the_quota_to_its_last_message_and_reject_the_lines_behind()
    {
        using var tenant = await Tenant.CreateAsync(_admin, settings: """, "dailyQuota": 2345 """);

        var sent = await tenant.Api.PostAsync("/v1/batches?channel=sms&vendor=kpg&from=15777985", Lines(0, 2500), Ndjson);

        Assert.Equal("202 2345 155", $"{sent.Status} {sent.Json["accepted"]} {sent.Json["rejected"]}");
        Assert.Equal("2346 daily_quota_exceeded", $"{sent.Json["errors"]![0]!["line"]} {sent.Json["errors"]![0]!["code"]}");
        Assert.Equal(2345, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.messages WHERE account_id = '{tenant.Id}'"));
        await tenant.Api.PostAsync($"/v1/batches/{sent.Json["id"]}/cancel", "");
    }

    /// <summary>What was taken for a chunk, and not stored, is there for the next ones.</summary>
    [Fact]
    public async Task Give_back_the_quota_of_lines_that_repeat_earlier_ones()
    {
        using var tenant = await Tenant.CreateAsync(_admin, settings: """, "dailyQuota": 10, "duplicateWindowSeconds": 600 """);

        var first = await SendAsync(Lines(0, 3));
        var repeated = await SendAsync(Lines(0, 4));
        var rest = await SendAsync(Lines(10, 7));

        Assert.Equal(("3 0", "1 3", "6 1"), (first, repeated, rest));

        async Task<string> SendAsync(byte[] lines)
        {
            var sent = await tenant.Api.PostAsync("/v1/batches?channel=sms&vendor=kpg&from=15777985", lines, Ndjson);
            await tenant.Api.PostAsync($"/v1/batches/{sent.Json["id"]}/cancel", "");
            return $"{sent.Json["accepted"]} {sent.Json["rejected"]}";
        }
    }

    [Fact]
    public async Task Are_canceled_with_nothing_to_do_when_every_line_was_rejected()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        var id = (await tenant.Api.PostAsync(Path, """{ "to": "1", "text": "one" }"""u8.ToArray(), Ndjson)).Json["id"];

        var canceled = await tenant.Api.PostAsync($"/v1/batches/{id}/cancel", "");

        Assert.Equal("""200 {"canceled":0,"tooLate":0,"pending":0}""", canceled.ToString());
        Assert.Equal(404, (await _admin.PostAsync($"/v1/batches/{id}/cancel", "")).Status);
    }

    private static byte[] Lines(int first, int count) =>
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(first, count).Select(i => $$"""{ "to": "010{{10000000 + i}}", "text": "line" }""" + "\n")));

    private static Task StoredAsync(Rows state, Tenant tenant, int lines) => Eventually.BeAsync(
        async () => await state.CountAsync($"SELECT COALESCE(max(lines), 0) FROM gateway.batches WHERE account_id = '{tenant.Id}'") == lines, $"{lines} lines are stored");
}
