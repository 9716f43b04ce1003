using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>
/// An <c>Idempotency-Key</c> counts for the account acted for, one method and path, and live or test. Walks every route of the served document that takes the header, with one and the same key.
/// </summary>
public sealed class ScopesOfIdempotencyKeys(SharedGateway gateway)
{
    private const string Operators = "00000000-0000-7000-8000-000000000001";
    private const string Header = "Idempotency-Key";
    private const string Resend = "/v1/batches/{id}/resend";
    private const string Import = "/v1/templates/import";

    private readonly Api _admin = gateway.Ready();

    [Fact]
    public async Task Count_for_one_route_and_for_live_and_test_keys_apart()
    {
        var key = Guid.NewGuid().ToString();
        var live = await KeyAsync(test: false);
        var test = await KeyAsync(test: true);
        var (first, second) = (await WebhookAsync(live), await WebhookAsync(live));
        var wrong = new List<string>();
        foreach (var path in await PathsAsync())
        {
            // Routes about a thing: the same key for two things is two requests.
            foreach (var webhook in path.Contains("/{id}/", StringComparison.Ordinal) ? new[] { first, second } : [first])
            {
                wrong.AddRange(await WalkAsync(path, webhook, key, live, test));
            }
        }

        Assert.Equal("", string.Join('\n', wrong));
    }

    [Fact]
    public async Task Give_no_secret_of_another_account_to_an_operator_who_acts_for_two()
    {
        using var one = await Tenant.CreateAsync(_admin);
        using var two = await Tenant.CreateAsync(_admin);
        var key = (Header, Guid.NewGuid().ToString());

        var first = await _admin.PostAsync($"/v1/accounts/{one.Id}/keys", """{ "name": "same" }""", key);
        var second = await _admin.PostAsync($"/v1/accounts/{two.Id}/keys", """{ "name": "same" }""", key);
        var again = await _admin.PostAsync($"/v1/accounts/{one.Id}/keys", """{ "name": "same" }""", key);

        Assert.Equal((201, 201, 409), (first.Status, second.Status, again.Status));
        Assert.NotEqual((string)first.Json["key"]!, (string)second.Json["key"]!);
        Assert.Equal(("secret_shown_before", (string)first.Json["id"]!), ((string?)again.Json["code"], (string?)again.Json["id"]));
        Assert.Contains((await _admin.GetAsync($"/v1/accounts/{two.Id}/keys")).Json["items"]!.AsArray(), item => (string)item!["id"]! == (string)second.Json["id"]!);
        Assert.DoesNotContain("gw_", again.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_a_live_message_after_a_test_key_sent_the_same()
    {
        var key = Guid.NewGuid().ToString();
        var body = $$"""{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "{{key}}" }""";
        using var test = await KeyAsync(test: true);

        var tried = await test.PostAsync("/v1/messages", body, (Header, key));
        var sent = await _admin.PostAsync("/v1/messages", body, (Header, key));

        Assert.Equal((202, 202, false), (tried.Status, sent.Status, sent.Headers.ContainsKey("Idempotency-Replayed")));
        Assert.Equal(1, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.messages WHERE body = '{key}' AND vendor = 'kpg'"));
    }

    [Fact]
    public async Task Are_refused_when_there_are_two()
    {
        var key = (string)(await _admin.PostAsync($"/v1/accounts/{Operators}/keys", """{ "name": "two headers" }""")).Json["key"]!;
        using var connection = await RawConnection.OpenAsync(_admin.Address);

        await connection.SendAsync($"POST /v1/messages HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer {key}\r\n{Header}: a\r\n{Header}: b\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}");

        var answer = await connection.ReceiveAsync();
        Assert.Contains("invalid_idempotency_key", answer?.Text, StringComparison.Ordinal);
    }

    private static async Task<List<string>> WalkAsync(string path, string webhook, string key, Api live, Api test)
    {
        var filled = await FilledAsync(path, webhook, live);
        var first = await PostAsync(live, path, filled, key);
        var again = await PostAsync(live, path, filled, key);
        var other = await PostAsync(test, path, filled, key);
        var wrong = new List<string>();
        if (first.Status is not (200 or 201 or 202) || !IsOwn(first))
        {
            wrong.Add($"{filled}, first: {first}");
        }

        if (IsOwn(again) || again.Status is 422)
        {
            wrong.Add($"{filled}, repeated: {again}");
        }

        if (first.Text.Contains("whsec_", StringComparison.Ordinal) || first.Text.Contains("\"gw_", StringComparison.Ordinal) ? again.Status != 409 : again.Text != first.Text)
        {
            wrong.Add($"{filled}, repeated with another answer: {again}");
        }

        if (!IsOwn(other))
        {
            wrong.Add($"{filled}, with a test key: {other}");
        }

        return wrong;
    }

    /// <summary>True when it is the answer to this request and not to one before.</summary>
    private static bool IsOwn(Answer answer) =>
        !answer.Headers.ContainsKey("Idempotency-Replayed") && (answer.Status < 300 || (string?)answer.Json["code"] is not ("idempotency_key_reused" or "secret_shown_before"));

    private async Task<List<string>> PathsAsync()
    {
        var paths = (await _admin.GetAsync("/openapi.json")).Json["paths"]!.AsObject()
            .Where(path => path.Value!["post"]?["parameters"] is JsonArray parameters && parameters.Any(parameter => (string?)parameter!["name"] == Header))
            .Select(path => path.Key).ToList();
        Assert.True(paths.Count >= 12, string.Join(", ", paths));
        return paths;
    }

    private static async Task<string> FilledAsync(string path, string webhook, Api api)
    {
        if (path == Resend)
        {
            return path.Replace("{id}", await CanceledAsync(api), StringComparison.Ordinal);
        }

        var filled = path.Replace("{accountId}", Operators, StringComparison.Ordinal).Replace("{id}", webhook, StringComparison.Ordinal);
        return filled.Contains("{deliveryId}", StringComparison.Ordinal)
            ? filled.Replace("{deliveryId}", (string)(await api.PostAsync($"/v1/webhooks/{webhook}/test", "")).Json["deliveryId"]!, StringComparison.Ordinal)
            : filled;
    }

    /// <summary>A batch that can be sent again.</summary>
    private static async Task<string> CanceledAsync(Api api)
    {
        var later = TimeProvider.System.GetUtcNow().AddDays(1);
        var batch = await api.PostAsync("/v1/batches", $$"""{ "messages": [ { "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "안녕", "scheduledAt": "{{later:O}}" } ] }""");
        await api.PostAsync($"/v1/batches/{batch.Json["id"]}/cancel", "");
        return (string)batch.Json["id"]!;
    }

    private static Task<Answer> PostAsync(Api api, string path, string filled, string key)
    {
        if (path != "/v1/files")
        {
            var type = path == Import ? "text/csv" : "application/json";
            return api.PostAsync(filled, System.Text.Encoding.UTF8.GetBytes(Body(path, key)), type, (Header, key));
        }

        var form = new MultipartFormDataContent { { new ByteArrayContent("안녕"u8.ToArray()), "file", "a.txt" } };
        return api.SendAsync(new HttpRequestMessage(HttpMethod.Post, filled) { Content = form, Headers = { { Header, key } } });
    }

    private static string Body(string path, string unique) => path switch
    {
        "/v1/messages" => """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "안녕" }""",
        "/v1/batches" => """{ "messages": [ { "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "안녕" } ] }""",
        Resend => """{ "statuses": ["canceled"] }""",
        "/v1/webhooks" => """{ "url": "https://example.com/hook", "events": ["webhook.test"] }""",
        "/v1/webhooks/{id}/replay" => """{ "from": "2026-01-01T00:00:00Z", "to": "2026-01-02T00:00:00Z" }""",
        "/v1/webhooks/{id}/rotate-secret" or "/v1/webhooks/{id}/test" or "/v1/webhooks/{id}/deliveries/{deliveryId}/redeliver" => "",
        "/v1/accounts" => $$"""{ "name": "{{unique}}" }""",
        "/v1/accounts/{accountId}/keys" => """{ "name": "walked", "test": true }""",
        "/v1/senders" => $$"""{ "number": "02{{Math.Abs(unique.GetHashCode(StringComparison.Ordinal)) % 10_000_000 + 20_000_000}}" }""",
        "/v1/optouts" => """{ "number": "01033334444" }""",
        "/v1/templates" => $$"""{ "name": "t {{unique}}", "channel": "sms", "text": "a" }""",
        Import => "name,channel,text\na,sms,b\n",
        _ => throw new InvalidOperationException($"{path} takes Idempotency-Key and is not known to this test: give it a body."),
    };

    private static async Task<string> WebhookAsync(Api api) => (string)(await api.PostAsync("/v1/webhooks", """{ "url": "https://example.com/hook", "events": ["webhook.test"] }""")).Json["id"]!;

    private async Task<Api> KeyAsync(bool test)
    {
        var answer = await _admin.PostAsync(
            $"/v1/accounts/{Operators}/keys",
            $$"""{ "name": "walker", "test": {{(test ? "true" : "false")}}, "scopes": ["messages:send", "messages:read", "files", "webhooks", "admin"] }""");
        return new Api(_admin.Address, (string)answer.Json["key"]!);
    }
}
