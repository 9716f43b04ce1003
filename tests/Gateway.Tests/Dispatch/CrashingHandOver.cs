using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Dispatch;

/// <summary>
/// Promises 1 and 2: a process killed (SIGKILL) between any two steps of a hand-over leaves exactly one row once another process has looked. A locked table stops
/// the victim at the wanted step.
/// </summary>
public sealed class CrashingHandOver
{
    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Leaves_one_row_when_killed_between_claim_and_ledger(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        string id;
        await using (var victim = await world.StartProcessAsync())
        {
            await ReadyToHandOverAsync(victim, world);
            await using (await TableLock.TakeAsync(world.Vendor, "gateway_handover"))
            {
                id = await victim.Api.SendSmsAsync("kshot");
                await TableLock.SomebodyWaitsAsync(world.Vendor, "gateway_handover");
                await victim.KillAsync();
            }
        }

        await OneRowAfterRecoveryAsync(world, id);
    }

    [Fact]
    public async Task Leaves_one_row_with_its_file_when_killed_between_files_and_row()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        var directory = Directory.CreateTempSubdirectory("gateway-crash-");
        world.Settings["Vendors:kshot:Attachments:WriteTo"] = directory.FullName;
        string id;
        await using (var victim = await world.StartProcessAsync())
        {
            await ReadyToHandOverAsync(victim, world);
            using var form = new MultipartFormDataContent { { new ByteArrayContent(Files.Samples.Jpeg(8, 8)), "file", "a.jpg" } };
            var picture = (string)(await victim.Api.PostAsync("/v1/files", await form.ReadAsByteArrayAsync(), form.Headers.ContentType!.ToString())).Json["id"]!;
            await using (var gate = await Gate.CloseAsync(world.Vendor, GateAt.BeforeTheRow))
            {
                var sent = await victim.Api.PostAsync(
                    "/v1/messages", $$"""{ "channel": "mms", "vendor": "kshot", "from": "15777985", "to": "01012341234", "text": "a", "attachments": ["{{picture}}"] }""");
                id = (string)sent.Json["messages"]![0]!["id"]!;
                await gate.SomebodyWaitsAsync();
                await victim.KillAsync();
            }
        }

        Assert.Single(directory.GetFiles());
        await OneRowAfterRecoveryAsync(world, id);
        var named = (string)(await world.Vendor.QueryAsync("SELECT mmsfile_path FROM agent_msgqueue WHERE mmsfile_path IS NOT NULL"))[0]["mmsfile_path"]!;
        Assert.Equal(Files.Samples.Jpeg(8, 8), await File.ReadAllBytesAsync(named));
        Assert.Equal(1, await world.State.CountAsync($"SELECT count(*) FROM gateway.staged_files WHERE message_id = '{id}' AND path = '{named}'"));
    }

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Leaves_one_row_when_killed_between_ledger_and_rows(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        string id;
        await using (var victim = await world.StartProcessAsync())
        {
            await ReadyToHandOverAsync(victim, world);
            await using (var gate = await Gate.CloseAsync(world.Vendor, GateAt.BeforeTheRow))
            {
                id = await victim.Api.SendSmsAsync("kshot");
                await gate.SomebodyWaitsAsync();
                await victim.KillAsync();
            }
        }

        await OneRowAfterRecoveryAsync(world, id);
    }

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Leaves_one_row_when_killed_between_rows_and_commit(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        string id;
        await using (var victim = await world.StartProcessAsync())
        {
            await ReadyToHandOverAsync(victim, world);
            await using (var gate = await Gate.CloseAsync(world.Vendor, GateAt.AfterTheRow))
            {
                id = await victim.Api.SendSmsAsync("kshot");
                await gate.SomebodyWaitsAsync();
                await victim.KillAsync();
            }
        }

        await OneRowAfterRecoveryAsync(world, id);
    }

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Leaves_one_row_when_killed_between_commit_and_record(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        string id;
        await using (var victim = await world.StartProcessAsync())
        {
            await ReadyToHandOverAsync(victim, world);
            var gate = await Gate.CloseAsync(world.Vendor, GateAt.AfterTheRow);
            id = await victim.Api.SendSmsAsync("kshot");
            await gate.SomebodyWaitsAsync();
            await using (await TableLock.TakeAsync(world.State, "gateway.handovers"))
            {
                await gate.DisposeAsync();
                await Eventually.BeAsync(async () => await world.QueuedRowsAsync(id) == 1, "the row is committed");
                await TableLock.SomebodyWaitsAsync(world.State, "handovers");
                await victim.KillAsync();
                Assert.Equal(1, await world.State.CountAsync($"SELECT count(*) FROM gateway.inflight WHERE message_id = '{id}' AND state = {{InflightState.Claimed}}"));

                // What the dead process had sent to its database must not be carried out by the server after all.
                await world.State.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE c.relname = 'handovers' AND NOT l.granted");
            }
        }

        await OneRowAfterRecoveryAsync(world, id);
    }

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Loses_and_doubles_nothing_when_killed_again_and_again_under_load(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        world.Settings["Vendors:kshot:MaxQueued"] = "1000000";
        world.Settings["Dispatch:BatchSize"] = "7";
        var acknowledged = new List<string>();
        for (var round = 0; round < 4; round++)
        {
            await using var victim = await world.StartProcessAsync();
            for (var request = 0; request < 40; request++)
            {
                var to = string.Join(",", Enumerable.Range(0, 10).Select(i => $"\"0101234{i:D4}\""));
                var answer = await victim.Api.PostAsync("/v1/messages", $$"""{ "channel": "sms", "vendor": "kshot", "from": "15777985", "to": [{{to}}], "text": "부하" }""");
                acknowledged.AddRange(answer.Json["messages"]!.AsArray().Select(message => (string)message!["id"]!));
            }

            await victim.KillAsync();
        }

        await using var survivor = await world.StartAsync();
        await Eventually.BeAsync(async () => await world.State.CountAsync("SELECT count(*) FROM gateway.inflight WHERE state < {InflightState.Queued}") == 0, "everything is queued", 60);
        var rows = (await world.Vendor.QueryAsync("SELECT etc1 FROM agent_msgqueue")).Select(row => (string)row["etc1"]!).ToList();
        Assert.Equal(acknowledged.Count, rows.Count);
        Assert.Equal(acknowledged.Select(id => Guid.Parse(id)).Order(), rows.Select(key => Guid.ParseExact(key, "N")).Order());
        Assert.Equal(acknowledged.Count, await world.State.CountAsync("SELECT count(*) FROM gateway.events WHERE type = {EventType.MessageQueued}"));
    }

    [Fact]
    public async Task Leaves_only_the_batch_in_doubt_whose_record_failed()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Vendors:kshot:MaxQueued"] = "1000000";
        world.Settings["Dispatch:BatchSize"] = "20";
        world.Settings["Dispatch:ResolveAfterSeconds"] = "3600";
        await using var gateway = await world.StartProcessAsync();
        await ReadyToHandOverAsync(gateway, world);
        await world.State.ExecuteAsync("""
            CREATE SEQUENCE gateway.records;
            CREATE FUNCTION gateway.fail_the_second() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF nextval('gateway.records') = 2 THEN RAISE 'not now'; END IF; RETURN NEW; END $$;
            CREATE TRIGGER fails BEFORE UPDATE ON gateway.handovers FOR EACH ROW EXECUTE FUNCTION gateway.fail_the_second()
            """);

        var to = string.Join(",", Enumerable.Range(0, 200).Select(i => $"\"0101234{i:D4}\""));
        await gateway.Api.PostAsync("/v1/messages", $$"""{ "channel": "sms", "vendor": "kshot", "from": "15777985", "to": [{{to}}], "text": "x" }""");

        await Eventually.GetAsync(() => world.Vendor.CountAsync("SELECT count(*) FROM agent_msgqueue"), rows => rows == 201, "every message has its row");
        await Eventually.GetAsync(() => world.State.CountAsync("SELECT count(*) FROM gateway.inflight WHERE state < {InflightState.Queued}"), open => open == 20, "all others are recorded");
    }

    /// <summary>The first hand-over prepares the tables; after it, every lock lies on the way of the next one.</summary>
    private static async Task ReadyToHandOverAsync(GatewayProcess victim, PrivateGateway world)
    {
        var first = await victim.Api.SendSmsAsync("kshot");
        await victim.Api.ReachesAsync(first, "queued");
        Assert.Equal(1, await world.QueuedRowsAsync(first));
    }

    private static async Task OneRowAfterRecoveryAsync(PrivateGateway world, string id)
    {
        await using var survivor = await world.StartAsync();
        await survivor.Api.ReachesAsync(id, "queued");
        await Eventually.BeAsync(async () => await world.State.CountAsync("SELECT count(*) FROM gateway.handovers WHERE state = {HandoverState.Open}") == 0, "no hand-over is in doubt");
        Assert.Equal(1, await world.QueuedRowsAsync(id));
        Assert.Equal(1, await world.State.CountAsync($"SELECT count(*) FROM gateway.events WHERE message_id = '{id}' AND type = {{EventType.MessageQueued}}"));
    }
}
