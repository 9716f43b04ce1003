using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Accounts;

/// <summary>What an account may not do is refused with its reason; what it leaves out is filled in.</summary>
public sealed class KeepingLimits(SharedGateway gateway)
{
    private readonly Api _admin = gateway.Ready();

    [Fact]
    public async Task Fills_in_the_default_sender()
    {
        using var tenant = await Tenant.CreateAsync(_admin, """, "defaultSender": "1588-0000" """);

        var answer = await tenant.Api.PostAsync("/v1/messages", """{ "channel": "sms", "to": "01012341234", "text": "안녕" }""");

        Assert.Equal(202, answer.Status);
        Assert.Equal("15880000", (string)(await tenant.Api.GetAsync($"/v1/messages/{answer.Json["messages"]![0]!["id"]}")).Json["from"]!);
    }

    [Theory]
    [InlineData(""", "channels": ["lms"] """, "/channel channel_not_allowed")]
    [InlineData(""", "vendors": ["kpg"] """, "/vendor vendor_not_allowed")]
    [InlineData(""", "registeredSendersOnly": true """, "/from unregistered_sender")]
    public async Task Refuses_what_the_account_may_not_send(string settings, string fault)
    {
        using var tenant = await Tenant.CreateAsync(_admin, settings);
        var vendor = fault.StartsWith("/vendor", StringComparison.Ordinal) ? "kmy" : "kpg";
        Assert.SkipWhen(vendor == "kmy" && gateway.KshotOnMySql is null, "GATEWAY_TEST_MYSQL is not set. Run ./test.sh, which starts the databases.");

        var answer = await tenant.Api.PostAsync("/v1/messages", $$"""{ "channel": "sms", "vendor": "{{vendor}}", "from": "15777985", "to": "01012341234", "text": "안녕" }""");

        Assert.Equal((422, fault), (answer.Status, Fault(answer.Json)));
    }

    [Fact]
    public async Task Sends_from_a_number_once_it_is_registered_and_not_after_it_was_removed()
    {
        using var tenant = await Tenant.CreateAsync(_admin, """, "registeredSendersOnly": true """);

        var registered = await tenant.Api.PostAsync("/v1/senders", """{ "number": "1577-7985" }""");
        Assert.Equal((201, "15777985"), (registered.Status, (string)registered.Json["number"]!));
        Assert.Equal(200, (await _admin.PostAsync($"/v1/senders/{registered.Json["id"]}/approve", "")).Status);
        await tenant.Api.SendSmsAsync("kpg");
        Assert.Equal(422, (await tenant.Api.PostAsync("/v1/senders", """{ "number": "15777985" }""")).Status);
        Assert.Equal(204, (await tenant.Api.DeleteAsync($"/v1/senders/{registered.Json["id"]}")).Status);

        await Eventually.BeAsync(
            async () => (await tenant.Api.PostAsync("/v1/messages", """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "안녕" }""")).Status == 422,
            "the number is refused");
    }

    [Fact]
    public async Task Refuses_what_exceeds_a_quota_as_a_whole_and_counts_only_what_was_stored()
    {
        using var tenant = await Tenant.CreateAsync(_admin, """, "dailyQuota": 3, "monthlyQuota": 100 """);
        const string Two = """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": ["01012341234", "01012341235"], "text": "안녕" }""";
        var key = ("Idempotency-Key", "two");

        var first = await tenant.Api.PostAsync("/v1/messages", Two, key);
        var repeated = await tenant.Api.PostAsync("/v1/messages", Two, key);
        var tooMany = await tenant.Api.PostAsync("/v1/messages", Two);
        await tenant.Api.SendSmsAsync("kpg");
        var after = await tenant.Api.PostAsync("/v1/messages", Two, key);

        Assert.Equal((202, 202, 429, 202), (first.Status, repeated.Status, tooMany.Status, after.Status));
        Assert.Equal(first.Text, after.Text);
        Assert.Equal("daily_quota_exceeded", (string)tooMany.Json["code"]!);
        Assert.InRange(int.Parse(tooMany.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture), 1, 86_400);
        Assert.Equal(2, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.quota_usage WHERE account_id = '{tenant.Id}' AND used = 3"));
    }

    [Fact]
    public async Task Never_exceeds_a_quota_when_many_requests_come_at_once()
    {
        using var tenant = await Tenant.CreateAsync(_admin, """, "dailyQuota": 20 """);

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => tenant.Api.PostAsync("/v1/messages", """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "안녕" }""")));

        Assert.Equal((20, 40), (answers.Count(answer => answer.Status == 202), answers.Count(answer => answer.Status == 429)));
        Assert.Equal(20, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.messages WHERE account_id = '{tenant.Id}'"));
    }

    [Fact]
    public async Task Opens_the_daily_quota_again_at_midnight_in_Korea()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 1, 31, 14, 59, 59, TimeSpan.Zero));
        await using var clocked = await ClockedGateway.StartAsync(world.Settings, clock);
        using var tenant = await Tenant.CreateAsync(clocked.Api, """, "dailyQuota": 1 """);
        await tenant.Api.SendSmsAsync("kshot");
        Assert.Equal(429, (await tenant.Api.PostAsync("/v1/messages", """{ "channel": "sms", "from": "15777985", "to": "01012341234", "text": "안녕" }""")).Status);

        clock.Advance(TimeSpan.FromSeconds(1));

        await tenant.Api.SendSmsAsync("kshot");
    }

    private static string Fault(JsonNode answer) => $"{answer["errors"]![0]!["pointer"]} {answer["errors"]![0]!["code"]}";
}
