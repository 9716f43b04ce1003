using System.Globalization;
using Gateway.Simulator.Agents;
using Gateway.Simulator.Agents.Kshot;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Gateway.Vendors.ResultCodes;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Accounts;

/// <summary>Registered numbers end with their certificate, and a vendor that refuses one blocks it.</summary>
public sealed class SenderStates(SharedGateway gateway)
{
    private const string Message = """{ "channel": "sms", "from": "15777985", "to": "01012341234", "text": "안녕" }""";

    /// <summary>KShot's 115 is 307, its 5 something that says nothing of the sender.</summary>
    private static readonly KshotAgentOptions Refusing = KshotSimulator.Fast with
    {
        Outcomes = new OutcomeOptions { Endings = new Dictionary<string, string> { ["0307"] = "115", ["0505"] = "7" } },
    };

    [Fact]
    public async Task End_with_their_time_and_begin_again_when_it_is_moved()
    {
        var admin = gateway.Ready();
        using var tenant = await Tenant.CreateAsync(admin);
        var registered = await admin.PostAsync("/v1/senders", $$"""{ "number": "15777985", "accountId": "{{tenant.Id}}", "expiresAt": "2099-12-31T23:59:59+09:00" }""");
        var path = $"/v1/senders/{registered.Json["id"]}";
        Assert.Equal((201, "approved", "2099-12-31T14:59:59.000Z"), (registered.Status, (string)registered.Json["state"]!, (string)registered.Json["expiresAt"]!));
        await tenant.Api.SendSmsAsync("kpg");

        var ended = await PatchAsync(admin, path, """{ "expiresAt": "2026-01-01T00:00:00+09:00" }""");

        Assert.Equal((200, "expired"), (ended.Status, (string)ended.Json["state"]!));
        var refused = await tenant.Api.PostAsync("/v1/messages", Message);
        Assert.Equal((422, "/from sender_expired"), (refused.Status, Fault(refused)));
        Assert.Contains("Its registration ended on 2025-12-31 15:00Z.", refused.Text);
        Assert.Equal([(string)registered.Json["id"]!], await IdsAsync(tenant.Api, "expired"));
        Assert.Empty(await IdsAsync(tenant.Api, "approved"));
        Assert.Equal(202, (await PostFromAsync(tenant.Api, "15880000")).Status);

        Assert.Equal("approved", (string)(await PatchAsync(admin, path, """{ "expiresAt": null }""")).Json["state"]!);
        await tenant.Api.SendSmsAsync("kpg");
        Assert.Equal([(string)registered.Json["id"]!], await IdsAsync(tenant.Api, "approved"));
        var log = (await admin.GetAsync("/v1/audit-log?limit=200")).Json["items"]!.AsArray().Where(entry => (string)entry!["target"]! == (string)registered.Json["id"]!);
        Assert.Equal(["sender.changed", "sender.changed", "sender.registered"], log.Select(entry => (string)entry!["action"]!));
    }

    [Fact]
    public async Task End_at_their_moment_without_a_change_by_anybody()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var clocked = await ClockedGateway.StartAsync(world.Settings, clock);
        var until = clock.GetUtcNow().AddSeconds(2).ToString("O", CultureInfo.InvariantCulture);
        Assert.Equal(201, (await clocked.Api.PostAsync("/v1/senders", $$"""{ "number": "15777985", "expiresAt": "{{until}}" }""")).Status);
        Assert.Equal(202, (await clocked.Api.PostAsync("/v1/messages", Message)).Status);

        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("/from sender_expired", Fault(await clocked.Api.PostAsync("/v1/messages", Message)));
        var batch = await clocked.Api.PostAsync("/v1/batches", $$"""{ "messages": [{{Message}}] }""");
        Assert.Equal((422, "/messages/0/from sender_expired"), (batch.Status, Fault(batch)));
    }

    [Theory]
    [InlineData("POST", """{ "number": "15777985", "expiresAt": "2020-01-01T00:00:00Z" }""", 422, "/expiresAt out_of_range")]
    [InlineData("POST", """{ "number": "15777985", "expiresAt": "2099-01-01T00:00:00" }""", 400, "/expiresAt invalid_type")]
    [InlineData("PATCH", """{ "comment": 5, "state": "approved" }""", 400, "/comment invalid_type, /state unknown_field")]
    public async Task Tell_every_fault(string method, string body, int status, string faults)
    {
        var admin = gateway.Ready();
        var path = method == "POST" ? "/v1/senders" : $"/v1/senders/{Guid.CreateVersion7()}";

        var answer = await admin.SendAsync(new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent(body, null, "application/json") });

        Assert.Equal((status, faults), (answer.Status, string.Join(", ", answer.Json["errors"]!.AsArray().Select(fault => $"{fault!["pointer"]} {fault["code"]}").Order(StringComparer.Ordinal))));
    }

    [Fact]
    public async Task Are_changed_and_unblocked_by_the_operator_alone()
    {
        var admin = gateway.Ready();
        using var tenant = await Tenant.CreateAsync(admin);
        var registered = await tenant.Api.PostAsync("/v1/senders", """{ "number": "15777985" }""");
        var path = $"/v1/senders/{registered.Json["id"]}";

        Assert.Equal(403, (await PatchAsync(tenant.Api, path, """{ "expiresAt": null }""")).Status);
        Assert.Equal(403, (await tenant.Api.PostAsync($"{path}/unblock", "")).Status);
        Assert.Equal(404, (await PatchAsync(admin, $"/v1/senders/{Guid.CreateVersion7()}", "{}")).Status);
        Assert.Equal(404, (await admin.PostAsync($"/v1/senders/{Guid.CreateVersion7()}/unblock", "")).Status);
        Assert.Equal("pending", (string)(await admin.PostAsync($"{path}/unblock", "")).Json["state"]!);
    }

    [Fact]
    public async Task Are_blocked_by_a_result_that_says_so_and_told_once_and_unblocked_for_good()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var running = await world.StartAsync();
        var admin = running.Api;
        using var tenant = await Tenant.CreateAsync(admin);
        await using var hook = new WebhookReceiver();
        await tenant.Api.PostAsync("/v1/webhooks", $$"""{ "url": "{{hook.Url}}", "events": ["sender.*"] }""");
        var sender = await admin.PostAsync("/v1/senders", $$"""{ "number": "15777985", "accountId": "{{tenant.Id}}" }""");
        var path = $"/v1/senders/{sender.Json["id"]}";

        // Another account's number is the same one, and another matter.
        await admin.PostAsync("/v1/senders", """{ "number": "15777985" }""");
        var innocent = await tenant.Api.SendSmsAsync("kshot", "01012340505");
        var bad = await tenant.Api.SendSmsAsync("kshot", "01012340307");
        var worse = await tenant.Api.SendSmsAsync("kshot", "01012350307");
        await tenant.Api.ReachesAsync(worse, "queued");
        var held = await tenant.Api.SendSmsAsync("kshot", "01012360307", more: $", \"scheduledAt\": \"{TimeProvider.System.GetUtcNow().AddDays(2):O}\"");
        await using (var agent = new KshotSimulator(world.Vendor, Refusing))
        {
            await tenant.Api.ReachesAsync(innocent, "failed", 60);
            await tenant.Api.ReachesAsync(bad, "failed", 60);
            await tenant.Api.ReachesAsync(worse, "failed", 60);
        }

        var shown = (await tenant.Api.GetAsync("/v1/senders?state=blocked")).Json["items"]!.AsArray().Single()!;
        Assert.Equal(("blocked", 307), ((string)shown["state"]!, (int)shown["blockedCode"]!));
        var refused = await Eventually.GetAsync(() => tenant.Api.PostAsync("/v1/messages", Message), answer => answer.Status == 422, "the number is refused", 5);
        Assert.Equal("/from sender_blocked", Fault(refused));
        Assert.Contains("307 (E_CALLBACK_UNREG_ERR)", refused.Text);
        Assert.Equal(202, (await admin.PostAsync("/v1/messages", Message)).Status);
        var told = await hook.WaitForAsync(got => got.Type == "sender.blocked", "the block is told");
        Assert.Equal(((string)sender.Json["id"]!, "15777985", 307), ((string)told.Json["data"]!["id"]!, (string)told.Json["data"]!["number"]!, (int)told.Json["data"]!["blockedCode"]!));
        Assert.Equal(1, await world.State.CountAsync("SELECT count(*) FROM gateway.events WHERE type = {EventType.SenderBlocked}"));

        // No way around it for the account.
        Assert.Equal((409, "sender_blocked"), await CodeAsync(tenant.Api.DeleteAsync(path)));
        Assert.Equal((409, "sender_blocked"), await CodeAsync(admin.PostAsync($"{path}/approve", "")));
        Assert.Equal("approved", (string)(await admin.PostAsync($"{path}/unblock", "")).Json["state"]!);
        Assert.Equal(200, (await admin.PostAsync($"{path}/unblock", "")).Status);
        Assert.Equal(202, (await tenant.Api.PostAsync("/v1/messages", Message)).Status);
        Assert.Equal(1, await world.State.CountAsync("SELECT count(*) FROM gateway.audit_log WHERE action = 'sender.unblocked'"));
        Assert.Equal("scheduled", await tenant.Api.StatusAsync(held));
    }

    [Fact]
    public async Task Stay_unblocked_when_reports_of_before_come_in_late()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var running = await world.StartAsync();
        var admin = running.Api;
        var sender = await admin.PostAsync("/v1/senders", """{ "number": "15777985" }""");
        var before = await admin.SendSmsAsync("kshot", "01012340307");
        await admin.ReachesAsync(before, "queued");
        await world.State.ExecuteAsync("UPDATE gateway.senders SET state = {SenderState.Blocked}, blocked_code = 307, blocked_at = now()");
        Assert.Equal(200, (await admin.PostAsync($"/v1/senders/{sender.Json["id"]}/unblock", "")).Status);
        await using var agent = new KshotSimulator(world.Vendor, Refusing);
        await admin.ReachesAsync(before, "failed", 60);

        Assert.Equal(0, await world.State.CountAsync("SELECT count(*) FROM gateway.events WHERE type = {EventType.SenderBlocked}"));
        var after = await admin.SendSmsAsync("kshot", "01012350307");
        await admin.ReachesAsync(after, "failed", 60);

        Assert.Equal(1, await world.State.CountAsync("SELECT count(*) FROM gateway.events WHERE type = {EventType.SenderBlocked}"));
    }

    [Fact]
    public async Task Are_told_once_by_two_nodes_that_store_many_such_results_at_once()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var one = await ClockedGateway.StartAsync(world.Settings, clock);
        await using var two = await ClockedGateway.StartAsync(world.Settings, clock);
        string[] numbers = ["15777985", "15880000", "0212345678"];
        var ids = new List<string>();
        foreach (var number in numbers)
        {
            Assert.Equal(201, (await one.Api.PostAsync("/v1/senders", $$"""{ "number": "{{number}}" }""")).Status);
            var to = string.Join(',', Enumerable.Range(0, 50).Select(i => $"\"0101{i:D3}0307\""));
            var sent = await one.Api.PostAsync("/v1/messages", $$"""{ "channel": "sms", "from": "{{number}}", "to": [{{to}}], "text": "안녕" }""");
            ids.AddRange(sent.Json["messages"]!.AsArray().Select(message => (string)message!["id"]!));
        }

        await Eventually.BeAsync(clock, async () => await world.QueuedRowsAsync() == ids.Count, "all are queued", 60);
        await world.Vendor.ExecuteAsync("UPDATE agent_msgqueue SET state = 3, result = 115, sendTime = registTime, resultTime = registTime");
        await world.Vendor.ExecuteAsync("INSERT INTO agent_msgresult SELECT * FROM agent_msgqueue");
        await world.Vendor.ExecuteAsync("DELETE FROM agent_msgqueue");

        // Both nodes store the same results, in turns of their own.
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? one : two).RunJobAsync("collect-reports/kshot")));

        await Eventually.BeAsync(
            clock,
            async () =>
            {
                await Task.WhenAll(one.RunJobAsync("collect-reports/kshot"), two.RunJobAsync("collect-reports/kshot"));
                return await world.State.CountAsync("SELECT count(*) FROM gateway.inflight") == 0;
            },
            "all have ended",
            60);
        var told = await world.State.QueryAsync("SELECT data->>'number' AS number FROM gateway.events WHERE type = {EventType.SenderBlocked}");
        Assert.Equal(numbers.Order(StringComparer.Ordinal), told.Select(row => (string)row["number"]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Are_blocked_by_the_codes_of_relay_and_operator_alone() =>
        Assert.Equal([306, 307, 308, 309, 515, 516, 517, 518], ResultCatalogue.SenderFaults.Where(code => ResultCatalogue.Get(code).BaseCode is null));

    private static Task<Answer> PatchAsync(Api api, string path, string body) =>
        api.SendAsync(new HttpRequestMessage(HttpMethod.Patch, path) { Content = new StringContent(body, null, "application/json") });

    private static Task<Answer> PostFromAsync(Api api, string from) =>
        api.PostAsync("/v1/messages", $$"""{ "channel": "sms", "vendor": "kpg", "from": "{{from}}", "to": "01012341234", "text": "안녕" }""");

    private static async Task<(int Status, string Code)> CodeAsync(Task<Answer> asked)
    {
        var answer = await asked;
        return (answer.Status, (string)answer.Json["code"]!);
    }

    private static async Task<IEnumerable<string>> IdsAsync(Api api, string state) =>
        (await api.GetAsync($"/v1/senders?state={state}")).Json["items"]!.AsArray().Select(item => (string)item!["id"]!);

    private static string Fault(Answer answer) => $"{answer.Json["errors"]![0]!["pointer"]} {answer.Json["errors"]![0]!["code"]}";
}
