using System.Text.Json.Nodes;
using Gateway.Accounts;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Accounts;

/// <summary><c>quota.reached</c>: at 70, 90 and 100 %, once each for a period and account, whatever node takes the messages.</summary>
public sealed class ReachingQuotas(SharedGateway gateway)
{
    private const string Told = "SELECT data::text AS data FROM gateway.events WHERE type = {EventType.QuotaReached} AND account_id = ";

    [Theory]
    [InlineData(69, 100, 0, "")]
    [InlineData(70, 100, 0, "70")]
    [InlineData(100, 100, 0, "70 90 100")]
    [InlineData(95, 100, 70, "90")]
    [InlineData(100, 100, 100, "")]
    [InlineData(1, 1, 0, "70 90 100")]
    [InlineData(2, 3, 0, "")]
    [InlineData(2_000_000_000, 2_000_000_000, 90, "100")]
    public void Are_told_at_their_steps(int used, int quota, int told, string steps) => Assert.Equal(steps, string.Join(' ', QuotaSteps.Reached(used, quota, told)));

    [Fact]
    public async Task Are_told_once_for_day_and_month_with_what_was_used()
    {
        var admin = gateway.Ready();
        using var tenant = await Tenant.CreateAsync(admin, """, "dailyQuota": 10, "monthlyQuota": 20 """);
        await SendAsync(tenant.Api, 6);
        Assert.Empty(await ToldAsync(gateway.State, tenant));

        await SendAsync(tenant.Api, 1);
        await SendAsync(tenant.Api, 1);
        await SendAsync(tenant.Api, 2);

        Assert.Equal(["daily 70 7/10", "daily 90 10/10", "daily 100 10/10"], await ToldAsync(gateway.State, tenant));
        Assert.Equal(429, (await PostAsync(tenant.Api, 1)).Status);
        Assert.Equal(3, (await ToldAsync(gateway.State, tenant)).Count);
        var feed = (await tenant.Api.GetAsync("/v1/events?types=quota.reached")).Json["items"]!.AsArray();
        Assert.Equal(3, feed.Count);
        Assert.Matches("^20[0-9]{2}-[0-9]{2}-[0-9]{2}$", (string)feed[0]!["data"]!["period"]!);
    }

    [Fact]
    public async Task Are_read_with_what_live_messages_have_used()
    {
        var admin = gateway.Ready();
        using var both = await Tenant.CreateAsync(admin, """, "dailyQuota": 10, "monthlyQuota": 20 """);
        using var monthly = await Tenant.CreateAsync(admin, """, "monthlyQuota": 20 """);
        using var none = await Tenant.CreateAsync(admin);
        var created = await admin.PostAsync($"/v1/accounts/{both.Id}/keys", """{ "name": "test", "test": true }""");
        using var test = new Api(admin.Address, (string)created.Json["key"]!);
        await SendAsync(both.Api, 3);
        await SendAsync(test, 2);

        Assert.Equal("""{"daily":3,"monthly":3}""", (await both.Api.GetAsync($"/v1/accounts/{both.Id}")).Json["usage"]!.ToJsonString());
        Assert.Equal("""{"daily":null,"monthly":0}""", (await monthly.Api.GetAsync($"/v1/accounts/{monthly.Id}")).Json["usage"]!.ToJsonString());
        Assert.Null((await none.Api.GetAsync($"/v1/accounts/{none.Id}")).Json["usage"]);
    }

    [Fact]
    public async Task Are_told_neither_by_a_refused_request_nor_by_test_keys()
    {
        var admin = gateway.Ready();
        using var tenant = await Tenant.CreateAsync(admin, """, "dailyQuota": 10 """);
        var created = await admin.PostAsync($"/v1/accounts/{tenant.Id}/keys", """{ "name": "test", "test": true }""");
        using var test = new Api(admin.Address, (string)created.Json["key"]!);

        Assert.Equal(429, (await PostAsync(tenant.Api, 11)).Status);
        await SendAsync(test, 10);

        Assert.Empty(await ToldAsync(gateway.State, tenant));
    }

    [Fact]
    public async Task Are_told_once_by_two_nodes_and_anew_in_the_next_period()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 1, 30, 3, 0, 0, TimeSpan.Zero));
        await using var one = await ClockedGateway.StartAsync(world.Settings, clock);
        await using var two = await ClockedGateway.StartAsync(world.Settings, clock);
        using var tenant = await Tenant.CreateAsync(one.Api, """, "dailyQuota": 40, "monthlyQuota": 60 """);
        using var other = new Api(two.Api.Address, tenant.Key);

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => PostAsync(i % 2 == 0 ? tenant.Api : other, 1)));

        Assert.Equal(40, answers.Count(answer => answer.Status == 202));
        Assert.Equal(["daily 70 28/40", "daily 90 36/40", "daily 100 40/40"], await ToldAsync(world.State, tenant));
        clock.Advance(TimeSpan.FromDays(1));
        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => PostAsync(i % 2 == 0 ? tenant.Api : other, 1)));

        Assert.Equal(["monthly 70 42/60", "monthly 90 54/60", "monthly 100 60/60"], (await ToldAsync(world.State, tenant)).Skip(3));
    }

    private static async Task SendAsync(Api api, int count) => Assert.Equal(202, (await PostAsync(api, count)).Status);

    private static Task<Answer> PostAsync(Api api, int count) => api.PostAsync(
        "/v1/messages",
        $$"""{ "channel": "sms", "from": "15777985", "to": [{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"0101234{i:D4}\""))}}], "text": "안녕" }""");

    private static async Task<List<string>> ToldAsync(Rows state, Tenant tenant) =>
        [.. (await state.QueryAsync($"{Told}'{tenant.Id}' ORDER BY seq")).Select(row => JsonNode.Parse((string)row["data"]!)!)
            .Select(data => $"{data["quota"]} {data["percent"]} {data["used"]}/{data["limit"]}")];
}
