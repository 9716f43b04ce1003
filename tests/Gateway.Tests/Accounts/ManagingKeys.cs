using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Accounts;

/// <summary>Accounts and their keys: shown once, stored as a hash, limited by scopes, expiry and revocation.</summary>
public sealed class ManagingKeys(SharedGateway gateway)
{
    private readonly Api _admin = gateway.Ready();

    [Fact]
    public async Task Shows_a_key_once_and_keeps_only_its_hash()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        var list = await _admin.GetAsync($"/v1/accounts/{tenant.Id}/keys");

        Assert.StartsWith($"gw_{Guid.Parse(tenant.KeyId):N}_", tenant.Key);
        Assert.DoesNotContain(tenant.Key, list.Text);
        Assert.Equal(0, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.api_keys WHERE encode(hash, 'escape') LIKE '%{tenant.Key[40..]}%'"));
        Assert.Equal(1, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.api_keys WHERE id = '{tenant.KeyId}' AND hash = sha256('{tenant.Key}'::bytea)"));
    }

    [Fact]
    public async Task Sends_and_reads_with_the_accounts_own_key()
    {
        using var tenant = await Tenant.CreateAsync(_admin);

        var id = await tenant.Api.SendSmsAsync("kpg");

        await tenant.Api.ReachesAsync(id, "queued");
        Assert.Equal(404, (await _admin.GetAsync($"/v1/messages/{id}")).Status);
    }

    [Fact]
    public async Task Refuses_what_a_key_has_no_scope_for()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: """ "scopes": ["messages:read"] """);

        var answers = new[] { await tenant.Api.PostAsync("/v1/messages", "{}"), await tenant.Api.GetAsync("/v1/webhooks"), await tenant.Api.GetAsync("/v1/accounts") };

        Assert.All(answers, answer => Assert.Equal((403, "forbidden"), (answer.Status, (string)answer.Json["code"]!)));
        Assert.Equal(404, (await tenant.Api.GetAsync($"/v1/messages/{Guid.NewGuid()}")).Status);
    }

    [Fact]
    public async Task Lets_only_the_built_in_account_make_and_change_accounts()
    {
        using var tenant = await Tenant.CreateAsync(_admin);

        Assert.Equal(403, (await tenant.Api.PostAsync("/v1/accounts", """{ "name": "mine" }""")).Status);
        Assert.Equal([tenant.Id], (await tenant.Api.GetAsync("/v1/accounts")).Json["items"]!.AsArray().Select(item => (string)item!["id"]!));
    }

    [Fact]
    public async Task Refuses_a_revoked_key_within_five_seconds()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        Assert.Equal(200, (await tenant.Api.GetAsync("/v1/webhooks")).Status);

        Assert.Equal(204, (await _admin.DeleteAsync($"/v1/accounts/{tenant.Id}/keys/{tenant.KeyId}")).Status);

        await Eventually.BeAsync(async () => (await tenant.Api.GetAsync("/v1/webhooks")).Status == 401, "the key is refused", 5);
        Assert.Equal(204, (await _admin.DeleteAsync($"/v1/accounts/{tenant.Id}/keys/{tenant.KeyId}")).Status);
        var log = (await _admin.GetAsync("/v1/audit-log?limit=200")).Json["items"]!.AsArray().Where(entry => (string)entry!["target"]! == tenant.KeyId).Select(entry => (string)entry!["action"]!);
        Assert.Equal(["key.revoked", "key.created"], log);
    }

    [Fact]
    public async Task Refuses_every_key_of_a_suspended_account()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        var name = (string)(await _admin.GetAsync($"/v1/accounts/{tenant.Id}")).Json["name"]!;

        var request = new HttpRequestMessage(HttpMethod.Put, $"/v1/accounts/{tenant.Id}") { Content = new StringContent($$"""{ "name": "{{name}}", "status": "suspended" }""", null, "application/json") };
        Assert.Equal(200, (await _admin.SendAsync(request)).Status);

        await Eventually.BeAsync(async () => (await tenant.Api.GetAsync("/v1/webhooks")).Status == 401, "the key is refused", 5);
    }

    [Theory]
    [InlineData("{}", 422, "/name required")]
    [InlineData("""{ "name": "x", "channels": ["fex"], "vendors": ["none"], "defaultSender": "12", "dailyQuota": 0 }""", 422, "/channels/0 unknown_channel, /dailyQuota out_of_range, /defaultSender invalid_sender, /vendors/0 unknown_vendor")]
    [InlineData("""{ "name": "default" }""", 422, "/name name_taken")]
    [InlineData("""{ "name": "x", "quota": 5 }""", 400, "/quota unknown_field")]
    [InlineData("""{ "name": 5, "channels": [7, "fex"] }""", 400, "/channels/0 invalid_type, /channels/1 unknown_channel, /name invalid_type")]
    public async Task Names_every_fault_of_a_bad_account(string body, int status, string faults)
    {
        var answer = await _admin.PostAsync("/v1/accounts", body);

        Assert.Equal((status, faults), (answer.Status, string.Join(", ", answer.Json["errors"]!.AsArray().Select(fault => $"{fault!["pointer"]} {fault["code"]}").Order(StringComparer.Ordinal))));
    }

    [Theory]
    [InlineData("gw_")]
    [InlineData("gw_test_0123456789abcdef0123456789abcdef_AAAA")]
    [InlineData("not a key")]
    [InlineData("")]
    public async Task Refuses_what_only_looks_like_a_key(string key)
    {
        using var stranger = new Api(_admin.Address, key);

        Assert.Equal(401, (await stranger.GetAsync("/v1/webhooks")).Status);
    }
}
