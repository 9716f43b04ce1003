using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>
/// The answer that was kept with an <c>Idempotency-Key</c> was damaged since: whoever repeats the request is told so,
/// and nothing is carried out twice.
/// </summary>
public sealed class LosingAnswers(SharedGateway gateway)
{
    private const string Header = "Idempotency-Key";

    private readonly Api _admin = gateway.Ready();

    [Theory]
    [InlineData("/v1/messages", "messages", @"'\x07'")]
    [InlineData("/v1/messages", "messages", "''")]
    [InlineData("/v1/messages", "messages", "substring(answer FROM 1 FOR octet_length(answer) - 1)")]
    [InlineData("/v1/batches", "batches", @"'\x07'")]
    [InlineData("/v1/webhooks", "webhooks", @"'\x07'")]
    [InlineData("/v1/webhooks", "webhooks", "substring(answer FROM 1 FOR octet_length(answer) - 1)")]
    [InlineData("/v1/optouts", "optouts", @"'\x07'")]
    public async Task Answers_409_and_carries_out_nothing_again(string path, string table, string damage)
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        var first = await PostAsync(tenant.Api, path);
        await gateway.State.ExecuteAsync($"UPDATE gateway.idempotency_keys SET answer = {damage} WHERE account_id = '{tenant.Id}'");

        var again = await PostAsync(tenant.Api, path);

        Assert.True(first.Status is 200 or 201 or 202, first.ToString());
        Assert.Equal((409, "answer_lost"), (again.Status, (string?)again.Json["code"]));
        Assert.Equal(1, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.{table} WHERE account_id = '{tenant.Id}'"));
        Assert.Contains("The kept answer", gateway.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("a key of their own", gateway.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_409_too_when_the_quota_is_used_up()
    {
        using var tenant = await Tenant.CreateAsync(_admin, settings: """, "dailyQuota": 1 """);
        await PostAsync(tenant.Api, "/v1/messages");
        await gateway.State.ExecuteAsync($@"UPDATE gateway.idempotency_keys SET answer = '\x07' WHERE account_id = '{tenant.Id}'");

        var again = await PostAsync(tenant.Api, "/v1/messages");

        Assert.Equal((409, "answer_lost"), (again.Status, (string?)again.Json["code"]));
    }

    private static Task<Answer> PostAsync(Api api, string path) => api.PostAsync(
        path,
        path switch
        {
            "/v1/messages" => """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "a" }""",
            "/v1/batches" => """{ "messages": [ { "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "a" } ] }""",
            "/v1/webhooks" => """{ "url": "https://example.com/hook", "events": ["webhook.test"] }""",
            _ => """{ "number": "01033334444" }""",
        },
        (Header, "a key of their own"));
}
