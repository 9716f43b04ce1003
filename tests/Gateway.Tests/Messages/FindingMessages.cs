using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Messages;

/// <summary>Search: every filter alone and together, pages that new messages do not shift, strict about what it is asked.</summary>
public sealed class FindingMessages(SharedGateway gateway)
{
    private readonly Api _admin = gateway.Ready();

    [Theory]
    [InlineData("to=010-7777-0001", "a")]
    [InlineData("to=%2B82%2010-7777-0002", "b")]
    [InlineData("from=1588-0001", "b")]
    [InlineData("reference=ref-a", "a")]
    [InlineData("channel=lms", "c")]
    [InlineData("vendor=kpg", "c,b,a")]
    [InlineData("vendor=none", "")]
    [InlineData("status=scheduled", "c")]
    [InlineData("status=canceled", "b")]
    [InlineData("status=failed", "")]
    [InlineData("status=queued", "a")]
    [InlineData("status=canceled&to=01077770002&channel=sms", "b")]
    [InlineData("createdFrom=2020-01-01T00:00:00Z", "c,b,a")]
    [InlineData("createdTo=2020-01-01T00:00:00%2B09:00", "")]
    [InlineData("", "c,b,a")]
    public async Task Finds_by(string query, string names)
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        var ids = await SendThreeAsync(tenant.Api);

        var answer = await tenant.Api.GetAsync("/v1/messages?" + query);

        Assert.Equal(200, answer.Status);
        Assert.Equal(names, string.Join(",", answer.Json["items"]!.AsArray().Select(item => ids[(string)item!["id"]!])));
    }

    [Fact]
    public async Task Finds_the_messages_of_one_request_by_its_batch_id()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        var sent = await tenant.Api.PostAsync("/v1/messages", """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": ["01012341234", "01012341235"], "text": "안녕" }""");
        await tenant.Api.SendSmsAsync("kpg");

        var found = await tenant.Api.GetAsync($"/v1/messages?batchId={sent.Json["batchId"]}");

        Assert.Equal(2, found.Json["items"]!.AsArray().Count);
        Assert.Empty((await _admin.GetAsync($"/v1/messages?batchId={sent.Json["batchId"]}")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Goes_through_pages_that_new_messages_do_not_shift()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await tenant.Api.SendSmsAsync("kpg", more: $", \"scheduledAt\": \"{Tomorrow}\""));
        }

        var first = (await tenant.Api.GetAsync("/v1/messages?limit=2&status=scheduled")).Json;
        await tenant.Api.SendSmsAsync("kpg");
        var second = (await tenant.Api.GetAsync($"/v1/messages?limit=2&status=scheduled&cursor={first["nextCursor"]}")).Json;
        var third = (await tenant.Api.GetAsync($"/v1/messages?limit=2&status=scheduled&cursor={second["nextCursor"]}")).Json;

        ids.Reverse();
        Assert.Equal(ids, new[] { first, second, third }.SelectMany(page => page["items"]!.AsArray()).Select(item => (string)item!["id"]!));
        Assert.Null((string?)third["nextCursor"]);
    }

    [Theory]
    [InlineData("status=done", "?status invalid_type")]
    [InlineData("status=3", "?status invalid_type")]
    [InlineData("to=nobody&createdFrom=yesterday&limit=0&cursor=x", "?createdFrom invalid_type, ?cursor invalid_cursor, ?limit out_of_range, ?to invalid_phone")]
    [InlineData("recipient=01012341234", "?recipient unknown_parameter")]
    public async Task Names_every_fault_of_a_bad_query(string query, string faults)
    {
        var answer = await _admin.GetAsync("/v1/messages?" + query);

        Assert.Equal((400, faults), (answer.Status, string.Join(", ", answer.Json["errors"]!.AsArray().Select(fault => $"{fault!["pointer"]} {fault["code"]}").Order(StringComparer.Ordinal))));
    }

    private static string Tomorrow => TimeProvider.System.GetUtcNow().AddDays(1).ToString("O", CultureInfo.InvariantCulture);

    /// <summary>a is queued, b canceled, c scheduled.</summary>
    private static async Task<Dictionary<string, string>> SendThreeAsync(Api api)
    {
        var a = await SendAsync(api, """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01077770001", "text": "a", "reference": "ref-a" }""");
        var b = await SendAsync(api, $$"""{ "channel": "sms", "vendor": "kpg", "from": "15880001", "to": "01077770002", "text": "b", "scheduledAt": "{{Tomorrow}}" }""");
        var c = await SendAsync(api, $$"""{ "channel": "lms", "vendor": "kpg", "from": "15777985", "to": "01077770003", "text": "c", "scheduledAt": "{{Tomorrow}}" }""");
        await api.ReachesAsync(a, "queued");
        Assert.Equal(200, (await api.PostAsync($"/v1/messages/{b}/cancel", "")).Status);
        return new Dictionary<string, string> { [a] = "a", [b] = "b", [c] = "c" };
    }

    private static async Task<string> SendAsync(Api api, string body)
    {
        JsonNode answer = (await api.PostAsync("/v1/messages", body)).Json;
        return (string)answer["messages"]![0]!["id"]!;
    }
}
