using System.Text;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Accounts;

/// <summary>A gateway whose accounts may have two of everything.</summary>
public sealed class SmallLimits : IAsyncLifetime
{
    private HostedGateway? _process;

    internal Api Ready()
    {
        Assert.SkipWhen(_process is null, "GATEWAY_TEST_POSTGRES is not set. Run ./test.sh, which starts the databases.");
        return _process.Api;
    }

    public async ValueTask InitializeAsync()
    {
        if (TestServers.Postgres is null)
        {
            return;
        }

        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        foreach (var name in new[] { "SendersPerAccount", "OptOutsPerAccount", "FilesPerAccount", "TemplatesPerAccount", "TestMessagesPerDay", "FileMegabytesPerAccount" })
        {
            world.Settings[$"Limits:{name}"] = "2";
        }

        world.Settings["Limits:KeysPerAccount"] = "3"; // One of them is the tenant's own.
        _process = await world.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }
}

/// <summary>An account cannot fill the gateway with what costs it nothing.</summary>
public sealed class LimitingThings(SmallLimits limits) : IClassFixture<SmallLimits>
{
    private readonly Api _admin = limits.Ready();

    [Theory]
    [InlineData("senders", "too_many_senders")]
    [InlineData("keys", "too_many_keys")]
    [InlineData("optouts", "too_many_optouts")]
    [InlineData("files", "too_many_files")]
    [InlineData("templates", "too_many_templates")]
    public async Task Refuses_one_too_many_with_its_code_and_takes_it_after_one_was_removed(string thing, string code)
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        var first = await AddAsync(tenant, thing, 1);
        var second = await AddAsync(tenant, thing, 2);

        var third = await AddAsync(tenant, thing, 3);

        Assert.Equal((201, 201, 409, code), (first.Status, second.Status, third.Status, (string?)third.Json["code"]));
        Assert.Equal(204, (await tenant.Api.DeleteAsync(await PathOfAsync(tenant, thing, second))).Status);
        Assert.Equal(201, (await AddAsync(tenant, thing, 3)).Status);
    }

    [Theory]
    [InlineData("senders")]
    [InlineData("keys")]
    [InlineData("optouts")]
    [InlineData("files")]
    [InlineData("templates")]
    public async Task Never_exceeds_a_limit_when_many_requests_come_at_once(string thing)
    {
        using var tenant = await Tenant.CreateAsync(_admin);

        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => AddAsync(tenant, thing, i)));

        Assert.Equal(2, answers.Count(answer => answer.Status == 201));
        Assert.Equal(6, answers.Count(answer => answer.Status is 409));
    }

    [Fact]
    public async Task Refuses_files_that_are_too_large_together()
    {
        using var tenant = await Tenant.CreateAsync(_admin);

        Assert.Equal(201, (await UploadAsync(tenant, new string('a', 1_500_000))).Status);
        var second = await UploadAsync(tenant, new string('b', 1_000_000));

        Assert.Equal((409, "too_many_files"), (second.Status, (string?)second.Json["code"]));
        Assert.Contains("MB", (string?)second.Json["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_test_messages_beyond_those_of_a_day_and_no_others()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        using var trying = new Api(_admin.Address, (string)(await tenant.Api.PostAsync($"/v1/accounts/{tenant.Id}/keys", """{ "name": "t", "test": true }""")).Json["key"]!);
        const string Body = """{ "channel": "sms", "vendor": "kshot", "from": "15777985", "to": ["01012341234", "01012341235"], "text": "안녕" }""";

        Assert.Equal(202, (await trying.PostAsync("/v1/messages", Body)).Status);
        var refused = await trying.PostAsync("/v1/messages", Body);
        var lines = await trying.PostAsync("/v1/batches?channel=sms&from=15777985&vendor=kshot", """{ "to": "01012341234", "text": "a" }"""u8.ToArray(), "application/x-ndjson");

        Assert.Equal((429, "test_messages_exceeded"), (refused.Status, (string?)refused.Json["code"]));
        Assert.True(refused.Headers.ContainsKey("Retry-After"));
        Assert.Equal((0, 1), ((int)lines.Json["accepted"]!, (int)lines.Json["rejected"]!));
        Assert.Equal(202, (await tenant.Api.PostAsync("/v1/messages", Body)).Status);
    }

    [Theory]
    [InlineData("application/json", """{ "messages": [] }""", "required")]
    [InlineData("application/x-ndjson", "", "no_lines")]
    [InlineData("application/x-ndjson", "\n\n", "no_lines")]
    [InlineData("text/csv", "to,text\n", "no_lines")]
    [InlineData("text/csv", "to,text\n\n\n", "no_lines")]
    public async Task Refuses_an_empty_batch_and_leaves_none(string type, string body, string code)
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        var path = type == "application/json" ? "/v1/batches" : "/v1/batches?channel=sms&from=15777985&vendor=kshot";

        for (var i = 0; i < 2; i++)
        {
            var answer = await tenant.Api.PostAsync(path, Encoding.UTF8.GetBytes(body), type, ("Idempotency-Key", "empty"));

            Assert.Equal((422, code), (answer.Status, (string?)answer.Json["errors"]![0]!["code"]));
        }

        Assert.Empty((await tenant.Api.GetAsync("/v1/batches")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Refuses_a_batch_of_many_blank_lines_and_leaves_none()
    {
        using var tenant = await Tenant.CreateAsync(_admin);

        var answer = await tenant.Api.PostAsync("/v1/batches?channel=sms&from=15777985&vendor=kshot", Encoding.UTF8.GetBytes(new string('\n', 5000)), "application/x-ndjson");

        Assert.Equal(422, answer.Status);
        Assert.Empty((await tenant.Api.GetAsync("/v1/batches")).Json["items"]!.AsArray());
    }

    private static Task<Answer> AddAsync(Tenant tenant, string thing, int number) => thing switch
    {
        "senders" => tenant.Api.PostAsync("/v1/senders", $$"""{ "number": "1577798{{number}}" }"""),
        "keys" => tenant.Api.PostAsync($"/v1/accounts/{tenant.Id}/keys", $$"""{ "name": "{{number}}" }"""),
        "optouts" => tenant.Api.PostAsync("/v1/optouts", $$"""{ "number": "0101234123{{number}}" }"""),
        "templates" => tenant.Api.PostAsync("/v1/templates", $$"""{ "name": "{{number}}", "channel": "sms", "text": "a" }"""),
        _ => UploadAsync(tenant, $"file {number}"),
    };

    private static async Task<string> PathOfAsync(Tenant tenant, string thing, Answer added) => thing switch
    {
        "keys" => $"/v1/accounts/{tenant.Id}/keys/{added.Json["id"]}",
        "optouts" => $"/v1/optouts/{(await tenant.Api.GetAsync("/v1/optouts")).Json["items"]![0]!["id"]}",
        _ => $"/v1/{thing}/{added.Json["id"]}",
    };

    private static Task<Answer> UploadAsync(Tenant tenant, string content)
    {
        var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "file", "a.txt" } };
        return tenant.Api.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/v1/files") { Content = form });
    }
}
