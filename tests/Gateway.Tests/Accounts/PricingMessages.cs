using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Accounts;

/// <summary>
/// What messages cost: the price at the moment of acceptance, for what was delivered, whatever was changed afterwards.
/// </summary>
public sealed class PricingMessages(SharedGateway gateway)
{
    [Theory]
    [InlineData("""{ "sms": -0.1, "lms": 1000000.01, "mms": 0.00001, "fax": 1000000, "voice": 0 }""", 422, "/prices/lms out_of_range, /prices/mms out_of_range, /prices/sms out_of_range")]
    [InlineData("""{ "sms": "8.4", "rcs": 3 }""", 400, "/prices/rcs unknown_field, /prices/sms invalid_type")]
    [InlineData("""[8.4]""", 400, "/prices invalid_type")]
    [InlineData("""{ "sms": 1e400 }""", 400, "/prices/sms invalid_type")]
    public async Task Tells_every_fault(string prices, int status, string faults)
    {
        var answer = await gateway.Ready().PostAsync("/v1/accounts", $$"""{ "name": "{{Guid.NewGuid():N}}", "prices": {{prices}} }""");

        Assert.Equal((status, faults), (answer.Status, string.Join(", ", answer.Json["errors"]!.AsArray().Select(fault => $"{fault!["pointer"]} {fault["code"]}").Order(StringComparer.Ordinal))));
    }

    [Fact]
    public async Task Shows_prices_as_they_were_given_and_keeps_each_with_its_time()
    {
        var admin = gateway.Ready();
        using var tenant = await Tenant.CreateAsync(admin, """, "prices": { "sms": 8.40, "alimtalk": 6.5, "voice": 0 } """);
        Assert.Equal("""{"sms":8.4,"lms":null,"mms":null,"alimtalk":6.5,"friendtalk":null,"voice":0,"fax":null}""", (await admin.GetAsync($"/v1/accounts/{tenant.Id}")).Json["prices"]!.ToJsonString());

        await PriceAsync(admin, tenant.Id, """{ "sms": 9 }""");
        await PriceAsync(admin, tenant.Id, """{ "sms": 9 }""");
        await PriceAsync(admin, tenant.Id, "null");

        Assert.Null((await admin.GetAsync($"/v1/accounts/{tenant.Id}")).Json["prices"]);
        var kept = await gateway.State.QueryAsync($"SELECT channel, price::text AS price FROM gateway.account_prices WHERE account_id = '{tenant.Id}' ORDER BY channel, valid_from");
        Assert.Equal(["0 8.4", "0 9", "0 ", "3 6.5", "3 ", "5 0", "5 "], kept.Select(row => $"{row["channel"]} {row["price"]}"));
    }

    [Fact]
    public async Task Counts_the_price_of_the_acceptance_for_what_was_delivered()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var running = await world.StartAsync();
        var admin = running.Api;
        using var tenant = await Tenant.CreateAsync(admin, """, "prices": { "sms": 8.4 } """);
        using var free = await Tenant.CreateAsync(admin);
        using var test = await Tenant.CreateAsync(admin, """, "prices": { "sms": 8.4 } """, key: """ "test": true, "scopes": ["messages:send", "messages:read"] """);
        Assert.Equal(200, (await admin.PostAsync("/v1/vendors/kshot/pause", "")).Status);
        var before = await tenant.Api.SendSmsAsync("kshot");
        var failed = await tenant.Api.SendSmsAsync("kshot", "01012349907");
        var canceled = await tenant.Api.SendSmsAsync("kshot", "01012341235");
        Assert.Equal(200, (await tenant.Api.PostAsync($"/v1/messages/{canceled}/cancel", "")).Status);
        await free.Api.SendSmsAsync("kshot");
        await test.Api.ReachesAsync(await test.Api.SendSmsAsync("kshot"), "delivered");
        Assert.Equal("0", await CostAsync(tenant.Api, ""));

        // Dearer from now on, which is nothing to those that wait already.
        await PriceAsync(admin, tenant.Id, """{ "sms": 10.25 }""");
        var after = await tenant.Api.SendSmsAsync("kshot", "01012341236");
        await using var agent = new KshotSimulator(world.Vendor);
        Assert.Equal(200, (await admin.PostAsync("/v1/vendors/kshot/resume", "")).Status);
        await tenant.Api.ReachesAsync(before, "delivered", 60);
        await tenant.Api.ReachesAsync(after, "delivered", 60);
        await tenant.Api.ReachesAsync(failed, "failed", 60);
        await PriceAsync(admin, tenant.Id, """{ "sms": 500 }""");

        Assert.Equal("18.65", await CostAsync(tenant.Api, ""));
        Assert.Equal("canceled 0, delivered 18.65, failed 0", await CostAsync(tenant.Api, "status"));
        Assert.Equal("0", await CostAsync(free.Api, ""));
        Assert.Equal("0", await CostAsync(test.Api, ""));
        Assert.Equal(202, (await admin.PostAsync("/v1/jobs/roll-up-statistics/run", "")).Status);
        await Eventually.BeAsync(async () => await world.State.CountAsync("SELECT count(*) FROM gateway.stat_deltas") == 0, "all is folded", 60);
        Assert.Equal("18.65", await CostAsync(tenant.Api, ""));
        var csv = new HttpRequestMessage(HttpMethod.Get, "/v1/stats?groupBy=channel");
        csv.Headers.Accept.ParseAdd("text/csv");
        Assert.EndsWith(",sms,4,18.65\r\n", (await tenant.Api.SendAsync(csv)).Text);
    }

    [Fact]
    public async Task Follows_a_late_report_and_the_channel_on_which_the_vendor_delivered()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var running = await world.StartAsync();
        var admin = running.Api;
        await admin.PostAsync("/v1/vendors/kshot/pause", "");
        using var tenant = await Tenant.CreateAsync(admin, """, "prices": { "sms": 8.4, "lms": 25 } """);
        var id = await tenant.Api.SendSmsAsync("kshot");

        async Task<string> AfterAsync(string change)
        {
            await world.State.ExecuteAsync($"UPDATE gateway.messages SET {change} WHERE id = '{id}'");
            return await CostAsync(tenant.Api, "");
        }

        Assert.Equal("0", await AfterAsync("status = {MessageStatus.Expired}, result_code = 405"));
        Assert.Equal("8.4", await AfterAsync("status = {MessageStatus.Delivered}, result_code = 0, late = true"));
        Assert.Equal("25", await AfterAsync("fallback_channel = 1"));
        Assert.Equal("25", await AfterAsync("body = NULL"));
        Assert.Equal("0", await AfterAsync("status = {MessageStatus.Failed}"));
    }

    private static async Task PriceAsync(Api admin, string id, string prices)
    {
        var name = (string)(await admin.GetAsync($"/v1/accounts/{id}")).Json["name"]!;
        var answer = await admin.SendAsync(new HttpRequestMessage(HttpMethod.Put, $"/v1/accounts/{id}")
        {
            Content = new StringContent($$"""{ "name": "{{name}}", "prices": {{prices}} }""", null, "application/json"),
        });
        Assert.Equal(200, answer.Status);
    }

    private static async Task<string> CostAsync(Api api, string groupBy)
    {
        var answer = await api.GetAsync("/v1/stats?interval=month" + (groupBy.Length == 0 ? "" : $"&groupBy={groupBy}"));
        return string.Join(", ", answer.Json["items"]!.AsArray().Select(item => Item(item!)).Order(StringComparer.Ordinal));

        string Item(JsonNode item) => groupBy.Length == 0 ? item["cost"]!.ToJsonString() : $"{item[groupBy]} {item["cost"]!.ToJsonString()}";
    }
}
