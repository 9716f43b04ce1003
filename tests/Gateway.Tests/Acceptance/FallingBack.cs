using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Simulator.Agents;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>Fallbacks of the gateway: a second leg follows what another channel or vendor may cure, once, and never what may have arrived.</summary>
public sealed class FallingBack
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Kakao = """ "kakao": { "senderKey": "0123456789012345678901234567890123456789", "templateCode": "order01" } """;
    private const string Sms = """ "fallback": { "by": "gateway", "vendor": "spare", "channel": "sms", "text": "문자" } """;
    private const string Advertisement = $$""" "fallback": { "by": "gateway", "vendor": "spare", "channel": "sms", "text": "{{Api.AdvertisementText}}" } """;
    private const string Anyhow = """ "fallback": { "by": "gateway", "channel": "sms", "whenUncertain": true } """;

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Sends_once_on_two_nodes_what_the_code_lets_hope_for(DatabaseKind kind)
    {
        var (world, clock) = await WorldAsync(kind);
        await using var one = await ClockedGateway.StartAsync(world.Settings, clock);
        await using var two = await ClockedGateway.StartAsync(world.Settings, clock);
        await PassAsync(clock, one, await SendAsync(one.Api, "01000000000", Sms), "queued");
        await using var agent = new KshotSimulator(world.Vendor, KshotSimulator.Fast with
        {
            Outcomes = new OutcomeOptions { Endings = new Dictionary<string, string> { ["0001"] = "3016", ["0002"] = "3008", ["0003"] = "3005", ["0004"] = "3005", ["0005"] = "0" } },
        });
        var ids = new List<string>();
        foreach (var (number, fallback) in new[] { ("01012340001", Sms), ("01012340002", Sms), ("01012340003", Sms), ("01012340004", Anyhow), ("01012340005", Sms) })
        {
            ids.Add(await SendAsync(one.Api, number, fallback, """, "reference": "r-1", "metadata": { "a": "b" }, "priority": "high" """));
        }

        await PassUntilAsync(clock, async () =>
        {
            await Task.WhenAll(one.RunJobAsync("collect-reports/kshot"), two.RunJobAsync("collect-reports/kshot"), one.RunJobAsync("start-fallbacks"), two.RunJobAsync("start-fallbacks"));
            return await world.State.CountAsync($"SELECT count(*) FROM gateway.messages WHERE id = ANY ('{{{string.Join(",", ids)}}}') AND status >= {{MessageStatus.Delivered}}") == 5;
        });
        await Task.WhenAll(one.RunJobAsync("start-fallbacks"), two.RunJobAsync("start-fallbacks"));

        var cured = (await one.Api.GetAsync($"/v1/messages/{ids[0]}")).Json;
        Assert.Equal(("failed", 601, "sms", "gateway"), ((string?)cured["status"], (int)cured["result"]!["code"]!, (string?)cured["fallback"]!["channel"], (string?)cured["fallback"]!["by"]));
        var second = (await one.Api.GetAsync($"/v1/messages/{cured["fallback"]!["messageId"]}")).Json;
        Assert.Equal(
            ("spare", "sms", "문자", ids[0], "r-1", "b", "high", (string?)cured["batchId"]),
            ((string?)second["vendor"], (string?)second["channel"], (string?)second["text"], (string?)second["fallbackOf"], (string?)second["reference"], (string?)second["metadata"]!["a"], (string?)second["priority"], (string?)second["batchId"]));
        var followed = await Task.WhenAll(ids.Select(id => LegAsync(one.Api, id)));
        Assert.Equal(
            "used true, notNeeded false, notNeeded false, used true, notNeeded false", string.Join(", ", followed));
        Assert.Equal(2, await world.State.CountAsync("SELECT count(*) FROM gateway.events WHERE type = {EventType.MessageFallback}"));
        Assert.Equal(2, await world.State.CountAsync("SELECT count(*) FROM gateway.messages WHERE fallback_of IS NOT NULL"));
        await PassUntilAsync(clock, async () => await world.Vendor.CountIfThereAsync("SELECT count(*) FROM spare_queue") >= 1);
        Assert.Equal(0, await world.State.CountAsync("SELECT count(*) FROM gateway.due_fallbacks"));
        var events = (await one.Api.GetAsync("/v1/events?types=message.fallback")).Json["items"]!.AsArray();
        Assert.Contains(events, happened => (string?)happened!["data"]!["id"] == ids[0] && (string?)happened["data"]!["status"] == "failed" && happened["data"]!["fallback"]!["messageId"] is not null);
    }

    [Fact]
    public async Task Follows_what_expired_unsent_and_tells_the_truth_about_what_arrived_late()
    {
        // After its hour the clock shows what the simulator's does, so that the scan finds its rows.
        var (world, clock) = await WorldAsync(DatabaseKind.PostgreSql, TimeProvider.System.GetUtcNow().AddMinutes(-61).ToString("O"));
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        var untaken = await SendAsync(gateway.Api, "01012340001", Sms, """, "expireHours": 1 """);
        var silent = await SendAsync(gateway.Api, "01012340002", Sms, """, "expireHours": 1 """);
        var anyhow = await SendAsync(gateway.Api, "01012340003", Anyhow, """, "expireHours": 1 """);
        await PassAsync(clock, gateway, anyhow, "queued");
        await world.Vendor.ExecuteAsync($"UPDATE agent_msgqueue SET state = 1 WHERE etc1 IN ('{Guid.Parse(silent):N}', '{Guid.Parse(anyhow):N}')");

        clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromMinutes(1));
        await gateway.RunJobAsync("expire-messages/kshot"); // Sees that two were taken.
        await gateway.RunJobAsync("expire-messages/kshot");
        await gateway.RunJobAsync("start-fallbacks");

        var ends = await Task.WhenAll(new[] { untaken, silent, anyhow }.Select(id => EndAsync(gateway.Api, id)));
        Assert.Equal(
            "expired 406 used true, expired 405 notNeeded false, expired 405 used true", string.Join(", ", ends));

        await using var agent = new KshotSimulator(world.Vendor);
        await world.Vendor.ExecuteAsync($"UPDATE agent_msgqueue SET state = 0 WHERE etc1 = '{Guid.Parse(anyhow):N}'");
        await PassUntilAsync(clock, async () =>
        {
            await gateway.RunJobAsync("collect-reports/kshot");
            await gateway.RunJobAsync("start-fallbacks");
            return await gateway.Api.StatusAsync(anyhow) == "delivered";
        });
        var late = (await gateway.Api.GetAsync($"/v1/messages/{anyhow}")).Json;
        Assert.Equal((true, "gateway"), ((bool)late["result"]!["late"]!, (string?)late["fallback"]!["by"]));
        Assert.Equal(1, await world.State.CountAsync($"SELECT count(*) FROM gateway.events WHERE type = {{EventType.MessageFallback}} AND message_id = '{anyhow}'"));
        Assert.Equal(1, await world.State.CountAsync($"SELECT count(*) FROM gateway.messages WHERE fallback_of = '{anyhow}'"));
    }

    [Fact]
    public async Task Loses_and_doubles_no_leg_when_cut_in_the_middle_and_completes_the_batch_after_it()
    {
        var (world, clock) = await WorldAsync(DatabaseKind.PostgreSql, "2027-03-01T19:50:00+09:00");
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        using var tries = await TestKeyAsync(gateway.Api);
        var batch = (string)(await tries.PostAsync("/v1/batches", $$"""{ "messages": [ {{Body("01000000600", Advertisement, ", \"purpose\": \"advertisement\"")}}, {{Body("01000000503", Sms)}} ] }""")).Json["id"]!;
        await PassUntilAsync(clock, async () => await world.State.CountAsync("SELECT count(*) FROM gateway.messages WHERE status = {MessageStatus.Failed}") == 2);
        await world.State.ExecuteAsync("CREATE FUNCTION gateway.cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'cut'; END $$");
        await world.State.ExecuteAsync("CREATE TRIGGER cut BEFORE DELETE ON gateway.due_fallbacks FOR EACH ROW EXECUTE FUNCTION gateway.cut()");
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => gateway.RunJobAsync("start-fallbacks"));
        await gateway.RunJobAsync("complete-batches");
        Assert.Equal((0, 0), (await world.State.CountAsync("SELECT count(*) FROM gateway.messages WHERE fallback_of IS NOT NULL"), await world.State.CountAsync("SELECT count(*) FROM gateway.events WHERE type IN ({EventType.MessageFallback}, {EventType.BatchCompleted})")));
        await world.State.ExecuteAsync("DROP TRIGGER cut ON gateway.due_fallbacks");

        clock.Advance(TimeSpan.FromMinutes(80));
        await gateway.RunJobAsync("start-fallbacks");
        await gateway.RunJobAsync("start-fallbacks");
        await gateway.RunJobAsync("complete-batches");

        var second = (await tries.GetAsync("/v1/messages?status=accepted")).Json["items"]!.AsArray().Single()!;
        Assert.Equal(("advertisement", "2027-03-01T23:00:00.000Z"), ((string?)second["purpose"], (string?)second["heldUntil"]));
        var open = (await tries.GetAsync($"/v1/batches/{batch}")).Json;
        Assert.Equal((2, 1, 0.6667, null), ((int)open["counts"]!["failed"]!, (int)open["counts"]!["accepted"]!, (double)open["progress"]!, (string?)open["completedAt"]));
        clock.Advance(TimeSpan.FromHours(11));
        await PassUntilAsync(clock, async () => await tries.StatusAsync((string)second["id"]!) == "delivered");
        await gateway.RunJobAsync("complete-batches");
        Assert.NotNull((string?)(await tries.GetAsync($"/v1/batches/{batch}")).Json["completedAt"]);
        Assert.Equal(1, await world.State.CountAsync("SELECT count(*) FROM gateway.events WHERE type = {EventType.MessageFallback}"));
    }

    /// <summary>A shop that hears of a failure wants to know whether it must do something.</summary>
    [Fact]
    public async Task Says_in_the_event_of_the_failure_whether_a_fallback_follows_and_always_the_same()
    {
        var (world, clock) = await WorldAsync(DatabaseKind.PostgreSql);
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        using var tries = await TestKeyAsync(gateway.Api);
        var cured = await SendAsync(tries, "01000000600", Sms);
        var lost = await SendAsync(tries, "01000000402", Sms);
        await PassUntilAsync(clock, async () => await tries.StatusAsync(lost) == "failed" && await tries.StatusAsync(cured) == "failed");

        var before = await FailuresAsync(tries);
        Assert.Equal("waiting true", await LegAsync(tries, cured));
        await gateway.RunJobAsync("start-fallbacks");

        string[] told = [$"{cured} waiting true ", $"{lost} notNeeded false "];
        Assert.Equal(string.Join(", ", told.Order(StringComparer.Ordinal)), before);
        Assert.Equal(before, await FailuresAsync(tries));
        Assert.Equal("used true, notNeeded false", $"{await LegAsync(tries, cured)}, {await LegAsync(tries, lost)}");
    }

    [Fact]
    public async Task Shows_what_was_asked_for_while_the_message_is_on_its_way()
    {
        var (world, clock) = await WorldAsync(DatabaseKind.PostgreSql);
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);

        var id = await SendAsync(gateway.Api, "01012340001", Sms);

        var message = (await gateway.Api.GetAsync($"/v1/messages/{id}")).Json;
        Assert.Equal(
            """{"state":"waiting","channel":"sms","by":"gateway","messageId":null,"vendor":"spare","text":"문자","subject":null,"attachments":[],"whenUncertain":false}""",
            message["fallback"]!.ToJsonString(Plain));
        Assert.Equal(
            """{"senderKey":"0123456789012345678901234567890123456789","templateCode":"order01","nationCode":"82"}""",
            message["kakao"]!.ToJsonString(Plain));
    }

    [Theory]
    [InlineData("01000000600", "delivered 0 sms vendor used false")]
    [InlineData("01000000402", "failed 402 sms vendor notNeeded false")]
    [InlineData("01012340001", "delivered 0 sms vendor notNeeded false")]
    public async Task Plays_the_fallback_of_a_vendor_for_a_test_key(string number, string end)
    {
        var (world, clock) = await WorldAsync(DatabaseKind.PostgreSql);
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        using var tries = await TestKeyAsync(gateway.Api);

        var id = await SendAsync(tries, number, """ "fallback": { "channel": "sms", "text": "문자" } """);
        await PassUntilAsync(clock, async () => await tries.StatusAsync(id) is "delivered" or "failed");

        var message = (await tries.GetAsync($"/v1/messages/{id}")).Json;
        Assert.Equal(
            end,
            $"{message["status"]} {message["result"]!["code"]} {message["fallback"]!["channel"]} {message["fallback"]!["by"]} {await LegAsync(tries, id)}");
    }

    [Theory]
    [InlineData("alimtalk", """ "fallback": { "by": "gateway" } """, "/fallback/channel required")]
    [InlineData("alimtalk", """ "fallback": { "by": "gateway", "channel": "voice" } """, "/fallback/channel unsupported_by_channel")]
    [InlineData("alimtalk", """ "fallback": { "by": "gateway", "channel": "sms", "vendor": "nobody" } """, "/fallback/vendor unknown_vendor")]
    [InlineData("alimtalk", """ "fallback": { "by": "gateway", "channel": "mms", "vendor": "spare" } """, "/fallback/channel unsupported_by_vendor")]
    [InlineData("alimtalk", """ "fallback": { "by": "gateway", "channel": "sms", "subject": "제목", "text": "😀" } """, "/fallback/subject unsupported_by_channel,/fallback/text unmappable_text")]
    [InlineData("alimtalk", """ "fallback": { "channel": "sms", "whenUncertain": true } """, "/fallback/whenUncertain unsupported")]
    [InlineData("alimtalk", """ "fallback": { "channel": "sms", "vendor": "spare" } """, "/fallback/vendor unsupported")]
    [InlineData("sms", """ "fallback": { "by": "gateway", "channel": "sms", "vendor": "kshot" } """, "/fallback/vendor same_way")]
    [InlineData("sms", """ "fallback": { "channel": "sms" } """, "/fallback unsupported_by_channel")]
    [InlineData("alimtalk", """ "fallback": { "by": "gateway", "channel": "sms", "text": "#{x}" } """, "/to/variables/x missing_variable")]
    [InlineData("sms", """ "fallback": { "by": "gateway", "channel": "sms" } """, "")]
    [InlineData("sms", """ "fallback": { "by": "gateway", "channel": "lms", "subject": "제목" } """, "")]
    public async Task Checks_the_second_leg_when_the_first_is_accepted(string channel, string fallback, string faults)
    {
        var (world, clock) = await WorldAsync(DatabaseKind.PostgreSql);
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);

        var answer = await gateway.Api.PostAsync("/v1/messages", Body("01012341234", fallback, "", channel));

        Assert.Equal(faults, answer.Status == 202 ? "" : string.Join(",", answer.Json["errors"]!.AsArray().Select(fault => $"{fault!["pointer"]} {fault["code"]}")));
    }

    /// <summary>A second vendor with tables of its own beside the first one's.</summary>
    private static async Task<(PrivateGateway, FakeTimeProvider)> WorldAsync(DatabaseKind kind, string? start = null)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        foreach (var (name, value) in new[]
        {
            ("Protocol", "kshot"), ("Database", world.Settings["Vendors:kshot:Database"]), ("ConnectionString", world.Settings["Vendors:kshot:ConnectionString"]), ("CreateTables", "true"),
            ("Channels", "sms,lms"), ("Kshot:QueueTable", "spare_queue"), ("Kshot:ResultTable", "spare_result"), ("Kshot:LogTable", "spare_log"),
        })
        {
            world.Settings[$"Vendors:spare:{name}"] = value;
        }

        return (world, new FakeTimeProvider(start is null ? TimeProvider.System.GetUtcNow() : DateTimeOffset.Parse(start, System.Globalization.CultureInfo.InvariantCulture).ToUniversalTime()));
    }

    private static string Body(string to, string fallback, string more = "", string channel = "alimtalk") =>
        $$"""{ "channel": "{{channel}}", "vendor": "kshot", "from": "15777985", "to": "{{to}}", "text": "알림" {{(channel == "alimtalk" ? "," + Kakao : "")}}, {{fallback}} {{more}} }""";

    private static async Task<string> SendAsync(Api api, string to, string fallback, string more = "")
    {
        var answer = await api.PostAsync("/v1/messages", Body(to, fallback, more));
        Assert.True(answer.Status == 202, answer.ToString());
        return (string)answer.Json["messages"]![0]!["id"]!;
    }

    private static async Task<Api> TestKeyAsync(Api admin) => new(
        admin.Address,
        (string)(await admin.PostAsync(
            "/v1/accounts/00000000-0000-7000-8000-000000000001/keys", """{ "name": "t", "test": true }""")).Json["key"]!);

    private static async Task<string> FailuresAsync(Api api) => string.Join(
        ", ",
        (await api.GetAsync("/v1/events?types=message.failed")).Json["items"]!.AsArray()
            .Select(happened => happened!["data"]!)
            .OrderBy(data => (string)data["id"]!, StringComparer.Ordinal)
            .Select(data =>
                $"{data["id"]} {data["fallback"]!["state"]} {data["willFallBack"]} {data["fallback"]!["messageId"]}"));

    private static async Task<string> EndAsync(Api api, string id)
    {
        var message = (await api.GetAsync($"/v1/messages/{id}")).Json;
        return $"{message["status"]} {message["result"]?["code"]} {await LegAsync(api, id)}";
    }

    /// <summary>What is said of the fallback.</summary>
    private static async Task<string> LegAsync(Api api, string id)
    {
        var message = (await api.GetAsync($"/v1/messages/{id}")).Json;
        return $"{message["fallback"]!["state"]} {message["willFallBack"]}";
    }

    private static Task PassAsync(FakeTimeProvider clock, ClockedGateway gateway, string id, string status) => PassUntilAsync(clock, async () => await gateway.Api.StatusAsync(id) == status);

    private static Task PassUntilAsync(FakeTimeProvider clock, Func<Task<bool>> look) => Eventually.BeAsync(clock, look, "it happens while the clock goes on");
}
