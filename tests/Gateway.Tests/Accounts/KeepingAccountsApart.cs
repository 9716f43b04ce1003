using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Gateway.Tests.Support.Contract;
using Xunit;

namespace Gateway.Tests.Accounts;

/// <summary>Walks every route of the served document with the key of another account: nothing of the first account is seen, changed or even known to exist.</summary>
public sealed class KeepingAccountsApart(SharedGateway gateway)
{
    private const string MissingId = "01a1fae5-ff79-720d-bb24-871ec6eb9fcd";

    private readonly Api _admin = gateway.Ready();

    private static string Tomorrow => TimeProvider.System.GetUtcNow().AddDays(1).ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task Answers_404_for_every_thing_of_another_account_and_empty_lists()
    {
        using var owner = await Tenant.CreateAsync(_admin);
        using var stranger = await Tenant.CreateAsync(_admin);
        var ids = await OwnAsync(owner);
        var document = await ApiDocument.ReadAsync(_admin);
        var seen = new List<string>();
        foreach (var (path, operations) in document["paths"]!.AsObject().Where(route => route.Key.StartsWith("/v1/", StringComparison.Ordinal)))
        {
            foreach (var (method, operation) in operations!.AsObject().Where(operation => operation.Key is "get" or "post" or "put" or "patch" or "delete"))
            {
                seen.Add(await WalkAsync(stranger.Api, path, method, operation!, ids));
            }
        }

        Assert.Equal("", string.Join("\n", seen.Where(fault => fault.Length > 0)));
        Assert.True(seen.Count > 15, "the document has the routes that this test knows of");
        Assert.Equal(200, (await owner.Api.GetAsync($"/v1/webhooks/{ids["webhooks"]}")).Status);
        Assert.Equal(200, (await owner.Api.GetAsync($"/v1/files/{ids["files"]}")).Status);
    }

    /// <summary>One of everything that an account can have.</summary>
    private static async Task<Dictionary<string, string>> OwnAsync(Tenant owner)
    {
        var answer = await owner.Api.PostAsync("/v1/messages", $$"""{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "비밀", "scheduledAt": "{{Tomorrow}}" }""");
        await owner.Api.PostAsync("/v1/optouts", """{ "number": "01012341234" }""");
        return new Dictionary<string, string>
        {
            ["messages"] = (string)answer.Json["messages"]![0]!["id"]!,
            ["batches"] = (string)answer.Json["batchId"]!,
            ["webhooks"] = (string)(await owner.Api.PostAsync("/v1/webhooks", """{ "url": "https://example.com/hook" }""")).Json["id"]!,
            ["files"] = await UploadAsync(owner.Api),
            ["accounts"] = owner.Id,
            ["keys"] = owner.KeyId,
            ["optouts"] = (string)(await owner.Api.GetAsync("/v1/optouts")).Json["items"]![0]!["id"]!,
            ["templates"] = (string)(await owner.Api.PostAsync("/v1/templates", """{ "name": "a", "channel": "sms", "text": "비밀" }""")).Json["id"]!,
            ["senders"] = (string)(await owner.Api.PostAsync("/v1/senders", """{ "number": "15777985" }""")).Json["id"]!,
        };
    }

    private static async Task<string> UploadAsync(Api api)
    {
        var form = new MultipartFormDataContent { { new ByteArrayContent("안녕"u8.ToArray()), "file", "a.txt" } };
        return (string)(await api.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/v1/files") { Content = form })).Json["id"]!;
    }

    /// <summary>A body that would be accepted from the owner, where the body is looked at before the thing is.</summary>
    private static string Body(string path) => path switch
    {
        "/v1/messages/{id}" => $$"""{ "scheduledAt": "{{Tomorrow}}" }""",
        "/v1/webhooks/{id}/replay" => """{ "from": "2026-01-01T00:00:00Z", "to": "2026-01-02T00:00:00Z" }""",
        _ => "{}",
    };

    /// <summary>The fault, or nothing.</summary>
    private static async Task<string> WalkAsync(Api stranger, string path, string method, JsonNode operation, Dictionary<string, string> ids)
    {
        var parts = path.Split('/');
        var full = string.Join('/', parts.Select((part, i) => part.StartsWith('{') ? ids.GetValueOrDefault(parts[i - 1], MissingId) : part));
        var request = new HttpRequestMessage(new HttpMethod(method), full);
        if (operation["requestBody"] is not null)
        {
            request.Content = new StringContent(Body(path), null, "application/json");
        }

        var answer = await stranger.SendAsync(request);
        if (path.Contains('{', StringComparison.Ordinal))
        {
            // What everybody may see, what only administrators of the installation may touch, and a name of a vendor or job that does not exist.
            return answer.Status is 404 or 403 || path.StartsWith("/v1/result-codes", StringComparison.Ordinal) ? "" : $"{method} {full}: {answer}";
        }

        if (answer.IsStream)
        {
            var told = answer.Text.Split('\n').Where(line => line.StartsWith("data:", StringComparison.Ordinal));
            return told.All(line => line == """data: {"minutes":[],"seconds":[]}""") ? "" : $"{method} {full}: {answer}";
        }

        var shared = path is "/v1/result-codes" or "/v1/vendors" or "/v1/jobs" or "/v1/accounts" or "/v1/audit-log"
            or "/v1/stats" or "/v1/version";
        return method != "get" || shared || answer.Status is 403 || (answer.Status == 200 && answer.Json["items"] is JsonArray { Count: 0 }) ? "" : $"{method} {full}: {answer}";
    }
}
