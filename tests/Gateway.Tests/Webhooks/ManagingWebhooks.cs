using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Webhooks;

/// <summary>Registering, reading and deleting endpoints.</summary>
public sealed class ManagingWebhooks(SharedGateway gateway)
{
    private readonly Api _api = gateway.Ready();

    [Fact]
    public async Task Shows_the_secret_once()
    {
        var created = await _api.PostAsync("/v1/webhooks", """{ "url": "https://example.com/hook", "events": ["message.delivered"], "description": "test" }""");
        var read = await _api.GetAsync($"/v1/webhooks/{created.Json["id"]}");

        Assert.Equal(201, created.Status);
        Assert.StartsWith("whsec_", (string)created.Json["secret"]!);
        Assert.Equal(32, Convert.FromBase64String(((string)created.Json["secret"]!)["whsec_".Length..]).Length);
        Assert.Null(read.Json["secret"]);
        Assert.Equal(("enabled", "https://example.com/hook", "test"), ((string)read.Json["status"]!, (string)read.Json["url"]!, (string)read.Json["description"]!));
    }

    [Fact]
    public async Task Keeps_the_secret_only_encrypted()
    {
        var created = await _api.PostAsync("/v1/webhooks", """{ "url": "https://example.com/hook" }""");
        var stored = await gateway.State.QueryAsync($"SELECT secret FROM gateway.webhooks WHERE id = '{created.Json["id"]}'");

        Assert.DoesNotContain("whsec_", (string)stored[0]["secret"]!);
    }

    [Fact]
    public async Task Registers_once_and_shows_the_secret_once_when_a_request_is_repeated_with_its_key()
    {
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        const string Body = """{ "url": "https://example.com/repeated" }""";
        var first = await _api.PostAsync("/v1/webhooks", Body, key);
        var second = await _api.PostAsync("/v1/webhooks", Body, key);
        var other = await _api.PostAsync("/v1/webhooks", """{ "url": "https://example.com/other" }""", key);

        Assert.Equal((201, 409, 422), (first.Status, second.Status, other.Status));
        Assert.Equal(("secret_shown_before", (string?)first.Json["id"]), ((string?)second.Json["code"], (string?)second.Json["id"]));
        Assert.DoesNotContain("whsec_", second.Text, StringComparison.Ordinal);
        Assert.Equal(1, await gateway.State.CountAsync("SELECT count(*) FROM gateway.webhooks WHERE url = 'https://example.com/repeated'"));
    }

    [Fact]
    public async Task Forgets_a_deleted_endpoint()
    {
        var created = await _api.PostAsync("/v1/webhooks", """{ "url": "https://example.com/hook" }""");
        var path = $"/v1/webhooks/{created.Json["id"]}";

        Assert.Equal(204, (await _api.DeleteAsync(path)).Status);
        Assert.Equal(404, (await _api.GetAsync(path)).Status);
        Assert.Equal(404, (await _api.DeleteAsync(path)).Status);
    }

    [Fact]
    public async Task Refuses_more_than_an_account_may_have_until_one_is_deleted()
    {
        using var tenant = await Tenant.CreateAsync(_api);
        var key = ("Idempotency-Key", "the last");
        const string Body = """{ "url": "https://example.com/hook" }""";
        for (var i = 0; i < 99; i++)
        {
            Assert.Equal(201, (await tenant.Api.PostAsync("/v1/webhooks", Body)).Status);
        }

        var last = await tenant.Api.PostAsync("/v1/webhooks", Body, key);
        var refused = await tenant.Api.PostAsync("/v1/webhooks", Body, ("Idempotency-Key", "one more"));

        Assert.Equal((201, 409, "too_many_webhooks"), (last.Status, refused.Status, (string?)refused.Json["code"]));
        Assert.Equal((string?)last.Json["id"], (string?)(await tenant.Api.PostAsync("/v1/webhooks", Body, key)).Json["id"]);
        Assert.Equal(204, (await tenant.Api.DeleteAsync($"/v1/webhooks/{last.Json["id"]}")).Status);
        Assert.Equal(201, (await tenant.Api.PostAsync("/v1/webhooks", Body, ("Idempotency-Key", "one more"))).Status);
    }

    [Fact]
    public async Task Lists_endpoints_newest_first_in_pages()
    {
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add((string)(await _api.PostAsync("/v1/webhooks", """{ "url": "https://example.com/hook" }""")).Json["id"]!);
        }

        var first = (await _api.GetAsync("/v1/webhooks?limit=2")).Json;
        var second = (await _api.GetAsync($"/v1/webhooks?limit=2&cursor={first["nextCursor"]}")).Json;

        var seen = first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(item => (string)item!["id"]!).ToList();
        Assert.Equal(seen.OrderDescending(StringComparer.Ordinal), seen);
        Assert.Equal(seen.Distinct(), seen);
        Assert.Equal(2, first["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task Changes_what_is_given_and_leaves_the_rest()
    {
        var created = await _api.PostAsync("/v1/webhooks", """{ "url": "https://example.com/hook", "events": ["message.delivered"], "description": "test", "batch": true }""");
        var path = $"/v1/webhooks/{created.Json["id"]}";

        var moved = (await PatchAsync(path, """{ "url": "https://example.com/moved" }""")).Json;
        var cleared = (await PatchAsync(path, """{ "description": null, "events": ["vendor.*"], "batch": false, "status": "disabled" }""")).Json;
        var enabled = (await PatchAsync(path, """{ "status": "enabled" }""")).Json;

        Assert.Equal(("https://example.com/moved", "test", true), ((string)moved["url"]!, (string)moved["description"]!, (bool)moved["batch"]!));
        Assert.Equal(("https://example.com/moved", null, false), ((string)cleared["url"]!, (string?)cleared["description"], (bool)cleared["batch"]!));
        Assert.Equal(("disabled", "Disabled by request.", "vendor.*"), ((string)cleared["status"]!, (string)cleared["disabledReason"]!, (string)cleared["events"]![0]!));
        Assert.Equal(("enabled", null), ((string)enabled["status"]!, (string?)enabled["disabledReason"]));
        Assert.Equal(1 << 9 | 1 << 10 | 1 << 15, await gateway.State.CountAsync($"SELECT event_mask FROM gateway.webhooks WHERE id = '{created.Json["id"]}'"));
    }

    [Theory]
    [InlineData("""{ "url": "ftp://example.com", "status": "broken", "events": ["x"] }""", 422, "/events/0 unknown_event, /status unknown_value, /url invalid_url")]
    [InlineData("""{ "secret": "whsec_x" }""", 400, "/secret unknown_field")]
    public async Task Names_every_fault_of_a_bad_change(string body, int status, string faults)
    {
        var created = await _api.PostAsync("/v1/webhooks", """{ "url": "https://example.com/hook" }""");
        var answer = await PatchAsync($"/v1/webhooks/{created.Json["id"]}", body);

        Assert.Equal((status, faults), (answer.Status, string.Join(", ", answer.Json["errors"]!.AsArray().Select(fault => $"{fault!["pointer"]} {fault["code"]}").Order(StringComparer.Ordinal))));
        Assert.Equal(404, (await PatchAsync($"/v1/webhooks/{Guid.NewGuid()}", "{}")).Status);
    }

    private Task<Answer> PatchAsync(string path, string body) =>
        _api.SendAsync(new HttpRequestMessage(HttpMethod.Patch, path) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") });

    [Theory]
    [InlineData("{}", 422, "/url required")]
    [InlineData("""{ "url": "ftp://example.com" }""", 422, "/url invalid_url")]
    [InlineData("""{ "url": "/relative" }""", 422, "/url invalid_url")]
    [InlineData("""{ "url": "https://example.com/a\u0000" }""", 422, "/url invalid_url")]
    [InlineData("""{ "url": "https://user:secret@example.com/" }""", 422, "/url invalid_url")]
    [InlineData("""{ "url": "https://example.com/", "events": ["message.sent"] }""", 422, "/events/0 unknown_event")]
    [InlineData("""{ "url": 5, "event": [] }""", 400, "/event unknown_field, /url invalid_type")]
    public async Task Names_every_fault_of_a_bad_request(string body, int status, string faults)
    {
        var answer = await _api.PostAsync("/v1/webhooks", body);

        Assert.Equal((status, faults), (answer.Status, string.Join(", ", answer.Json["errors"]!.AsArray().Select(fault => $"{fault!["pointer"]} {fault["code"]}").Order(StringComparer.Ordinal))));
    }
}
