using Gateway.Tests.Insight;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Dispatch;

/// <summary>What an operator does with everything that waits for one vendor, of all accounts.</summary>
public sealed class OperatingWaiting
{
    private const int Each = 3;

    private const string ToOther = """{ "vendor": "other" }""";

    [Fact]
    public async Task Moves_what_waits_to_a_vendor_that_can_carry_it_and_leaves_the_rest()
    {
        var world = await TwoVendors.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync();
        using var tenant = await Tenant.CreateAsync(gateway.Api);
        using var bound = await Tenant.CreateAsync(gateway.Api, """, "vendors": ["kshot"] """);
        await PauseAsync(gateway);
        var (own, theirs) = (await SendAsync(gateway.Api), await SendAsync(tenant.Api));
        var stays = await SendAsync(bound.Api);

        var moved = await gateway.Api.PostAsync("/v1/vendors/kshot/move-waiting", ToOther);

        Assert.Equal((200, 2 * Each, Each), (moved.Status, (int)moved.Json["changed"]!, (int)moved.Json["left"]!));
        foreach (var (api, ids) in new[] { (gateway.Api, own), (tenant.Api, theirs) })
        {
            foreach (var id in ids)
            {
                await api.ReachesAsync(id, "queued");
                Assert.Equal("other", (string?)(await api.GetAsync($"/v1/messages/{id}")).Json["vendor"]);
            }
        }

        Assert.Equal(2 * Each, await world.Vendor.CountAsync("SELECT count(*) FROM other_queue"));
        Assert.Equal("accepted", await bound.Api.StatusAsync(stays[0]));
        Assert.Equal(0, await world.QueuedRowsAsync());
        var audit = (await gateway.Api.GetAsync("/v1/audit-log?limit=1")).Json["items"]![0]!;
        Assert.Equal(("vendor.waiting_moved", "kshot"), ((string?)audit["action"], (string?)audit["target"]));
    }

    [Fact]
    public async Task Cancels_what_waits_for_one_vendor_alone_and_expires_it_with_its_fallback()
    {
        var world = await TwoVendors.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync();
        using var tenant = await Tenant.CreateAsync(gateway.Api);
        await PauseAsync(gateway);
        Assert.Equal(200, (await gateway.Api.PostAsync("/v1/vendors/other/pause", "")).Status);
        var canceled = await SendAsync(tenant.Api);
        var spared = await tenant.Api.SendSmsAsync("other");

        var answer = await gateway.Api.PostAsync("/v1/vendors/kshot/cancel-waiting", "");
        Assert.Equal((200, Each, 0), (answer.Status, (int)answer.Json["changed"]!, (int)answer.Json["left"]!));
        Assert.Equal(0, (int)(await gateway.Api.PostAsync("/v1/vendors/kshot/cancel-waiting", "")).Json["changed"]!);
        Assert.All(await StatusesAsync(tenant.Api, canceled), status => Assert.Equal("canceled", status));
        Assert.Equal("accepted", await tenant.Api.StatusAsync(spared));

        var expired = await tenant.Api.SendSmsAsync(
            "kshot",
            more: """, "fallback": { "by": "gateway", "channel": "sms", "vendor": "other", "text": "대체" } """);
        Assert.Equal(1, (int)(await gateway.Api.PostAsync("/v1/vendors/kshot/expire-waiting", "")).Json["changed"]!);
        await tenant.Api.ReachesAsync(expired, "expired");
        await Eventually.BeAsync(
            async () => await FallbackAsync(tenant.Api, expired) == "used", "the fallback follows");
    }

    [Fact]
    public async Task Is_the_operators_alone_and_tells_what_is_wrong()
    {
        var world = await TwoVendors.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync();
        using var tenant = await Tenant.CreateAsync(gateway.Api);

        foreach (var route in new[] { "cancel-waiting", "expire-waiting", "move-waiting" })
        {
            Assert.Equal(403, (await tenant.Api.PostAsync($"/v1/vendors/kshot/{route}", ToOther)).Status);
            Assert.Equal(404, (await gateway.Api.PostAsync($"/v1/vendors/nobody/{route}", ToOther)).Status);
        }

        foreach (var body in new[] { """{ "vendor": "nobody" }""", """{ "vendor": "kshot" }""", "{}" })
        {
            Assert.Equal(422, (await gateway.Api.PostAsync("/v1/vendors/kshot/move-waiting", body)).Status);
        }
    }

    [Fact]
    public async Task Shows_what_each_account_has_in_the_gateway()
    {
        var world = await TwoVendors.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync();
        using var tenant = await Tenant.CreateAsync(gateway.Api);
        await tenant.Api.ReachesAsync(await tenant.Api.SendSmsAsync("kshot"), "queued");
        await PauseAsync(gateway);
        await SendAsync(tenant.Api);
        var bytes = "안녕"u8.ToArray();
        var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", "a.txt" } };
        var upload = new HttpRequestMessage(HttpMethod.Post, "/v1/files") { Content = form };
        Assert.Equal(201, (await tenant.Api.SendAsync(upload)).Status);
        await tenant.Api.PostAsync("/v1/webhooks", """{ "url": "https://example.com/", "events": ["webhook.test"] }""");

        var list = (await gateway.Api.GetAsync("/v1/accounts/usage")).Json["items"]!.AsArray();

        var usage = Assert.Single(list, account => (string?)account!["id"] == tenant.Id)!;
        Assert.Equal((Each, 1), ((int)usage["waiting"]!, (int)usage["inFlight"]!));
        Assert.Equal((1, bytes.Length), ((int)usage["files"]!, (int)usage["fileBytes"]!));
        Assert.Equal((1, 0), ((int)usage["endpoints"]!, (int)usage["failingEndpoints"]!));
        Assert.Equal(2, list.Count);
        Assert.Equal(403, (await tenant.Api.GetAsync("/v1/accounts/usage")).Status);
    }

    private static async Task PauseAsync(IGateway gateway)
    {
        Assert.Equal(200, (await gateway.Api.PostAsync("/v1/vendors/kshot/pause", "")).Status);
        await Eventually.GetAsync(
            async () => (string?)(await gateway.Api.GetAsync("/v1/vendors/kshot")).Json["status"],
            status => status == "paused",
            "it is paused");
    }

    private static async Task<string?> FallbackAsync(Api api, string id) =>
        (string?)(await api.GetAsync($"/v1/messages/{id}")).Json["fallback"]!["state"];

    private static async Task<IReadOnlyList<string>> SendAsync(Api api)
    {
        var ids = new List<string>();
        for (var i = 0; i < Each; i++)
        {
            ids.Add(await api.SendSmsAsync("kshot", $"0101234567{i}"));
        }

        return ids;
    }

    private static async Task<IReadOnlyList<string>> StatusesAsync(Api api, IEnumerable<string> ids)
    {
        var statuses = new List<string>();
        foreach (var id in ids)
        {
            statuses.Add(await api.StatusAsync(id));
        }

        return statuses;
    }
}
