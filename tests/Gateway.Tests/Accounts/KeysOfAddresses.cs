using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Platform;
using Gateway.Tests.Insight.SigningIn;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;
using Xunit;

namespace Gateway.Tests.Accounts;

/// <summary>Keys that may be used from some addresses alone.</summary>
public sealed class KeysOfAddresses(SharedGateway gateway)
{
    private const string Office = "127.0.0.7";
    private const string Elsewhere = "127.0.0.8";

    private readonly Api _admin = gateway.Ready();

    [Fact]
    public async Task Work_from_there_and_are_told_the_address_that_was_seen_from_elsewhere()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: $$""" "scopes": ["messages:send", "admin"], "allowedAddresses": ["::ffff:{{Office}}", "{{Office}}/32", "2001:db8::/32"] """);

        var inside = await CallAsync(tenant.Key, Office);
        var outside = await CallAsync(tenant.Key, Elsewhere);

        Assert.Equal(200, inside.Status);
        Assert.Equal((403, "address_not_allowed"), (outside.Status, (string)JsonNode.Parse(outside.Text)!["code"]!));
        Assert.Contains(Elsewhere, outside.Text);
        Assert.DoesNotContain(Office, outside.Text);
        var shown = (await _admin.GetAsync($"/v1/accounts/{tenant.Id}/keys")).Json["items"]![0]!;
        Assert.Equal($"""["{Office}","2001:db8::/32"]""", shown["allowedAddresses"]!.ToJsonString());
    }

    [Fact]
    public async Task Are_changed_within_five_seconds_and_written_down()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        var path = $"/v1/accounts/{tenant.Id}/keys/{tenant.KeyId}";
        Assert.Equal(200, (await CallAsync(tenant.Key, Elsewhere)).Status);

        var changed = await PatchAsync(path, $$"""{ "allowedAddresses": ["{{Office}}"] }""");

        Assert.Equal((200, $"""["{Office}"]"""), (changed.Status, changed.Json["allowedAddresses"]!.ToJsonString()));
        await Eventually.BeAsync(async () => (await CallAsync(tenant.Key, Elsewhere)).Status == 403, "the key is refused", 5);
        Assert.Equal(200, (await CallAsync(tenant.Key, Office)).Status);

        Assert.Equal(200, (await PatchAsync(path, """{ "name": "another" }""")).Status);
        Assert.Equal(403, (await CallAsync(tenant.Key, Elsewhere)).Status);
        var open = await PatchAsync(path, """{ "allowedAddresses": null }""");
        Assert.Equal((200, "another", null), (open.Status, (string)open.Json["name"]!, open.Json["allowedAddresses"]));
        await Eventually.BeAsync(async () => (await CallAsync(tenant.Key, Elsewhere)).Status == 200, "the key is taken", 5);

        Assert.Equal(200, (await PatchAsync(path, "{}")).Status);
        var log = (await _admin.GetAsync("/v1/audit-log?limit=200")).Json["items"]!.AsArray().Where(entry => (string)entry!["target"]! == tenant.KeyId).Select(entry => (string)entry!["action"]!);
        Assert.Equal(["key.changed", "key.changed", "key.changed", "key.created"], log);
    }

    [Theory]
    [InlineData("""{ "allowedAddresses": ["10.0.0.1", "10.0.0.1/8", "office", "::1/129"] }""", 422, "/allowedAddresses/1 invalid_address, /allowedAddresses/2 invalid_address, /allowedAddresses/3 invalid_address")]
    [InlineData("""{ "allowedAddresses": [], "name": " " }""", 422, "/allowedAddresses required, /name required")]
    [InlineData("""{ "allowedAddresses": "10.0.0.1", "scopes": [] }""", 400, "/allowedAddresses invalid_type, /scopes unknown_field")]
    public async Task Tell_every_fault(string body, int status, string faults)
    {
        using var tenant = await Tenant.CreateAsync(_admin);

        var answer = await PatchAsync($"/v1/accounts/{tenant.Id}/keys/{tenant.KeyId}", body);

        Assert.Equal((status, faults), (answer.Status, Faults(answer)));
    }

    [Fact]
    public async Task Tell_every_fault_when_they_are_made_and_at_most_a_hundred_entries()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        var many = string.Join(',', Enumerable.Range(0, 101).Select(i => $"\"10.0.0.{i}\""));

        var wrong = await _admin.PostAsync($"/v1/accounts/{tenant.Id}/keys", """{ "scopes": ["all"], "allowedAddresses": ["10.0.0.1/8"] }""");
        var tooMany = await _admin.PostAsync($"/v1/accounts/{tenant.Id}/keys", $$"""{ "name": "x", "allowedAddresses": [{{many}}] }""");

        Assert.Equal((422, "/allowedAddresses/0 invalid_address, /name required, /scopes/0 unknown_scope"), (wrong.Status, Faults(wrong)));
        Assert.Equal((422, "/allowedAddresses too_many_entries"), (tooMany.Status, Faults(tooMany)));
    }

    [Fact]
    public async Task Never_lock_out_the_one_who_changes_them()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        var path = $"/v1/accounts/{tenant.Id}/keys/{tenant.KeyId}";

        var refused = await PatchAsync(path, $$"""{ "allowedAddresses": ["{{Office}}"] }""", tenant.Api);

        Assert.Equal((422, "/allowedAddresses locks_you_out"), (refused.Status, Faults(refused)));
        Assert.Equal(200, (await PatchAsync(path, """{ "allowedAddresses": ["127.0.0.1"] }""", tenant.Api)).Status);
        Assert.Equal(404, (await PatchAsync($"/v1/accounts/{tenant.Id}/keys/{Guid.CreateVersion7()}", "{}")).Status);
    }

    [Fact]
    public async Task Open_no_console_from_elsewhere()
    {
        var created = await _admin.PostAsync("/v1/accounts/00000000-0000-7000-8000-000000000001/keys", $$"""{ "name": "operator", "scopes": ["admin"], "allowedAddresses": ["{{Office}}"] }""");
        var key = (string)created.Json["key"]!;
        using var browser = new Browser(_admin.Address);

        var answer = await browser.SignInAsync(key);

        Assert.Equal((403, ""), (answer.Status, browser.Session));
        Assert.Contains("may not be used from your address", answer.Text);
    }

    [Fact]
    public async Task Sign_out_of_the_console_when_the_address_is_taken_away()
    {
        var created = await _admin.PostAsync("/v1/accounts/00000000-0000-7000-8000-000000000001/keys", """{ "name": "operator", "scopes": ["admin"], "allowedAddresses": ["127.0.0.1"] }""");
        using var browser = new Browser(_admin.Address);
        Assert.Equal(303, (await browser.SignInAsync((string)created.Json["key"]!)).Status);
        Assert.Equal(200, (await browser.GetAsync("/console/hangfire")).Status);

        await PatchAsync($"/v1/accounts/00000000-0000-7000-8000-000000000001/keys/{created.Json["id"]}", $$"""{ "allowedAddresses": ["{{Office}}"] }""");

        await Eventually.BeAsync(async () => (await browser.GetAsync("/console/hangfire")).Status != 200, "signed out", 5);
    }

    [Fact]
    public async Task Believe_a_forwarded_address_of_configured_proxies_alone()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Vendors:kshot:CreateTables"] = "false";
        world.Settings["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true";
        world.Settings["Connections:TrustedProxies:0"] = "127.0.0.2";
        world.Settings["Connections:TrustedProxies:1"] = "127.0.1.0/24";
        await using var behind = await world.StartProcessAsync();
        using var tenant = await Tenant.CreateAsync(behind.Api, key: """ "scopes": ["webhooks"], "allowedAddresses": ["203.0.113.0/24", "2001:db8::5"] """);

        async Task<string> AskAsync(string from, string forwarded)
        {
            var answer = await CallAsync(tenant.Key, from, "/v1/webhooks", forwarded, behind.Api.Address);
            return answer.Status == 200 ? "200" : $"{answer.Status} {((string)JsonNode.Parse(answer.Text)!["detail"]!).Split(' ')[6].TrimEnd(',')}";
        }

        Assert.Equal("200", await AskAsync("127.0.0.2", "203.0.113.9"));
        Assert.Equal("200", await AskAsync("127.0.0.2", "[2001:db8::5]:4711"));
        Assert.Equal("200", await AskAsync("127.0.0.2", "::ffff:203.0.113.9"));
        Assert.Equal("403 198.51.100.1", await AskAsync("127.0.0.2", "198.51.100.1"));

        // Forged by a client that calls directly, and by one before the proxy, which adds whom it sees.
        Assert.Equal("403 127.0.0.3", await AskAsync("127.0.0.3", "203.0.113.9"));
        Assert.Equal("403 198.51.100.1", await AskAsync("127.0.0.2", "203.0.113.9, 198.51.100.1"));

        // Two proxies, one behind the other.
        Assert.Equal("200", await AskAsync("127.0.0.2", "203.0.113.9, 127.0.1.5"));
        Assert.Equal("403 198.51.100.1", await AskAsync("127.0.0.2", "203.0.113.9, 198.51.100.1, 127.0.1.5"));

        // Causes are for operators, and a key that counts from elsewhere alone is none.
        var key = (string)(await behind.Api.PostAsync("/v1/accounts/00000000-0000-7000-8000-000000000001/keys", """{ "name": "operator", "scopes": ["admin"], "allowedAddresses": ["203.0.113.9"] }""")).Json["key"]!;
        Assert.Contains("agent_msgqueue", (await CallAsync(key, "127.0.0.2", "/health/ready", "203.0.113.9", behind.Api.Address)).Text);
        Assert.DoesNotContain("agent_msgqueue", (await CallAsync(key, "127.0.0.3", "/health/ready", "203.0.113.9", behind.Api.Address)).Text);
    }

    [Fact]
    public void Believe_this_machine_alone_when_no_proxy_is_configured()
    {
        // As ASP.NET leaves them when its variable is set: whoever calls is believed.
        var headers = new ForwardedHeadersOptions { ForwardLimit = 1 };
        headers.KnownProxies.Clear();
        headers.KnownIPNetworks.Clear();

        new TrustProxies(Options.Create(new ConnectionOptions())).PostConfigure(null, headers);

        Assert.Equal(["127.0.0.0/8", "::1/128"], headers.KnownIPNetworks.Select(network => network.ToString()));
        Assert.Null(headers.ForwardLimit);
    }

    private async Task<RawAnswer> CallAsync(string key, string from, string path = "/v1/accounts", string? forwarded = null, Uri? server = null)
    {
        using var connection = await RawConnection.OpenAsync(server ?? _admin.Address, from);
        var request = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"GET {path} HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer {key}\r\n"));
        if (forwarded is not null)
        {
            request.Append(CultureInfo.InvariantCulture, $"X-Forwarded-For: {forwarded}\r\n");
        }

        await connection.SendAsync(request.Append("\r\n").ToString());
        return await connection.ReceiveAsync() ?? throw new InvalidOperationException("The gateway hung up.");
    }

    private Task<Answer> PatchAsync(string path, string body, Api? api = null) =>
        (api ?? _admin).SendAsync(new HttpRequestMessage(HttpMethod.Patch, path) { Content = new StringContent(body, null, "application/json") });

    private static string Faults(Answer answer) =>
        string.Join(", ", answer.Json["errors"]!.AsArray().Select(fault => $"{fault!["pointer"]} {fault["code"]}").Order(StringComparer.Ordinal));
}
