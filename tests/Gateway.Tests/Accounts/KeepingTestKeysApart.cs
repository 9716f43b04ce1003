using Gateway.Tests.Hostile;
using Gateway.Tests.Support;
using Gateway.Tests.Support.Contract;
using Xunit;

namespace Gateway.Tests.Accounts;

/// <summary>A test key never changes what live traffic sees, whatever its scopes; and no answer to a key is kept by anybody on its way.</summary>
public sealed class KeepingTestKeysApart(SharedGateway gateway)
{
    private const string AllScopes = """ "scopes": ["messages:send", "messages:read", "messages:read-pii", "files", "webhooks", "admin"] """;

    /// <summary>What is left to a test key: a route that is not here is refused. Each has a reason in <c>TestKeys</c>.</summary>
    private static readonly string[] Open =
    [
        "POST /v1/messages", "PATCH /v1/messages/{id}", "POST /v1/messages/{id}/cancel", "POST /v1/messages/cancel", "POST /v1/batches", "POST /v1/batches/{id}/cancel", "POST /v1/batches/{id}/resend", "POST /v1/batches/{id}/release", "POST /v1/files",
    ];

    private readonly Api _admin = gateway.Ready();

    [Fact]
    public async Task Refuses_every_change_but_those_of_test_messages_on_every_documented_route()
    {
        using var trying = new Api(_admin.Address, await BuiltInTestKeyAsync());
        var before = await LiveAsync();
        var seen = new List<string>();
        foreach (var route in ApiRoute.All(await ApiDocument.ReadAsync(_admin)).Where(route => route.Method != "GET" && route.Path.StartsWith("/v1/", StringComparison.Ordinal)))
        {
            var name = $"{route.Method} {route.Path}";
            var answer = await trying.SendAsync(Request(route));
            var refused = answer.Status == 403 && (string?)answer.Json["code"] == "test_key";
            if (refused == Open.Contains(name))
            {
                seen.Add($"{name}: {answer}");
            }
        }

        Assert.Equal("", string.Join('\n', seen));
        Assert.Equal(before, await LiveAsync());
    }

    [Fact]
    public async Task Leaves_live_messages_alone_and_takes_test_messages()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        using var trying = new Api(_admin.Address, await TestKeyAsync(tenant));
        var later = $", \"reference\": \"r\", \"scheduledAt\": \"{TimeProvider.System.GetUtcNow().AddDays(1):O}\"";
        var (live, test) = (await tenant.Api.SendSmsAsync("kpg", more: later), await trying.SendSmsAsync("kpg", "01012345555", more: later));
        var moved = $$"""{ "scheduledAt": "{{TimeProvider.System.GetUtcNow().AddDays(2):O}}" }""";

        Assert.Equal((403, "test_key"), Of(await trying.PostAsync($"/v1/messages/{live}/cancel", "")));
        Assert.Equal((403, "test_key"), Of(await trying.PostAsync($"/v1/batches/{live}/cancel", "")));
        Assert.Equal((403, "test_key"), Of(await PatchAsync(trying, $"/v1/messages/{live}", moved)));
        Assert.Equal(200, (await PatchAsync(trying, $"/v1/messages/{test}", moved)).Status);
        Assert.Equal(1, (int)(await trying.PostAsync("/v1/messages/cancel", """{ "reference": "r" }""")).Json["canceled"]!);
        Assert.Equal(("scheduled", "canceled"), (await tenant.Api.StatusAsync(live), await tenant.Api.StatusAsync(test)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(""", "test": true """)]
    public async Task Gives_no_key_for_an_empty_list_of_scopes(string more)
    {
        using var tenant = await Tenant.CreateAsync(_admin);

        var answer = await tenant.Api.PostAsync($"/v1/accounts/{tenant.Id}/keys", $$"""{ "name": "all?", "scopes": [] {{more}} }""");

        Assert.Equal((422, "/scopes required"), (answer.Status, $"{answer.Json["errors"]![0]!["pointer"]} {answer.Json["errors"]![0]!["code"]}"));
    }

    [Fact]
    public async Task Lets_no_answer_under_v1_be_stored_on_its_way()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        using var nobody = new Api(_admin.Address, null);
        var form = new MultipartFormDataContent { { new ByteArrayContent("안녕"u8.ToArray()), "file", "a.txt" } };
        var file = (await tenant.Api.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/v1/files") { Content = form })).Json["id"];
        var answers = new List<(string Name, Answer Answer)>
        {
            ("a message", await tenant.Api.GetAsync($"/v1/messages/{await tenant.Api.SendSmsAsync("kpg")}")),
            ("a file", await tenant.Api.GetAsync($"/v1/files/{file}/content")),
            ("a new key", await tenant.Api.PostAsync($"/v1/accounts/{tenant.Id}/keys", """{ "name": "k" }""")),
            ("a new webhook", await tenant.Api.PostAsync("/v1/webhooks", """{ "url": "https://example.com/hook" }""")),
            ("a broken body", await tenant.Api.PostAsync("/v1/messages", "{")),
        };
        foreach (var route in ApiRoute.All(await ApiDocument.ReadAsync(_admin)).Where(route => route.Path.StartsWith("/v1/", StringComparison.Ordinal)))
        {
            answers.Add(($"{route.Method} {route.Path}", await tenant.Api.SendAsync(Request(route))));
            answers.Add(($"{route.Method} {route.Path} without a key", await nobody.SendAsync(Request(route))));
        }

        Assert.All(answers, seen => Assert.Equal((seen.Name, "no-store"), (seen.Name, seen.Answer.Headers.GetValueOrDefault("Cache-Control", "none").Replace("no-cache, ", "", StringComparison.Ordinal).Replace("no-store, no-cache", "no-store", StringComparison.Ordinal))));
        Assert.Equal(5, answers.Take(5).Count(seen => seen.Answer.Status is 200 or 201 or 400));
    }

    private static HttpRequestMessage Request(ApiRoute route)
    {
        var path = System.Text.RegularExpressions.Regex.Replace(route.Path, @"\{(\w+)\}", hole => hole.Groups[1].Value is "name" or "vendor" or "code" ? "kpg" : "01a1fae5-ff79-720d-bb24-871ec6eb9fcd");
        var request = new HttpRequestMessage(new HttpMethod(route.Method), path);
        if (route.Bodies.Count > 0)
        {
            var types = route.Bodies.Select(body => body.ContentType).ToList();
            request.Content = new StringContent("{}", null, types.Contains("text/csv") && !types.Contains("application/json") ? "text/csv" : "application/json");
        }

        return request;
    }

    private static (int Status, string? Code) Of(Answer answer) => (answer.Status, (string?)answer.Json["code"]);

    private static Task<Answer> PatchAsync(Api api, string path, string body) =>
        api.SendAsync(new HttpRequestMessage(HttpMethod.Patch, path) { Content = new StringContent(body, null, "application/json") });

    private static async Task<string> TestKeyAsync(Tenant tenant) =>
        (string)(await tenant.Api.PostAsync($"/v1/accounts/{tenant.Id}/keys", $$"""{ "name": "t", "test": true, {{AllScopes}} }""")).Json["key"]!;

    /// <summary>The most that a test key can have: all scopes, of the account that manages the installation.</summary>
    private async Task<string> BuiltInTestKeyAsync() =>
        (string)(await _admin.PostAsync("/v1/accounts/00000000-0000-7000-8000-000000000001/keys", $$"""{ "name": "t", "test": true, {{AllScopes}} }""")).Json["key"]!;

    /// <summary>Other tests work beside this one, so what is looked at is whether the test key was noted as the one that changed something.</summary>
    private Task<long> LiveAsync() => gateway.State.CountAsync("SELECT count(*) FROM gateway.audit_log a JOIN gateway.api_keys k ON k.id = a.key_id WHERE k.test");
}
