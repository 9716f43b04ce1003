using System.Text.RegularExpressions;
using Gateway.Platform.Storage;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>An installation with messages on their way is upgraded to the schema that keeps what waits in a table of its own.</summary>
public sealed partial class UpgradingWork
{
    [Fact]
    public async Task Keeps_every_message_that_has_not_ended()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        foreach (var migration in Migrations().TakeWhile(name => !name.EndsWith(".0120-waiting", StringComparison.Ordinal)))
        {
            await world.State.ExecuteAsync(Sql.Text(migration));
        }

        await world.State.ExecuteAsync("""
            INSERT INTO gateway.inflight (message_id, account_id, vendor, lane, state, due_at, expires_at, handover_id, position, queued_at, sent_at, next_probe_at, routed, reroute_requested_at, cancel_requested_at)
            SELECT gen_random_uuid(), gen_random_uuid(), 'kshot', n % 3, n % 4, now(), now() + interval '1 day', gen_random_uuid(), n, now(), now(), now(), true, now(), now() FROM generate_series(1, 40) AS n
            """);
        var before = await ReadAsync(world);

        await world.State.ExecuteAsync(Sql.Text("Platform.Storage.Migrations.0120-waiting"));

        Assert.Equal(40, before.Count);
        Assert.Equal(before, await ReadAsync(world));
        Assert.Equal(10, await world.State.CountAsync("SELECT count(*) FROM gateway.inflight_waiting"));
        Assert.Equal(30, await world.State.CountAsync("SELECT count(*) FROM gateway.inflight_open"));
    }

    /// <summary>Before migration 0136 a priority could be a list ("normal,bulk"), which stood in a lane that nobody claims.</summary>
    [Fact]
    public async Task Sends_what_an_older_version_stored_with_a_priority_that_means_nothing()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        string stranded;
        await using (var before = await world.StartAsync())
        {
            Assert.Equal(200, (await before.Api.PostAsync("/v1/vendors/kshot/pause", "")).Status);
            stranded = await before.Api.SendSmsAsync("kshot");
            await before.KillAsync();
        }

        foreach (var check in await world.State.QueryAsync(@"SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS sql FROM pg_constraint WHERE conname LIKE '%\_known' AND conislocal"))
        {
            await world.State.ExecuteAsync((string)check["sql"]!);
        }

        await world.State.ExecuteAsync("""
            DELETE FROM gateway.migrations WHERE "MigrationId" LIKE '0136%' OR "MigrationId" LIKE '0137%';
            UPDATE gateway.messages SET priority = 3;
            UPDATE gateway.inflight SET lane = 3
            """);

        await using var after = await world.StartAsync();
        Assert.Equal(200, (await after.Api.PostAsync("/v1/vendors/kshot/resume", "")).Status);

        await after.Api.ReachesAsync(stranded, "queued");
        Assert.Equal("normal", (string?)(await after.Api.GetAsync($"/v1/messages/{stranded}")).Json["priority"]);
        Assert.Equal(0, await world.State.CountAsync(@"SELECT count(*) FROM pg_constraint WHERE conname LIKE '%\_known' AND NOT convalidated"));
    }

    /// <summary>
    /// Before migration 0150 a key counted for its account alone; before 0160 that of an upload stood in its batch
    /// alone. Nothing that was sent with one is sent again.
    /// </summary>
    [Fact]
    public async Task Honours_idempotency_keys_that_older_versions_stored()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        Dictionary<string, Answer> first;
        await using (var before = await world.StartAsync())
        {
            first = await SendAllAsync(before.Api);
            Assert.All(first, kind => Assert.Equal((kind.Key, 202), (kind.Key, kind.Value.Status)));
            await before.KillAsync();
        }

        await world.State.ExecuteAsync("""
            DELETE FROM gateway.migrations WHERE "MigrationId" LIKE '0150%' OR "MigrationId" LIKE '0160%';
            DROP FUNCTION gateway.key_of_upload;
            DELETE FROM gateway.idempotency_keys WHERE request_hash = '';
            UPDATE gateway.idempotency_keys SET key = split_part(key, E'\n', 1)
            """);
        await using var after = await world.StartAsync();

        foreach (var (kind, again) in await SendAllAsync(after.Api))
        {
            Assert.Equal((kind, 202, first[kind].Text, "true"), (kind, again.Status, again.Text, again.Headers.GetValueOrDefault("Idempotency-Replayed")));
        }

        Assert.Equal(422, (await after.Api.PostAsync("/v1/batches", JsonBatch, ("Idempotency-Key", "upload"))).Status);
        Assert.Equal(422, (await UploadAsync(after.Api, "batch")).Status);
        Assert.Equal(3, await world.State.CountAsync("SELECT count(*) FROM gateway.messages"));
    }

    private const string JsonBatch = """{ "messages": [ { "channel": "sms", "from": "15777985", "to": "01012341234", "text": "a" } ] }""";

    private static async Task<Dictionary<string, Answer>> SendAllAsync(Api api) => new()
    {
        ["message"] = await api.PostAsync("/v1/messages", """{ "channel": "sms", "from": "15777985", "to": "01012341234", "text": "a" }""", ("Idempotency-Key", "message")),
        ["batch"] = await api.PostAsync("/v1/batches", JsonBatch, ("Idempotency-Key", "batch")),
        ["upload"] = await UploadAsync(api, "upload"),
    };

    private static Task<Answer> UploadAsync(Api api, string key) =>
        api.PostAsync("/v1/batches?channel=sms&from=15777985", "to,text\n01012341234,a\n"u8.ToArray(), "text/csv", ("Idempotency-Key", key));

    private static IEnumerable<string> Migrations() => typeof(Sql).Assembly.GetManifestResourceNames()
        .Select(name => Migration().Match(name)).Where(match => match.Success).Select(match => match.Value).Order(StringComparer.Ordinal);

    /// <summary>Every column by its name: their order may change.</summary>
    private static async Task<IReadOnlyList<string>> ReadAsync(PrivateGateway world) =>
        [.. (await world.State.QueryAsync("SELECT to_jsonb(i)::text AS line FROM gateway.inflight i ORDER BY message_id")).Select(row => (string)row["line"]!)];

    [GeneratedRegex(@"Platform\.Storage\.Migrations\.\d{4}-[a-z-]+(?=\.sql$)")]
    private static partial Regex Migration();
}
