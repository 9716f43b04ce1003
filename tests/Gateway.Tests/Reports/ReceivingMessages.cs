using System.Text.Json;
using Gateway.Simulator.Agents.Xroshot;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Reports;

/// <summary>Short messages that an Xroshot agent receives: one row and one event each, the vendor's rows left alone.</summary>
public sealed class ReceivingMessages
{
    private const string Job = "collect-messages/xroshot";

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Makes_one_row_and_one_event_however_often_a_message_is_seen(DatabaseKind kind)
    {
        var world = await World.CreateAsync(kind);
        await using var one = await world.StartAsync();
        await using var other = await world.StartAsync();
        await using var hook = new WebhookReceiver();
        await one.Api.PostAsync("/v1/webhooks", $$"""{ "url": "{{hook.Url}}", "events": ["message.received"] }""");
        await world.ReceiveAsync("01012341234", "예약 확인 부탁드립니다");
        world.Clock.Advance(TimeSpan.FromSeconds(5));
        await world.ReceiveAsync("01056785678", "두 번째");
        var before = await world.VendorRowsAsync();

        await Task.WhenAll(one.RunJobAsync(Job), other.RunJobAsync(Job));
        await one.RunJobAsync(Job);
        world.Clock.Advance(TimeSpan.FromHours(2));
        await other.RunJobAsync(Job);

        var items = (await one.Api.GetAsync("/v1/messages/received")).Json["items"]!.AsArray();
        Assert.Equal(["01056785678 0212345678 두 번째 xroshot", "01012341234 0212345678 예약 확인 부탁드립니다 xroshot"], items.Select(item => $"{item!["from"]} {item["to"]} {item["text"]} {item["vendor"]}"));
        var id = (string)items[0]!["id"]!;
        Assert.Equal(items[0]!.ToJsonString(), (await one.Api.GetAsync($"/v1/messages/received/{id}")).Json.ToJsonString());
        Assert.Equal(2, await world.State.CountAsync("SELECT count(*) FROM gateway.events WHERE type = {EventType.MessageReceived}"));
        Assert.Equal(before, await world.VendorRowsAsync());

        // The feed and a webhook have the same fields.
        var feed = (await one.Api.GetAsync("/v1/events?types=message.received")).Json["items"]!.AsArray();
        Assert.Equal(items[0]!.ToJsonString(), feed[1]!["data"]!.ToJsonString());
        await Eventually.BeAsync(world.Clock, () => Task.FromResult(hook.All.Count == 2), "both are told", 30);
        Assert.Contains(items[0]!.ToJsonString(), hook.All.Select(got => got.Json["data"]!.ToJsonString()));
    }

    [Fact]
    public async Task Pages_newest_first_and_answers_404_for_what_nobody_has()
    {
        var world = await World.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await world.ReceiveAsync("01012341234", $"{i}");
            world.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await gateway.RunJobAsync(Job);

        var seen = new List<string>();
        for (var cursor = ""; cursor is not null;)
        {
            var page = (await gateway.Api.GetAsync($"/v1/messages/received?limit=2{(cursor.Length == 0 ? "" : $"&cursor={cursor}")}")).Json;
            seen.AddRange(page["items"]!.AsArray().Select(item => (string)item!["text"]!));
            cursor = (string?)page["nextCursor"];
        }

        Assert.Equal(["4", "3", "2", "1", "0"], seen);
        Assert.Equal(404, (await gateway.Api.GetAsync($"/v1/messages/received/{Guid.CreateVersion7()}")).Status);
        Assert.Equal(400, (await gateway.Api.GetAsync("/v1/messages/received?limit=0")).Status);
        using var tenant = await Tenant.CreateAsync(gateway.Api);
        Assert.Empty((await tenant.Api.GetAsync("/v1/messages/received")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Finds_a_row_that_got_its_time_long_after_it_came_in_and_all_of_two_months()
    {
        // 23:59:58 of the last day of a month in Korea.
        var world = await World.CreateAsync(DatabaseKind.PostgreSql, new DateTimeOffset(2027, 1, 31, 14, 59, 58, TimeSpan.Zero));
        await using var gateway = await world.StartAsync();
        await world.ReceiveAsync("01011111111", "late");
        await world.Vendor.ExecuteAsync("UPDATE SDK_SMS_RECEIVE SET RECV_DATE = ''");
        await world.ReceiveAsync("01022222222", "old month");
        await gateway.RunJobAsync(Job);
        world.Clock.Advance(TimeSpan.FromSeconds(3));
        await world.ReceiveAsync("01033333333", "new month");
        await gateway.RunJobAsync(Job);
        Assert.Equal(["new month", "old month"], await TextsAsync(gateway));

        await world.Vendor.ExecuteAsync("UPDATE SDK_SMS_RECEIVE SET RECV_DATE = '20270131235000' WHERE RECV_DATE = ''");
        world.Clock.Advance(TimeSpan.FromMinutes(61));
        await gateway.RunJobAsync(Job);

        Assert.Equal(["new month", "old month", "late"], await TextsAsync(gateway));
    }

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Goes_on_behind_rows_that_are_odd(DatabaseKind kind)
    {
        var world = await World.CreateAsync(kind);
        await using var gateway = await world.StartAsync();
        await world.ReceiveAsync("01011111111", "a");
        await world.ReceiveAsync("01022222222", "b");
        await world.ReceiveAsync("01033333333", "c");
        await world.Vendor.ExecuteAsync("UPDATE SDK_SMS_RECEIVE SET RECV_DATE = 'yesterday' WHERE JOB_ID = 1");
        await world.Vendor.ExecuteAsync(kind == DatabaseKind.MySql
            ? "UPDATE SDK_SMS_RECEIVE SET SMS_MSG = CONCAT('b', CHAR(0), '!'), ANI_NUMBER = '', CALLBACK = '' WHERE JOB_ID = 2"
            : "UPDATE SDK_SMS_RECEIVE SET SMS_MSG = 'b!', ANI_NUMBER = '', CALLBACK = '' WHERE JOB_ID = 2");

        // An agent whose clock is a year ahead hides nothing that comes later.
        await world.Vendor.ExecuteAsync("UPDATE SDK_SMS_RECEIVE SET RECV_DATE = '20991231235959' WHERE JOB_ID = 3");
        await gateway.RunJobAsync(Job);
        world.Clock.Advance(TimeSpan.FromSeconds(5));
        await world.ReceiveAsync("01044444444", "d");
        await gateway.RunJobAsync(Job);

        var items = (await gateway.Api.GetAsync("/v1/messages/received")).Json["items"]!.AsArray();
        Assert.Equal(["b! -", "c 01033333333", "d 01044444444"], items.Select(item => $"{item!["text"]} {item["from"]?.ToString() ?? "-"}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Hides_numbers_from_keys_that_may_not_see_them()
    {
        var world = await World.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync();
        await world.ReceiveAsync("01012341234", "제 번호는 01056785678 입니다");
        await gateway.RunJobAsync(Job);
        var created = await gateway.Api.PostAsync("/v1/accounts/00000000-0000-7000-8000-000000000001/keys", """{ "name": "reader", "scopes": ["messages:read", "webhooks"] }""");
        using var reader = new Api(gateway.Api.Address, (string)created.Json["key"]!);

        foreach (var path in new[] { "/v1/messages/received", "/v1/events?types=message.received" })
        {
            var answer = await reader.GetAsync(path);
            Assert.Contains("010****1234", answer.Text);
            Assert.Contains("제 번호는 010****5678 입니다", answer.Text);
            Assert.DoesNotContain("12341234", answer.Text);
        }
    }

    [Fact]
    public async Task Is_encrypted_where_contents_are_and_shown_as_it_was()
    {
        var world = await World.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync(("Gateway:EncryptContent", "true"));
        await world.ReceiveAsync("01012341234", "비밀 이야기");
        await gateway.RunJobAsync(Job);

        Assert.Equal(["비밀 이야기"], await TextsAsync(gateway));
        Assert.Equal("비밀 이야기", (string)(await gateway.Api.GetAsync("/v1/events?types=message.received")).Json["items"]![0]!["data"]!["text"]!);
        Assert.Equal(1, await world.State.CountAsync("SELECT count(*) FROM gateway.received_messages WHERE body IS NULL AND sealed IS NOT NULL"));

        await world.State.ExecuteAsync("UPDATE gateway.received_messages SET sealed = '\\x00'");
        var damaged = (await gateway.Api.GetAsync("/v1/messages/received")).Json["items"]![0]!;
        Assert.Equal((null, "01012341234"), ((string?)damaged["text"], (string?)damaged["from"]));
        Assert.Equal(200, (await gateway.Api.GetAsync("/v1/events?types=message.received")).Status);
    }

    [Fact]
    public async Task Is_emptied_and_forgotten_with_messages()
    {
        var world = await World.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync();
        await world.ReceiveAsync("01012341234", "old");
        await gateway.RunJobAsync(Job);
        world.Clock.Advance(TimeSpan.FromDays(91));
        await world.ReceiveAsync("01012341234", "new");
        await gateway.RunJobAsync(Job);

        await gateway.RunJobAsync("remove-contents");

        var items = (await gateway.Api.GetAsync("/v1/messages/received")).Json["items"]!.AsArray();
        Assert.Equal([("new", "01012341234"), (null, null)], items.Select(item => ((string?)item!["text"], (string?)item["from"])));
        Assert.NotNull(items[1]!["contentRemovedAt"]);
        Assert.DoesNotContain("old", (await gateway.Api.GetAsync("/v1/events?types=message.received")).Text);

        world.Clock.Advance(TimeSpan.FromDays(320));
        await gateway.RunJobAsync("purge-old");
        Assert.Equal(["new"], await TextsAsync(gateway));
    }

    private static async Task<IEnumerable<string?>> TextsAsync(ClockedGateway gateway) =>
        (await gateway.Api.GetAsync("/v1/messages/received")).Json["items"]!.AsArray().Select(item => (string?)item!["text"]);

    /// <summary>An Xroshot install that receives, and a clock for agent and gateways.</summary>
    private sealed record World(Rows State, Rows Vendor, FakeTimeProvider Clock, XroshotAgent Agent)
    {
        public static async Task<World> CreateAsync(DatabaseKind kind, DateTimeOffset? start = null)
        {
            var world = await PrivateGateway.CreateAsync(kind);
            var clock = new FakeTimeProvider(start ?? TimeProvider.System.GetUtcNow());
            var agent = new XroshotAgent(AgentRunner.Database(world.Vendor), new XroshotAgentOptions(), clock, new Random(1));
            await agent.CreateTablesAsync();
            return new World(world.State, world.Vendor, clock, agent);
        }

        public Task<ClockedGateway> StartAsync(params (string Name, string Value)[] more)
        {
            var settings = new Dictionary<string, string>
            {
                ["ConnectionStrings:Gateway"] = State.ConnectionString,
                ["Gateway:Files:Root"] = Directory.CreateTempSubdirectory("gateway-files-").FullName,
                ["Vendors:xroshot:Protocol"] = "xroshot",
                ["Vendors:xroshot:Database"] = Vendor.IsMySql ? "mysql" : "postgresql",
                ["Vendors:xroshot:ConnectionString"] = Vendor.ConnectionString,
                ["Vendors:xroshot:Xroshot:ReceiveMessages"] = "true",
            };
            foreach (var (name, value) in more)
            {
                settings[name] = value;
            }

            return ClockedGateway.StartAsync(settings, Clock);
        }

        public Task<long> ReceiveAsync(string from, string text) => Agent.ReceiveTextAsync(from, "0212345678", text);

        /// <summary>Every column of every row, to be compared.</summary>
        public async Task<string> VendorRowsAsync() => JsonSerializer.Serialize(await Vendor.QueryAsync("SELECT * FROM SDK_SMS_RECEIVE ORDER BY JOB_ID"));
    }
}
