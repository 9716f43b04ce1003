using System.Text.Json.Nodes;
using Gateway.Tests.Hostile;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>
/// Rows that no reader understands, put there by SQL with the checks of the database taken away: in each column that the model reads as an enumeration or as JSON, and in encrypted texts. A new column is
/// among them by itself. Everything else of the account and of others goes on.
/// </summary>
public sealed class DamagedRowsTests
{
    /// <summary>JSON that no reader of ours expects anywhere.</summary>
    private const string BrokenJson = "'[7]'";

    [Fact]
    public async Task Stop_nothing_else_of_their_account_or_of_others()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartProcessAsync();
        await using var agent = new KshotSimulator(world.Vendor);
        await using var own = new WebhookReceiver();
        await using var others = new WebhookReceiver();
        using var tenant = await Tenant.CreateAsync(gateway.Api);
        await RegisterAsync(gateway.Api, own);
        await RegisterAsync(tenant.Api, others);
        var damaged = await PoisonAsync(world, gateway);

        foreach (var (api, receiver) in new[] { (gateway.Api, own), (tenant.Api, others) })
        {
            var fresh = await api.SendSmsAsync("kshot");
            await api.ReachesAsync(fresh, "delivered", 60);
            await receiver.WaitForAsync(got => got.Type == "message.delivered" && got.MessageId == fresh, "the event of a sound message", 60);
        }

        foreach (var id in damaged.Waiting)
        {
            await gateway.Api.ReachesAsync(id, "failed");
        }

        // A lane that nobody claims says nothing about what stands in it.
        Assert.Equal(202, (await gateway.Api.PostAsync("/v1/jobs/mend-lanes/run", "")).Status);
        await gateway.Api.ReachesAsync(damaged.Stranded, "delivered");
        Assert.Contains(damaged.Stranded, gateway.Log.Split('\n').Single(line => line.Contains("The lane of the waiting message", StringComparison.Ordinal)));
        Assert.Equal(damaged.Messages.Count, await FoundAsync(gateway.Api, "/v1/messages?to=01012341234&limit=200", damaged.Messages));
        Assert.Contains(gateway.Log.Split('\n'), line => line.Contains("The secret recipient-hash is damaged", StringComparison.Ordinal) && line.Contains(" ERR ", StringComparison.Ordinal));

        await EveryListAnswersAsync(gateway.Api);
        await EveryListAnswersAsync(tenant.Api);
        await ShowsAllAsync(gateway.Api, damaged.Messages);
        await NothingStandsAsync(gateway.Api);
        Assert.InRange(gateway.Log.Split('\n').Count(line => line.Contains("is damaged", StringComparison.Ordinal)), 1, 40);
    }

    /// <summary>Columns that somebody only looks for, or compares as a whole.</summary>
    private static readonly string[] Compared = ["accounts.prices", "api_keys.hash", "files.sha256", "recent_recipients.accepted_at"];

    /// <summary>Words that are compared with others, one by one; a word that means nothing opens nothing.</summary>
    private static readonly string[] Words = ["accounts.channels", "accounts.vendors", "api_keys.allowed_addresses", "api_keys.scopes", "webhooks.events"];

    /// <summary>Damaged in tests of their own.</summary>
    private static readonly string[] Elsewhere = ["nodes.vendors", "received_messages.sealed", "rejected_lines.content", "vendor_health.beats", "webhooks.previous_secret", "webhooks.secret"];

    /// <summary>
    /// A new column that must be understood fails here until somebody says which test damages it. Numbers are in <see
    /// cref="SchemaTests"/>.
    /// </summary>
    [Fact]
    public async Task Are_tried_in_every_column_that_must_be_understood()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using (await world.StartAsync())
        {
        }

        var real = await world.State.QueryAsync("""
            SELECT c.relname || '.' || a.attname AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            WHERE c.relnamespace = 'gateway'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
                AND (a.atttypid IN ('jsonb'::regtype, 'json'::regtype, 'bytea'::regtype) OR format_type(a.atttypid, NULL) LIKE '%[]' OR (a.atttypid = 'text'::regtype AND a.attname ~ 'secret|xml|sealed') OR (c.relname = 'secrets' AND a.attname = 'value'))
            """);
        await using var db = StateModel.Of(world.State.ConnectionString);
        var tried = db.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties().Where(property => property.GetColumnType() == "jsonb").Select(property => $"{entity.GetTableName()}.{property.GetColumnName()}"));

        Assert.Equal(real.Select(row => (string)row["name"]!).Order(StringComparer.Ordinal), tried.Concat(Others.Keys).Concat(Compared).Concat(Words).Concat(Elsewhere).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>
    /// What is in flight lies in two tables, each for its own states: they refuse every other one, though the check is
    /// gone.
    /// </summary>
    [Fact]
    public async Task Cannot_have_a_state_of_work_that_means_nothing()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync();
        Assert.Equal(200, (await gateway.Api.PostAsync("/v1/vendors/kshot/pause", "")).Status);
        var id = await gateway.Api.SendSmsAsync("kshot");
        await world.State.ExecuteAsync("ALTER TABLE gateway.inflight DROP CONSTRAINT inflight_state_known");

        foreach (var state in new[] { -1, 4, 77 })
        {
            var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => world.State.ExecuteAsync($"UPDATE gateway.inflight SET state = {state} WHERE message_id = '{id}'"));
            Assert.Contains("no partition of relation", refused.MessageText, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Fail_the_delivery_of_a_damaged_event_and_of_a_lost_one_and_say_why()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync();
        await using var receiver = new WebhookReceiver { AnswerWith = _ => 503 };
        var endpoint = await RegisterAsync(gateway.Api, receiver);
        var ids = new[] { await gateway.Api.SendSmsAsync("kshot"), await gateway.Api.SendSmsAsync("kshot") };
        await receiver.WaitForAsync(got => got.MessageId == ids[1], "it was tried");
        await world.State.ExecuteAsync("ALTER TABLE gateway.events DROP CONSTRAINT events_type_known");
        await world.State.ExecuteAsync($"UPDATE gateway.events SET type = 77 WHERE message_id = '{ids[0]}'; DELETE FROM gateway.events WHERE message_id = '{ids[1]}'");
        receiver.AnswerWith = _ => 204;

        var failed = await Eventually.GetAsync(() => gateway.Api.GetAsync($"/v1/webhooks/{endpoint}/deliveries?status=failed"), answer => answer.Json["items"]!.AsArray().Count == 2, "both deliveries have failed", 40);

        Assert.All(failed.Json["items"]!.AsArray(), delivery => Assert.Equal("damaged", (string?)delivery!["attempts"]!.AsArray()[^1]!["error"]));
        var feed = await gateway.Api.GetAsync("/v1/events");
        Assert.Contains(feed.Json["items"]!.AsArray(), item => (string?)item!["type"] == "unknown" && (bool?)item["data"]!["damaged"] == true);
        var fresh = await gateway.Api.SendSmsAsync("kshot");
        await receiver.WaitForAsync(got => got.MessageId == fresh, "the endpoint goes on");
        await NothingStandsAsync(gateway.Api);
    }

    [Fact]
    public async Task Let_an_endpoint_whose_secret_is_broken_rest_alone()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartProcessAsync();
        await using var receiver = new WebhookReceiver();
        var broken = await RegisterAsync(gateway.Api, receiver);
        await RegisterAsync(gateway.Api, receiver);
        await world.State.ExecuteAsync($"UPDATE gateway.webhooks SET secret = 'broken' WHERE id = '{broken}'");

        var fresh = await gateway.Api.SendSmsAsync("kshot");
        await receiver.WaitForAsync(got => got.MessageId == fresh, "the other endpoint gets it");

        var seen = await Eventually.GetAsync(
            async () => (await LoopAsync(gateway.Api, "deliver-webhooks"))["failingItems"]!.AsArray().SingleOrDefault(), item => (int?)item?["failures"] >= 3, "the broken one is seen", 60);
        Assert.Equal(broken, (string?)seen!["item"]);
        Assert.Equal("ok", (string?)(await LoopAsync(gateway.Api, "deliver-webhooks"))["status"]);
        Assert.InRange(gateway.Log.Split('\n').Count(line => line.Contains(broken, StringComparison.Ordinal)), 1, 3);

        // A new secret cures it, though the broken one would sign as well for a day.
        var rotated = await gateway.Api.PostAsync($"/v1/webhooks/{broken}/rotate-secret", "");
        Assert.True(rotated.Status == 200, rotated.ToString());
        await receiver.WaitForAsync(_ => receiver.All.Count(got => got.MessageId == fresh && got.Type == "message.queued") == 2, "both endpoints have got it", 60);
    }

    private static async Task<string> RegisterAsync(Api api, WebhookReceiver receiver)
    {
        var answer = await api.PostAsync("/v1/webhooks", $$"""{ "url": "{{receiver.Url}}", "events": ["*"] }""");
        Assert.Equal(201, answer.Status);
        return (string)answer.Json["id"]!;
    }

    private static async Task<Damage> PoisonAsync(PrivateGateway world, IGateway gateway)
    {
        foreach (var check in await world.State.QueryAsync("""
            SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS sql
            FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND k.conkey = ARRAY[a.attnum]
            WHERE contype = 'c' AND a.atttypid = 'smallint'::regtype AND conislocal AND connamespace = 'gateway'::regnamespace
            """))
        {
            await world.State.ExecuteAsync((string)check["sql"]!);
        }

        var (ended, waiting) = (new List<string>(), new List<string>());
        await using var db = StateModel.Of(world.State.ConnectionString);
        var columns = db.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()
            .Where(property => (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType).IsEnum || property.GetColumnType() == "jsonb")
            .Select(property => (Table: entity.GetTableName()!, Column: property.GetColumnName(), Value: property.GetColumnType() == "jsonb" ? BrokenJson : "77"))).ToList();
        Assert.True(columns.Count >= 15, $"{columns.Count} columns");

        // Messages once while they wait, and once when they have ended; the others as they come.
        foreach (var (_, column, value) in columns.Where(column => column.Table == "messages"))
        {
            ended.Add(await gateway.Api.SendSmsAsync("kshot"));
            await gateway.Api.ReachesAsync(ended[^1], "delivered");
            await world.State.ExecuteAsync($"UPDATE gateway.messages SET {column} = {value} WHERE id = '{ended[^1]}'");
        }

        Assert.Equal(202, (await gateway.Api.PostAsync("/v1/batches", """{ "defaults": { "channel": "sms", "from": "15777985", "text": "a" }, "messages": [ { "to": "01012340001" } ] }""")).Status);
        await gateway.Api.PostAsync("/v1/webhooks", """{ "url": "https://example.com/poisoned", "events": ["webhook.test"] }""");
        (await Tenant.CreateAsync(gateway.Api)).Dispose();
        Assert.Equal(201, (await gateway.Api.PostAsync("/v1/senders", """{ "number": "16881234" }""")).Status);
        Assert.Equal(201, (await gateway.Api.PostAsync("/v1/templates", """{ "name": "a", "channel": "sms", "text": "a" }""")).Status);
        Assert.Equal(200, (await gateway.Api.PostAsync("/v1/vendors/kshot/pause", "")).Status);
        await Eventually.BeAsync(async () => await world.State.CountAsync("SELECT count(*) FROM gateway.handovers WHERE state = 0") == 0, "nothing is being written");
        foreach (var column in new[] { "channel = 77", "purpose = 77", $"details = {BrokenJson}", "status = 77", "priority = 77", $"metadata = {BrokenJson}" })
        {
            var id = await gateway.Api.SendSmsAsync("kshot");
            await world.State.ExecuteAsync($"UPDATE gateway.messages SET {column} WHERE id = '{id}'");
            (column is "channel = 77" or "purpose = 77" || column.StartsWith("details", StringComparison.Ordinal) ? waiting : ended).Add(id);
        }

        var stranded = await gateway.Api.SendSmsAsync("kshot");
        foreach (var (table, column, value) in columns.Where(column => column.Table != "messages" && column != ("inflight", "state", "77")))
        {
            var row = table == "inflight" ? $"message_id = '{stranded}'" : Rows.GetValueOrDefault(table) ?? throw new InvalidOperationException($"Say which row of {table} is to be damaged.");
            await world.State.ExecuteAsync($"UPDATE gateway.{table} SET {column} = {value} WHERE {row}");
        }

        await world.State.ExecuteAsync($"""
            UPDATE gateway.stats SET channel = 77, status = 77 WHERE ctid = (SELECT min(ctid) FROM gateway.stats);
            UPDATE gateway.vendor_health SET status = 77, beats = {BrokenJson};
            UPDATE gateway.handovers SET state = 77 WHERE id = (SELECT id FROM gateway.handovers WHERE state = 1 LIMIT 1)
            """);
        await world.State.ExecuteAsync("INSERT INTO gateway.secrets (name, value, created_at) VALUES ('recipient-hash', '', now())");
        foreach (var (column, damage) in Others)
        {
            await world.State.ExecuteAsync($"UPDATE gateway.{column.Split('.')[0]} SET {column.Split('.')[1]} = {damage}");
        }

        Assert.Equal(200, (await gateway.Api.PostAsync("/v1/vendors/kshot/resume", "")).Status);
        return new Damage([.. ended, .. waiting, stranded], waiting, stranded);
    }

    /// <summary>Which row of each table is damaged.</summary>
    private static Dictionary<string, string> Rows { get; } = new()
    {
        ["events"] = "id = (SELECT id FROM gateway.events ORDER BY id LIMIT 1)",
        ["deliveries"] = "id = (SELECT id FROM gateway.deliveries ORDER BY id LIMIT 1)",
        ["webhooks"] = "url LIKE '%poisoned'",
        ["accounts"] = "id = (SELECT id FROM gateway.accounts ORDER BY created_at DESC LIMIT 1)",
        ["batches"] = "true",
        ["senders"] = "true",
        ["templates"] = "true",
        ["audit_log"] = "id = (SELECT id FROM gateway.audit_log ORDER BY id LIMIT 1)",
    };

    /// <summary>
    /// Columns that the model does not know as enumerations or JSON, and that are understood all the same: in every
    /// row, with what no reader expects.
    /// </summary>
    private static Dictionary<string, string> Others { get; } = new()
    {
        ["messages.trace"] = @"'\x07'",
        ["files.usable_for"] = "'{77}'",
        ["idempotency_keys.answer"] = @"'\x07'",
        ["idempotency_keys.request_hash"] = @"'\x07'",
        ["batches.lines_hash"] = @"'\x07'",
        ["secrets.value"] = "'broken'",
        ["data_protection_keys.xml"] = "'broken'",
    };

    private static async Task<int> FoundAsync(Api api, string path, IReadOnlyList<string> wanted)
    {
        var answer = await api.GetAsync(path);
        Assert.True(answer.Status == 200, answer.ToString());
        return answer.Json["items"]!.AsArray().Count(item => wanted.Contains((string)item!["id"]!));
    }

    private static async Task EveryListAnswersAsync(Api api)
    {
        var document = (await api.GetAsync("/openapi.json")).Json;
        var lists = ApiRoute.All(document).Where(route => route.Method == "GET" && !route.Path.Contains('{') && route.Path.StartsWith("/v1/", StringComparison.Ordinal)).ToList();
        Assert.True(lists.Count > 8, $"{lists.Count} lists");
        foreach (var list in lists)
        {
            var answer = await api.GetAsync(list.Path);
            Assert.True(answer.Status is 200 or 403 || (answer.Status == 400 && list.Parameters.Count > 0), $"{list.Path}: {answer}");
            foreach (var item in answer.Status == 200 && !answer.IsStream && list.Path is not "/v1/events" and not "/v1/stats" ? answer.Json["items"] as JsonArray ?? [] : [])
            {
                if ((string?)item!["id"] is { } id && (await api.GetAsync($"{list.Path}/{id}")) is var one)
                {
                    Assert.True(one.Status is 200 or 404 or 405, $"{list.Path}/{id}: {one}");
                }
            }
        }
    }

    private static async Task ShowsAllAsync(Api api, IReadOnlyList<string> messages)
    {
        var seen = new Dictionary<string, JsonNode>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await api.GetAsync($"/v1/messages?limit=5{(cursor.Length == 0 ? "" : $"&cursor={cursor}")}");
            Assert.True(page.Status == 200, page.ToString());
            page.Json["items"]!.AsArray().ToList().ForEach(item => seen.Add((string)item!["id"]!, item));
            cursor = (string?)page.Json["nextCursor"];
        }

        Assert.Empty(messages.Except(seen.Keys));
        Assert.All(seen, item => Assert.True(messages.Contains(item.Key) || item.Value["damaged"] is null, item.Value.ToJsonString()));
        Assert.True(seen.Values.Count(item => (bool?)item["damaged"] == true) >= messages.Count / 2);
    }

    /// <summary>Each job is run once more, and none fails; no loop has a standing fault.</summary>
    private static async Task NothingStandsAsync(Api api)
    {
        foreach (var job in (await api.GetAsync("/v1/jobs")).Json["items"]!.AsArray())
        {
            Assert.Equal(202, (await api.PostAsync($"/v1/jobs/{job!["name"]}/run", "")).Status);
        }

        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);
        var after = (await api.GetAsync("/v1/jobs")).Json;
        Assert.All(after["items"]!.AsArray(), job => Assert.True((string?)job!["status"] != "failing", job.ToJsonString()));
        Assert.All(after["loops"]!.AsArray(), loop => Assert.True((string?)loop!["status"] == "ok", loop.ToJsonString()));
    }

    private static async Task<JsonNode> LoopAsync(Api api, string name) =>
        (await api.GetAsync("/v1/jobs")).Json["loops"]!.AsArray().Single(loop => (string?)loop!["name"] == name)!;

    private sealed record Damage(IReadOnlyList<string> Messages, IReadOnlyList<string> Waiting, string Stranded);
}
