using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Accounts;

/// <summary>Accounts of a reseller's customers send with a first-sender operator code of their own (최초발신사업자).</summary>
public sealed class OriginCodesOfAccounts(SharedGateway gateway)
{
    private const string Code = "302110029";

    [Theory]
    [InlineData("\"30211002\"")]
    [InlineData("\"3021100290\"")]
    [InlineData("\"30211002a\"")]
    [InlineData("\"３０２１１００２９\"")]
    [InlineData("\"302-110-029\"")]
    [InlineData("\"\"")]
    public async Task Refuses_what_is_no_code(string code)
    {
        var answer = await gateway.Ready().PostAsync("/v1/accounts", $$"""{ "name": "{{Guid.NewGuid():N}}", "originCode": {{code}} }""");

        Assert.Equal((422, "/originCode invalid_origin_code"), (answer.Status, $"{answer.Json["errors"]![0]!["pointer"]} {answer.Json["errors"]![0]!["code"]}"));
    }

    [Fact]
    public async Task Names_the_vendors_that_have_no_place_for_it()
    {
        var admin = gateway.Ready();
        using var tenant = await Tenant.CreateAsync(admin, $$""", "originCode": "{{Code}}", "vendors": ["kpg"]""");
        using var without = await Tenant.CreateAsync(admin);

        var shown = (await admin.GetAsync($"/v1/accounts/{tenant.Id}")).Json;
        var absent = shown["originCodeAbsent"]!.AsObject();

        Assert.Equal(Code, (string)shown["originCode"]!);
        Assert.Equal(["kpg"], absent.Select(vendor => vendor.Key));
        Assert.StartsWith("Kshot:OriginCodeColumn is not set", (string)absent["kpg"]!);
        var other = (await admin.GetAsync($"/v1/accounts/{without.Id}")).Json;
        Assert.Equal((null, null), (other["originCode"], other["originCodeAbsent"]));
    }

    [Theory, MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Reaches_the_row_in_place_of_the_vendors_and_is_changed_within_five_seconds(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        world.Settings["Vendors:kshot:Kshot:OriginCodeColumn"] = "etc5";
        world.Settings["Vendors:kshot:Kshot:OriginCode"] = "111111111";
        await using var running = await world.StartAsync();
        var admin = running.Api;
        using var tenant = await Tenant.CreateAsync(admin, $$""", "originCode": "{{Code}}" """);
        var account = (await admin.GetAsync($"/v1/accounts/{tenant.Id}")).Json;
        Assert.Null(account["originCodeAbsent"]);

        Assert.Equal(Code, await CodeOfAsync(world, await tenant.Api.SendSmsAsync("kshot")));
        Assert.Equal("111111111", await CodeOfAsync(world, await admin.SendSmsAsync("kshot")));

        Assert.Equal(200, (await PutAsync(admin, tenant.Id, $$"""{ "name": "{{(string)account["name"]!}}", "originCode": "302110030" }""")).Status);
        await Eventually.BeAsync(async () => await CodeOfAsync(world, await tenant.Api.SendSmsAsync("kshot")) == "302110030", "the new code is written", 10);

        Assert.Equal(200, (await PutAsync(admin, tenant.Id, $$"""{ "name": "{{(string)account["name"]!}}" }""")).Status);
        await Eventually.BeAsync(async () => await CodeOfAsync(world, await tenant.Api.SendSmsAsync("kshot")) == "111111111", "the vendor's code is written", 10);
    }

    private static Task<Answer> PutAsync(Api admin, string id, string body) =>
        admin.SendAsync(new HttpRequestMessage(HttpMethod.Put, $"/v1/accounts/{id}") { Content = new StringContent(body, null, "application/json") });

    private static Task<string?> CodeOfAsync(PrivateGateway world, string id) => Eventually.GetAsync(
        async () => (await world.Vendor.QueryAsync($"SELECT etc5 FROM agent_msgqueue WHERE etc1 = '{Guid.Parse(id):N}'")).SingleOrDefault()?["etc5"] as string,
        code => code is not null,
        "the row is there",
        30);
}
