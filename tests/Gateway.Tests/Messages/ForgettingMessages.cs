using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Messages;

/// <summary>Retention: contents and numbers go first, whole months later, and nothing that has not ended.</summary>
public sealed class ForgettingMessages
{
    [Fact]
    public async Task Empties_what_ended_long_ago_on_two_nodes_and_finds_it_by_its_number_still()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Retention:Content"] = "7";
        world.Settings["Gateway:EncryptContent"] = "true";
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 3, 1, 3, 0, 0, TimeSpan.Zero));
        await using var one = await ClockedGateway.StartAsync(world.Settings, clock);
        await using var two = await ClockedGateway.StartAsync(world.Settings, clock);
        using var tries = await TestKeyAsync(one);
        var ended = await tries.SendSmsAsync("kshot", "01012341234", "비밀", """, "reference": "r-1", "metadata": { "name": "홍길동" } """);
        var waits = await tries.SendSmsAsync("kshot", "01012341234", "나중", """, "scheduledAt": "2027-03-20T12:00:00+09:00" """);
        await PassUntilAsync(clock, async () => await tries.StatusAsync(ended) == "delivered");

        clock.Advance(TimeSpan.FromDays(6));
        await RunAsync(one, two);
        Assert.Equal("비밀", (string?)(await tries.GetAsync($"/v1/messages/{ended}")).Json["text"]);
        clock.Advance(TimeSpan.FromDays(2));
        await RunAsync(one, two);

        var message = (await tries.GetAsync($"/v1/messages/{ended}")).Json;
        Assert.Equal(("delivered", null, null, "r-1"), ((string?)message["status"], (string?)message["text"], (string?)message["to"]!["phone"], (string?)message["reference"]));
        Assert.NotNull((string?)message["contentRemovedAt"]);
        Assert.Equal("나중", (string?)(await tries.GetAsync($"/v1/messages/{waits}")).Json["text"]);
        Assert.Equal(new[] { waits, ended }.Order(), (await tries.GetAsync("/v1/messages?to=010-1234-1234")).Json["items"]!.AsArray().Select(item => (string)item!["id"]!).Order());
        Assert.Empty((await tries.GetAsync("/v1/messages?to=010-1234-1235")).Json["items"]!.AsArray());
        Assert.Equal(0, await world.State.CountAsync($"SELECT count(*) FROM gateway.messages m WHERE id = '{ended}' AND (m::text LIKE '%01012341234%' OR m::text LIKE '%비밀%' OR m::text LIKE '%홍길동%')"));
        var told = (await tries.GetAsync("/v1/events?types=message.delivered")).Text;
        Assert.Contains(ended, told);
        Assert.DoesNotContain("01012341234", told);

        await using var three = await ClockedGateway.StartAsync(world.Settings, clock);
        Assert.Equal(2, (await three.Api.GetAsync("/v1/messages?to=01012341234")).Json["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task Drops_a_month_once_when_its_last_message_has_ended_long_ago()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Retention:Messages"] = "31";
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 1, 15, 3, 0, 0, TimeSpan.Zero));
        await using var one = await ClockedGateway.StartAsync(world.Settings, clock);
        await using var two = await ClockedGateway.StartAsync(world.Settings, clock);
        using var tries = await TestKeyAsync(one);
        var ended = await tries.SendSmsAsync("kshot");
        var reserved = await tries.SendSmsAsync("kshot", more: """, "scheduledAt": "2027-06-01T12:00:00+09:00" """);
        await PassUntilAsync(clock, async () => await tries.StatusAsync(ended) == "delivered");

        await MoveToAsync(one, clock, 2027, 3, 20);
        // A month that somebody else has locked is left for the next time.
        await Eventually.BeAsync(async () =>
        {
            await Task.WhenAll(one.RunJobAsync("drop-months"), two.RunJobAsync("drop-months"));
            return await MonthAsync(world, "events_202701") == 0;
        }, "the events of January are gone");
        Assert.Equal(1, await MonthAsync(world, "messages_202701"));
        Assert.Equal("scheduled", await tries.StatusAsync(reserved));

        await MoveToAsync(one, clock, 2027, 6, 2);
        await PassUntilAsync(clock, async () => await tries.StatusAsync(reserved) == "delivered");
        await one.RunJobAsync("drop-months");
        Assert.Equal("delivered", await tries.StatusAsync(reserved));

        await MoveToAsync(one, clock, 2027, 7, 10);
        await Task.WhenAll(one.RunJobAsync("drop-months"), two.RunJobAsync("drop-months"));
        await one.RunJobAsync("drop-months");
        Assert.Equal(0, await MonthAsync(world, "messages_202701"));
        Assert.Equal(404, (await tries.GetAsync($"/v1/messages/{reserved}")).Status);
        Assert.Equal(1, await MonthAsync(world, "messages_202707"));
        Assert.Equal("accepted", (string?)(await tries.PostAsync("/v1/messages", """{ "channel": "sms", "vendor": "kshot", "from": "15777985", "to": "01012341234", "text": "안녕" }""")).Json["messages"]![0]!["status"]);
    }

    [Fact]
    public async Task Gives_a_month_its_table_though_messages_came_before_it()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Retention:Messages"] = "31";
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 1, 15, 3, 0, 0, TimeSpan.Zero));
        await using var one = await ClockedGateway.StartAsync(world.Settings, clock);
        await using var two = await ClockedGateway.StartAsync(world.Settings, clock);
        using var tries = await TestKeyAsync(one);
        clock.Advance(TimeSpan.FromDays(125));
        var late = await tries.SendSmsAsync("kshot");
        await PassUntilAsync(clock, async () => await tries.StatusAsync(late) == "delivered");
        var told = (await tries.GetAsync("/v1/events")).Json["items"]!.ToJsonString();
        Assert.Equal(1, await world.State.CountAsync("SELECT count(*) FROM gateway.messages_default"));

        await Task.WhenAll(one.RunJobAsync("purge-old"), two.RunJobAsync("purge-old"));

        Assert.Equal(0, await world.State.CountAsync("SELECT (SELECT count(*) FROM gateway.messages_default) + (SELECT count(*) FROM gateway.events_default)"));
        Assert.Equal(1, await world.State.CountAsync("SELECT count(*) FROM gateway.messages_202705"));
        Assert.Equal("delivered", await tries.StatusAsync(late));
        Assert.Equal(told, (await tries.GetAsync("/v1/events")).Json["items"]!.ToJsonString());

        await MoveToAsync(one, clock, 2027, 7, 10);
        await one.RunJobAsync("drop-months");
        Assert.Equal(404, (await tries.GetAsync($"/v1/messages/{late}")).Status);
    }

    [Fact]
    public async Task Keeps_everything_when_told_to()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Retention:Messages"] = "0";
        world.Settings["Retention:Content"] = "0";
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 1, 15, 3, 0, 0, TimeSpan.Zero));
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        using var tries = await TestKeyAsync(gateway);
        var ended = await tries.SendSmsAsync("kshot");
        await PassUntilAsync(clock, async () => await tries.StatusAsync(ended) == "delivered");

        await MoveToAsync(gateway, clock, 2029, 1, 1);
        await gateway.RunJobAsync("drop-months");
        await gateway.RunJobAsync("remove-contents");

        Assert.Equal("안녕하세요", (string?)(await tries.GetAsync($"/v1/messages/{ended}")).Json["text"]);
    }

    private static async Task<Api> TestKeyAsync(ClockedGateway gateway) => new(
        gateway.Api.Address,
        (string)(await gateway.Api.PostAsync("/v1/accounts/00000000-0000-7000-8000-000000000001/keys", """{ "name": "t", "test": true }""")).Json["key"]!);

    private static async Task RunAsync(ClockedGateway one, ClockedGateway two)
    {
        while ((await Task.WhenAll(one.RunJobAsync("remove-contents"), two.RunJobAsync("remove-contents"))).Sum() > 0)
        {
        }
    }

    /// <summary>Month by month, with the partitions that each of them makes.</summary>
    private static async Task MoveToAsync(ClockedGateway gateway, FakeTimeProvider clock, int year, int month, int day)
    {
        for (var goal = new DateTimeOffset(year, month, day, 3, 0, 0, TimeSpan.Zero); clock.GetUtcNow() < goal;)
        {
            var step = goal - clock.GetUtcNow();
            clock.Advance(step < TimeSpan.FromDays(28) ? step : TimeSpan.FromDays(28));
            await gateway.RunJobAsync("purge-old");
        }
    }

    private static Task<long> MonthAsync(PrivateGateway world, string table) => world.State.CountAsync($"SELECT count(*) FROM pg_tables WHERE schemaname = 'gateway' AND tablename = '{table}'");

    private static Task PassUntilAsync(FakeTimeProvider clock, Func<Task<bool>> look) => Eventually.BeAsync(clock, look, "it happens while the clock goes on");
}
