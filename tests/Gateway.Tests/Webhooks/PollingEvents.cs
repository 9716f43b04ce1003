using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Npgsql;
using Xunit;

namespace Gateway.Tests.Webhooks;

/// <summary>The feed for those who poll: everything once, in order, whatever order transactions commit in.</summary>
public sealed class PollingEvents(WebhookWorld world) : IClassFixture<WebhookWorld>
{
    private const string Account = "00000000-0000-7000-8000-000000000001";

    [Fact]
    public async Task Reads_one_event_by_its_id_and_none_of_another_account()
    {
        var cursor = await LatestAsync();
        await using var writer = await BeginAsync();
        await InsertAsync(writer, 1);
        await writer.CommitAsync();
        var told = (await world.Gateway.Api.GetAsync($"/v1/events?cursor={cursor}")).Json["items"]![0]!;
        using var other = await Tenant.CreateAsync(world.Gateway.Api);

        var one = await world.Gateway.Api.GetAsync($"/v1/events/{told["id"]}");

        Assert.Equal(told.ToJsonString(), one.Json.ToJsonString());
        Assert.Equal(404, (await other.Api.GetAsync($"/v1/events/{told["id"]}")).Status);
        Assert.Equal(404, (await world.Gateway.Api.GetAsync("/v1/events/evt_none")).Status);
    }

    [Fact]
    public async Task Returns_an_event_that_commits_after_a_later_one_was_read()
    {
        var cursor = await LatestAsync();
        await using var slow = await BeginAsync();
        await InsertAsync(slow, 1);
        await using var quick = await BeginAsync();
        await InsertAsync(quick, 2);
        await quick.CommitAsync();

        var (first, between) = await ReadAsync(cursor);
        var (nothing, still) = await ReadAsync(between);
        await slow.CommitAsync();
        var (second, after) = await ReadAsync(still);
        var (end, _) = await ReadAsync(after);

        Assert.Equal([2], Numbers(first));
        Assert.Empty(nothing);
        Assert.Equal([1], Numbers(second));
        Assert.Empty(end);
    }

    [Fact]
    public async Task Keeps_the_order_of_a_message_when_the_second_change_has_the_older_transaction()
    {
        var cursor = await LatestAsync();
        await world.State.ExecuteAsync("CREATE TABLE IF NOT EXISTS counters (id int PRIMARY KEY, n int NOT NULL); INSERT INTO counters VALUES (1000, 0) ON CONFLICT DO NOTHING");
        await using var older = await BeginAsync();
        await RunAsync(older, "SELECT pg_current_xact_id()");
        await using var younger = await BeginAsync();
        await RunAsync(younger, "UPDATE counters SET n = n + 1 WHERE id = 1000");
        await InsertAsync(younger, 1);
        var waiting = Task.Run(async () =>
        {
            await RunAsync(older, "UPDATE counters SET n = n + 1 WHERE id = 1000");
            await InsertAsync(older, 2);
        });
        await Eventually.BeAsync(async () => await world.State.CountAsync("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%id = 1000%'") == 1, "the older one waits");
        var (nothing, between) = await ReadAsync(cursor);
        await younger.CommitAsync();
        await waiting;
        var (first, after) = await ReadAsync(between);
        await older.CommitAsync();
        var (second, _) = await ReadAsync(after);
        var (all, _) = await ReadAsync(cursor);

        Assert.Empty(nothing);
        Assert.Equal([1], Numbers(first));
        Assert.Equal([2], Numbers(second));
        Assert.Equal([1, 2], Numbers(all));
    }

    [Fact]
    public async Task Pages_through_a_long_stretch_while_more_happens_and_filters_by_type()
    {
        var cursor = await LatestAsync();
        await world.HappenAsync(300);
        await world.HappenAsync(5, first: 300, type: 7);
        await world.HappenAsync(6000, first: 400);
        await world.HappenAsync(5, first: 7000, type: 7);
        var (page, next) = await ReadAsync(cursor, "&limit=200");
        await world.HappenAsync(10, first: 8000);
        var rest = await ReadAllAsync(next);
        var batches = await ReadAllAsync(cursor, "&types=batch.completed,fax.*&limit=3");

        Assert.Equal(Enumerable.Range(0, 200), Numbers(page));
        Assert.Equal([.. Enumerable.Range(200, 105), .. Enumerable.Range(400, 6000), .. Enumerable.Range(7000, 5), .. Enumerable.Range(8000, 10)], Numbers(rest));
        Assert.Equal([300, 301, 302, 303, 304, 7000, 7001, 7002, 7003, 7004], Numbers(batches));
        Assert.All(batches, item => Assert.Equal(("batch.completed", true), ((string)item["type"]!, ((string)item["id"]!).StartsWith("evt_", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Tells_of_messages_what_webhooks_tell()
    {
        var cursor = await LatestAsync();
        var id = await world.Api.SendSmsAsync("kshot");
        await world.Api.ReachesAsync(id, "queued");

        var (items, _) = await ReadAsync(cursor);

        Assert.Equal(("message.queued", id, "queued"), ((string)items[0]["type"]!, (string)items[0]["data"]!["id"]!, (string)items[0]["data"]!["status"]!));
    }

    [Theory]
    [InlineData("cursor=nonsense", "?cursor invalid_cursor")]
    [InlineData("cursor=AQEB", "?cursor invalid_cursor")]
    [InlineData("types=message.sent", "?types unknown_event")]
    [InlineData("limit=0", "?limit out_of_range")]
    [InlineData("start=tomorrow", "?start unknown_value")]
    public async Task Names_the_fault_of_a_bad_query(string query, string fault)
    {
        await LatestAsync();
        var answer = await world.Api.GetAsync($"/v1/events?{query}");

        Assert.Equal((400, fault), (answer.Status, $"{answer.Json["errors"]![0]!["pointer"]} {answer.Json["errors"]![0]!["code"]}"));
    }

    [Fact]
    public async Task Looks_by_index_alone()
    {
        await LatestAsync();
        var plan = string.Join('\n', (await world.State.QueryAsync($"""
            SET enable_seqscan = off;
            EXPLAIN SELECT id, seq, type, tx FROM gateway.events WHERE account_id = '{Account}' AND seq > 5 AND seq <= 1000 ORDER BY seq LIMIT 250
            """)).Select(row => (string)row["query plan"]!));

        Assert.DoesNotContain("Seq Scan", plan);
        Assert.DoesNotContain("Sort Key: events.id", plan);
        Assert.Contains("account_id_seq_idx", plan);
    }

    [Fact]
    public async Task Shows_every_event_once_and_each_message_in_order_while_many_write()
    {
        const int Writers = 12;
        const int Counters = 20;
        var cursor = await LatestAsync();
        await world.State.ExecuteAsync($"CREATE TABLE IF NOT EXISTS counters (id int PRIMARY KEY, n int NOT NULL); INSERT INTO counters SELECT n, 0 FROM generate_series(1, {Counters}) AS n");
        var committed = new ConcurrentDictionary<(int Counter, int N), bool>();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(6));
        var writers = Enumerable.Range(1, Writers).Select(seed => Task.Run(() => WriteAsync(new Random(seed), committed, stop.Token))).ToList();
        var seen = new List<(int Counter, int N)>();
        var ids = new List<string>();
        var reads = 0;
        var last = false;
        while (true)
        {
            var answer = (await world.Api.GetAsync($"/v1/events?limit=50&cursor={cursor}")).Json;
            cursor = (string)answer["nextCursor"]!;
            reads++;
            foreach (var item in answer["items"]!.AsArray())
            {
                ids.Add((string)item!["id"]!);
                seen.Add(((int)item["data"]!["counter"]!, (int)item["data"]!["n"]!));
            }

            if (last && !(bool)answer["hasMore"]!)
            {
                break;
            }

            // Two reads after the writers' end: the first may have begun before it.
            last = writers.TrueForAll(writer => writer.IsCompleted) && !(bool)answer["hasMore"]!;
        }

        await Task.WhenAll(writers);
        Assert.True(committed.Count > 500, $"{committed.Count} events, {reads} reads");
        Assert.Equal(ids.Distinct(), ids);
        Assert.Equal(committed.Keys.Order(), seen.Order());
        Assert.All(seen.GroupBy(one => one.Counter), one => Assert.Equal(one.Select(item => item.N).Order(), one.Select(item => item.N)));
    }

    private async Task WriteAsync(Random random, ConcurrentDictionary<(int Counter, int N), bool> committed, CancellationToken stop)
    {
        await using var connection = new NpgsqlConnection(world.State.ConnectionString);
        await connection.OpenAsync(CancellationToken.None);
        while (!stop.IsCancellationRequested)
        {
            await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
            if (random.Next(3) == 0)
            {
                // Its number is older than its first event, and than those of the ones that it will wait for.
                await RunAsync(transaction, "SELECT pg_current_xact_id()");
            }

            var made = new List<(int, int)>();
            foreach (var counter in Enumerable.Range(0, 1 + random.Next(3)).Select(_ => 1 + random.Next(20)).Distinct().Order())
            {
                var n = (int)(await RunAsync(transaction, $"UPDATE counters SET n = n + 1 WHERE id = {counter} RETURNING n"))!;
                await RunAsync(transaction, $$"""
                    INSERT INTO gateway.events (id, account_id, type, occurred_at, data)
                    VALUES (gateway.new_id(now()), '{{Account}}', 9, now(), '{"counter": {{counter}}, "n": {{n}} }')
                    """);
                made.Add((counter, n));
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(6)), TimeProvider.System, CancellationToken.None);
            }

            if (random.Next(8) == 0)
            {
                await transaction.RollbackAsync(CancellationToken.None);
                continue;
            }

            await transaction.CommitAsync(CancellationToken.None);
            foreach (var one in made)
            {
                committed[one] = true;
            }
        }
    }

    private static async Task<object?> RunAsync(NpgsqlTransaction transaction, string sql)
    {
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        return await command.ExecuteScalarAsync(CancellationToken.None);
    }

    private static Task<object?> InsertAsync(NpgsqlTransaction transaction, int n) => RunAsync(transaction, $$"""
        INSERT INTO gateway.events (id, account_id, type, occurred_at, data) VALUES (gateway.new_id(now()), '{{Account}}', 9, now(), '{"n": {{n}} }')
        """);

    private static int[] Numbers(IEnumerable<JsonNode> items) => [.. items.Select(item => (int)item["data"]!["n"]!)];

    private async Task<NpgsqlTransaction> BeginAsync()
    {
        // Closed with the test's process: a transaction does not own its connection.
        var connection = new NpgsqlConnection(world.State.ConnectionString);
        await connection.OpenAsync(CancellationToken.None);
        return await connection.BeginTransactionAsync(CancellationToken.None);
    }

    private async Task<string> LatestAsync()
    {
        Assert.SkipWhen(TestServers.Postgres is null, "GATEWAY_TEST_POSTGRES is not set. Run ./test.sh, which starts the databases.");
        return (string)(await world.Api.GetAsync("/v1/events?start=latest")).Json["nextCursor"]!;
    }

    private async Task<(List<JsonNode> Items, string Next)> ReadAsync(string cursor, string more = "")
    {
        var answer = await world.Api.GetAsync($"/v1/events?cursor={cursor}{more}");
        Assert.Equal(200, answer.Status);
        return ([.. answer.Json["items"]!.AsArray().Select(item => item!)], (string)answer.Json["nextCursor"]!);
    }

    private async Task<List<JsonNode>> ReadAllAsync(string cursor, string more = "")
    {
        var all = new List<JsonNode>();
        var empty = 0;
        while (empty < 2)
        {
            var answer = (await world.Api.GetAsync($"/v1/events?cursor={cursor}{more}")).Json;
            all.AddRange(answer["items"]!.AsArray().Select(item => item!));
            empty = (bool)answer["hasMore"]! ? 0 : empty + 1;
            cursor = (string)answer["nextCursor"]!;
        }

        return all;
    }
}
