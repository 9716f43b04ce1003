using Gateway.Simulator.Agents;
using Gateway.Simulator.Agents.Kshot;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Reports;

/// <summary>Results that the agent writes come back as the message's status, result and events.</summary>
public sealed class CollectingReports
{
    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Tells_how_each_message_ended(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        await using var gateway = await world.StartProcessAsync();
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot", "01000000000"), "queued");
        await using var agent = new KshotSimulator(world.Vendor, KshotSimulator.Fast with
        {
            Outcomes = new OutcomeOptions { Endings = new Dictionary<string, string> { ["0001"] = "0", ["0002"] = "7", ["0003"] = "6", ["0004"] = "7777" } },
        });

        var delivered = await gateway.Api.SendSmsAsync("kshot", "01012340001");
        var failed = await gateway.Api.SendSmsAsync("kshot", "01012340002");
        var expired = await gateway.Api.SendSmsAsync("kshot", "01012340003");
        var unknown = await gateway.Api.SendSmsAsync("kshot", "01012340004");

        await gateway.Api.ReachesAsync(delivered, "delivered");
        await gateway.Api.ReachesAsync(failed, "failed");
        await gateway.Api.ReachesAsync(expired, "expired");
        await gateway.Api.ReachesAsync(unknown, "failed");
        Assert.Equal("0 E_OK delivered 0", await ResultAsync(gateway, delivered));
        Assert.Equal("505 E_NO_DESTADDR failed 7", await ResultAsync(gateway, failed));
        Assert.Equal("504 E_TELCO_EXPIRED expired 6", await ResultAsync(gateway, expired));
        Assert.Equal("408 E_ETC failed 7777", await ResultAsync(gateway, unknown));
        Assert.Contains("the code sms/7777", gateway.Log);

        var message = (await gateway.Api.GetAsync($"/v1/messages/{delivered}")).Json;
        Assert.Equal(["accepted", "queued", "sending", "delivered"], message["timeline"]!.AsArray().Select(step => (string)step!["status"]!));
        Assert.Equal("성공", (string)message["result"]!["vendorDescriptionKo"]!);
    }

    [Theory]
    [InlineData(DatabaseKind.PostgreSql, KshotLog.Month)]
    [InlineData(DatabaseKind.MySql, KshotLog.Day)]
    [InlineData(DatabaseKind.PostgreSql, KshotLog.One)]
    [InlineData(DatabaseKind.MySql, KshotLog.Unuse)]
    public async Task Collects_everything_that_went_through_the_logs_of_an_agent(DatabaseKind kind, KshotLog log)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        world.Settings["Vendors:kshot:Kshot:LogTableType"] = log.ToString().ToLowerInvariant();
        await using var gateway = await world.StartAsync();
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot", "01000000000"), "queued");
        await using var agent = new KshotSimulator(world.Vendor, KshotSimulator.Fast with
        {
            Log = log,
            Outcomes = new OutcomeOptions { Mix = new Dictionary<string, string> { ["sms"] = "0:80,7:20" }, DuplicateRate = 0.2 },
        });

        for (var request = 0; request < 10; request++)
        {
            var to = string.Join(",", Enumerable.Range(0, 50).Select(i => $"\"0109999{i:D4}\""));
            Assert.Equal(202, (await gateway.Api.PostAsync("/v1/messages", $$"""{ "channel": "sms", "vendor": "kshot", "from": "15777985", "to": [{{to}}], "text": "여럿" }""")).Status);
        }

        await Eventually.BeAsync(async () => await world.State.CountAsync("SELECT count(*) FROM gateway.inflight") == 0, "everything has ended", 60);
        Assert.Equal(501, await world.State.CountAsync("SELECT count(*) FROM gateway.messages WHERE status IN ({MessageStatus.Delivered}, {MessageStatus.Failed})"));
        Assert.Equal(501, await world.State.CountAsync("SELECT count(*) FROM gateway.events WHERE type IN ({EventType.MessageDelivered}, {EventType.MessageFailed})"));
        Assert.Equal(501, await world.State.CountAsync("SELECT count(DISTINCT message_id) FROM gateway.events WHERE type IN ({EventType.MessageDelivered}, {EventType.MessageFailed})"));
        Assert.Equal(0, await world.State.CountAsync("SELECT count(*) FROM gateway.orphan_reports"));
    }

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Finds_a_report_that_stands_only_in_last_months_log_with_a_time_of_three_hours_ago(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        await using var gateway = await world.StartAsync();
        var id = await gateway.Api.SendSmsAsync("kshot");
        await gateway.Api.ReachesAsync(id, "queued");
        var now = TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(9));
        var log = $"agent_msglog_{now.AddMonths(-1):yyyyMM}";
        var result = now.AddHours(-3).ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);

        await world.Vendor.ExecuteAsync(kind == DatabaseKind.MySql ? $"CREATE TABLE {log} LIKE agent_msgresult" : $"CREATE TABLE {log} (LIKE agent_msgresult)");
        await world.Vendor.ExecuteAsync($"UPDATE agent_msgqueue SET state = 3, result = 0, telecom = 2, sendTime = '{result}', resultTime = '{result}' WHERE etc1 = '{Guid.Parse(id):N}'");
        await world.Vendor.ExecuteAsync($"INSERT INTO {log} SELECT * FROM agent_msgqueue");
        await world.Vendor.ExecuteAsync("DELETE FROM agent_msgqueue");

        await gateway.Api.ReachesAsync(id, "delivered");
        Assert.Equal("KT", (string)(await gateway.Api.GetAsync($"/v1/messages/{id}")).Json["result"]!["telecom"]!);
    }

    [Fact]
    public async Task Keeps_a_report_whose_message_does_not_exist()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync();
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot"), "queued");

        await world.Vendor.ExecuteAsync($"INSERT INTO agent_msgresult (Id, kind, state, result, resultTime, etc1) VALUES (77, 0, 3, 0, now() AT TIME ZONE 'Asia/Seoul', '{Guid.CreateVersion7():N}')");
        await world.Vendor.ExecuteAsync("INSERT INTO agent_msgresult (Id, kind, state, result, resultTime, etc1) VALUES (78, 0, 3, 0, now() AT TIME ZONE 'Asia/Seoul', 'another program')");

        await Eventually.BeAsync(async () => await world.State.CountAsync("SELECT count(*) FROM gateway.orphan_reports") == 1, "the orphan is kept");
    }

    [Fact]
    public async Task Ends_a_message_whose_time_is_over_and_lets_a_late_report_correct_it()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync();
        var taken = await gateway.Api.SendSmsAsync("kshot");
        var untouched = await gateway.Api.SendSmsAsync("kshot");
        await gateway.Api.ReachesAsync(taken, "queued");
        await gateway.Api.ReachesAsync(untouched, "queued");
        await world.Vendor.ExecuteAsync($"UPDATE agent_msgqueue SET state = 2, sendTime = now() AT TIME ZONE 'Asia/Seoul' WHERE etc1 = '{Guid.Parse(taken):N}'");
        await gateway.Api.ReachesAsync(taken, "sending");

        await world.State.ExecuteAsync("UPDATE gateway.inflight SET expires_at = now() - interval '1 second'");
        await gateway.Api.ReachesAsync(taken, "expired", 45);
        await gateway.Api.ReachesAsync(untouched, "expired", 45);
        Assert.StartsWith("405 E_REPORT_EXPIRED expired", await ResultAsync(gateway, taken));
        Assert.StartsWith("406 E_SUBMIT_EXPIRED expired", await ResultAsync(gateway, untouched));
        Assert.Equal(0, await world.QueuedRowsAsync(untouched));
        Assert.Equal(1, await world.QueuedRowsAsync(taken));

        await world.Vendor.ExecuteAsync("UPDATE agent_msgqueue SET state = 3, result = 0, resultTime = now() AT TIME ZONE 'Asia/Seoul'");
        await gateway.Api.ReachesAsync(taken, "delivered");
        var result = (await gateway.Api.GetAsync($"/v1/messages/{taken}")).Json["result"]!;
        Assert.True((bool)result["late"]!);
        Assert.Equal([4L, 2L], (await world.State.QueryAsync($"SELECT type FROM gateway.events WHERE message_id = '{taken}' AND type > {{EventType.MessageSending}} ORDER BY seq")).Select(row => Convert.ToInt64(row["type"], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Warns_once_of_a_state_that_no_document_has()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartProcessAsync();
        foreach (var id in new[] { await gateway.Api.SendSmsAsync("kshot"), await gateway.Api.SendSmsAsync("kshot") })
        {
            await gateway.Api.ReachesAsync(id, "queued");
            await world.Vendor.ExecuteAsync($"UPDATE agent_msgqueue SET state = 9, result = 0, resultTime = now() AT TIME ZONE 'Asia/Seoul' WHERE etc1 = '{Guid.Parse(id):N}'");
            await gateway.Api.ReachesAsync(id, "delivered");
        }

        Assert.Single(gateway.Log.Split('\n'), line => line.Contains("kshot has rows with the state '9'", StringComparison.Ordinal));
    }

    private static async Task<string> ResultAsync(IGateway gateway, string id)
    {
        var result = (await gateway.Api.GetAsync($"/v1/messages/{id}")).Json["result"]!;
        return $"{result["code"]} {result["name"]} {result["outcome"]} {result["vendorCode"]}";
    }
}
