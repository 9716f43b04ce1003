using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Webhooks;

/// <summary>Receivers of several accounts that fail, each in its way: the operator sees them in one place.</summary>
public sealed class FailingReceivers
{
    private const int Promised = 10;

    [Fact]
    public async Task Are_listed_for_the_operator_with_the_kind_of_failure_since_when_and_how_much_waits()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync();
        using var tenant = await Tenant.CreateAsync(gateway.Api);
        await using var moved = new WebhookReceiver { AnswerWith = _ => 301 };
        await using var refuses = new WebhookReceiver { AnswerWith = _ => 400 };
        await using var works = new WebhookReceiver();
        await using var gone = new WebhookReceiver { AnswerWith = _ => 410 };
        var expected = new Dictionary<string, (string Kind, int? Status)>
        {
            [await RegisterAsync(gateway.Api, "https://no-such-host.invalid/")] = ("dns", null),
            [await RegisterAsync(gateway.Api, works.Url.Replace("http:", "https:", StringComparison.Ordinal))] =
                ("tls", null),
            [await RegisterAsync(gateway.Api, moved.Url)] = ("status", 301),
            [await RegisterAsync(tenant.Api, refuses.Url)] = ("status", 400),
            [await RegisterAsync(tenant.Api, gone.Url)] = ("status", 410),
        };
        await RegisterAsync(gateway.Api, works.Url);

        await gateway.Api.SendSmsAsync("kshot");
        await tenant.Api.SendSmsAsync("kshot");
        var list = await Eventually.GetAsync(
            () => FailingAsync(gateway.Api),
            found => found.Count == expected.Count && found.All(IsTried),
            "all are listed",
            Promised);

        Assert.Equal(
            expected.OrderBy(one => one.Key, StringComparer.Ordinal),
            list.Select(one => KeyValuePair.Create(
                (string)one["id"]!, ((string)one["lastFailure"]!["kind"]!, (int?)one["lastFailure"]!["statusCode"])))
                .OrderBy(one => one.Key, StringComparer.Ordinal));
        Assert.All(list, one => Assert.True((long)one["waiting"]! >= 1, one.ToJsonString()));
        Assert.Equal(2, list.Count(one => (string)one["accountId"]! == tenant.Id));
        var disabled = Assert.Single(list, one => (string)one["status"]! == "disabled");
        Assert.Contains("410", (string)disabled["disabledReason"]!, StringComparison.Ordinal);
        Assert.All(list.Where(one => one != disabled), one => Assert.NotNull(one["failingSince"]));
        Assert.Equal(403, (await tenant.Api.GetAsync("/v1/webhooks/failing")).Status);
    }

    [Fact]
    public async Task Are_told_to_their_account_by_an_event_when_they_are_disabled()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync();
        using var tenant = await Tenant.CreateAsync(gateway.Api);
        await using var gone = new WebhookReceiver { AnswerWith = _ => 410 };
        await using var other = new WebhookReceiver();
        var id = await RegisterAsync(tenant.Api, gone.Url, "message.*");
        await RegisterAsync(tenant.Api, other.Url, "webhook.*");

        await tenant.Api.SendSmsAsync("kshot");
        var told = await other.WaitForAsync(received => received.Type == "webhook.disabled", "the event arrives");

        var data = told.Json["data"]!;
        Assert.Equal((id, gone.Url), ((string?)data["id"], (string?)data["url"]));
        Assert.Contains("410", (string?)data["reason"], StringComparison.Ordinal);
        var feed = (await tenant.Api.GetAsync("/v1/events?types=webhook.disabled")).Json["items"]!.AsArray();
        Assert.Equal(id, (string?)Assert.Single(feed)!["data"]!["id"]);
        Assert.Empty((await gateway.Api.GetAsync("/v1/events?types=webhook.disabled")).Json["items"]!.AsArray());
    }

    private static async Task<string> RegisterAsync(Api api, string url, string events = "message.*")
    {
        var answer = await api.PostAsync("/v1/webhooks", $$"""{ "url": "{{url}}", "events": ["{{events}}"] }""");
        Assert.True(answer.Status == 201, answer.ToString());
        return (string)answer.Json["id"]!;
    }

    private static async Task<IReadOnlyList<JsonNode>> FailingAsync(Api api) =>
        [.. (await api.GetAsync("/v1/webhooks/failing")).Json["items"]!.AsArray().OfType<JsonNode>()];

    private static bool IsTried(JsonNode webhook) => webhook["lastFailure"] is not null;
}
