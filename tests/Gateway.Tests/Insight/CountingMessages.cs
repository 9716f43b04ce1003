using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Insight;

/// <summary>Statistics equal a full count at any time, whatever changed the messages and whoever folds the changes.</summary>
public sealed class CountingMessages
{
    private const string FullCount = """
        SELECT account_id, date_trunc('hour', created_at, 'UTC') AS hour, channel, vendor, status, COALESCE(result_code, -1) AS result_code, count(*) AS count FROM gateway.messages GROUP BY 1, 2, 3, 4, 5, 6
        """;

    private const string Kept = """
        SELECT account_id, hour, channel, vendor, status, result_code, sum(count)::bigint AS count FROM (SELECT account_id, hour, channel, vendor, status, result_code, count FROM gateway.stats
        UNION ALL SELECT account_id, hour, channel, vendor, status, result_code, count FROM gateway.stat_deltas) AS both_of_them GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(count) <> 0
        """;

    private const string FullCountByMinute = """
        SELECT account_id, date_trunc('minute', created_at, 'UTC') AS minute, channel, vendor, status, COALESCE(result_code, -1) AS result_code, count(*) AS count FROM gateway.messages GROUP BY 1, 2, 3, 4, 5, 6
        """;

    private const string KeptByMinute = """
        SELECT account_id, minute, channel, vendor, status, result_code, sum(count)::bigint AS count FROM (SELECT account_id, minute, channel, vendor, status, result_code, count FROM gateway.stat_minutes
        UNION ALL SELECT account_id, minute, channel, vendor, status, result_code, count FROM gateway.stat_deltas) AS both_of_them GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(count) <> 0
        """;

    [Fact]
    public async Task Equal_a_full_count_at_every_moment_while_everything_happens_on_two_nodes()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var one = await ClockedGateway.StartAsync(world.Settings, clock);
        await using var two = await ClockedGateway.StartAsync(world.Settings, clock);
        await using var agent = new KshotSimulator(world.Vendor);
        var random = new Random(7);
        for (var round = 0; round < 3; round++)
        {
            var busy = new List<Task>();
            for (var i = 0; i < 12; i++)
            {
                busy.Add(ActAsync(random.Next(2) == 0 ? one : two, random.Next(4), round));
            }

            busy.Add(one.RunJobAsync("roll-up-statistics"));
            busy.Add(two.RunJobAsync("roll-up-statistics"));
            busy.Add(one.RunJobAsync("collect-reports/kshot"));
            while (busy.Exists(task => !task.IsCompleted))
            {
                // A cancel that meets a hand-over waits for it by this clock.
                clock.Advance(TimeSpan.FromMilliseconds(50));
                Assert.Equal(0, await DifferencesAsync(world));
            }

            await Task.WhenAll(busy);
            clock.Advance(TimeSpan.FromMinutes(25));
        }

        Assert.Equal(0, await DifferencesAsync(world));
        await one.RunJobAsync("roll-up-statistics");
        Assert.Equal(0, await DifferencesAsync(world));
        Assert.True(await world.State.CountAsync("SELECT count(*) FROM gateway.messages") > 30, "messages were sent");
        Assert.True(await world.State.CountAsync("SELECT count(*) FROM gateway.stats") > 1, "changes were folded");
    }

    [Fact]
    public async Task Tell_what_became_of_messages_by_every_group_and_as_a_file()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        using var tenant = await Tenant.CreateAsync(gateway.Api, key: """ "test": true, "scopes": ["messages:send", "messages:read", "messages:read-pii"] """);
        foreach (var to in new[] { "01012345678", "01012345679", "01000000405" })
        {
            await gateway.Api.SendSmsAsync("kshot");
            await tenant.Api.ReachesAsync(await tenant.Api.SendSmsAsync("kshot", to), to == "01000000405" ? "expired" : "delivered");
        }

        var own = await tenant.Api.GetAsync("/v1/stats?groupBy=status,code");
        var all = await gateway.Api.GetAsync("/v1/stats?groupBy=account,channel,vendor&interval=month");
        var file = await CsvAsync(tenant.Api, "/v1/stats?groupBy=vendor,status");
        var reconciled = await gateway.Api.GetAsync("/v1/stats/reconciliation");

        Assert.Equal((200, 200, 200), (own.Status, all.Status, reconciled.Status));
        Assert.Equal(["delivered 0 2", "expired 405 1"], Items(own.Json, "status", "code"));
        Assert.Equal(["sms kshot 3", "sms test 3"], Items(all.Json, "channel", "vendor").Order(StringComparer.Ordinal));
        Assert.Equal("start,vendor,status,count,cost", file.Split("\r\n")[0]);
        Assert.Equal(["test,delivered,2,0", "test,expired,1,0"], file.Split("\r\n")[1..^1].Select(line => line[(line.IndexOf(',', StringComparison.Ordinal) + 1)..]));
        Assert.All(reconciled.Json["items"]!.AsArray(), item => Assert.Equal(0, (long)item!["difference"]!));
        Assert.Equal(["kshot 3 3", "test 3 0"], reconciled.Json["items"]!.AsArray().Select(item => $"{item!["vendor"]} {item["accepted"]} {item["waiting"]}"));
        Assert.Equal(403, (await tenant.Api.GetAsync("/v1/stats/reconciliation")).Status);
    }

    [Fact]
    public async Task Tell_the_last_three_hours_by_minute_and_forget_what_is_older()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        using var tenant = await Tenant.CreateAsync(gateway.Api, key: """ "test": true, "scopes": ["messages:send", "messages:read"] """);
        await gateway.Api.SendSmsAsync("kshot");
        await tenant.Api.ReachesAsync(await tenant.Api.SendSmsAsync("kshot"), "delivered");
        var first = Minute(clock.GetUtcNow());
        clock.Advance(TimeSpan.FromMinutes(2));
        await tenant.Api.ReachesAsync(await tenant.Api.SendSmsAsync("kshot", "01000000405"), "expired");
        await tenant.Api.ReachesAsync(await tenant.Api.SendSmsAsync("kshot"), "delivered");
        var second = Minute(clock.GetUtcNow());

        // Before changes are folded and after it, and some of both.
        string[] expected = [$"{first} delivered 1", $"{second} delivered 1", $"{second} expired 1"];
        Assert.Equal(expected, await MinutesAsync(tenant.Api));
        await gateway.RunJobAsync("roll-up-statistics");
        Assert.Equal(expected, await MinutesAsync(tenant.Api));
        Assert.Equal(3, await world.State.CountAsync("SELECT count(*) FROM gateway.stat_minutes WHERE count > 0 AND account_id <> '00000000-0000-7000-8000-000000000001'"));
        var file = await CsvAsync(tenant.Api, "/v1/stats?interval=minute&groupBy=status");
        Assert.Equal(["start,status,count,cost", .. expected.Select(line => line.Replace(' ', ',') + ",0")], file.Split("\r\n")[..^1]);
        Assert.Equal(4, (await gateway.Api.GetAsync("/v1/stats?interval=minute&groupBy=account")).Json["items"]!.AsArray().Sum(item => (long)item!["count"]!));
        Assert.Equal((400, "?from"), await RefusedAsync(tenant.Api, $"from={Uri.EscapeDataString(clock.GetUtcNow().AddHours(-3.1).ToString("O"))}"));

        clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(expected, await MinutesAsync(tenant.Api));
        clock.Advance(TimeSpan.FromHours(2.5));
        await gateway.RunJobAsync("purge-old");
        Assert.Empty(await MinutesAsync(tenant.Api));
        Assert.Equal(0, await world.State.CountAsync("SELECT count(*) FROM gateway.stat_minutes"));
        Assert.Equal(3, (await tenant.Api.GetAsync("/v1/stats")).Json["items"]!.AsArray().Sum(item => (long)item!["count"]!));
    }

    [Theory]
    [InlineData("interval=week", "?interval invalid_type")]
    [InlineData("groupBy=sender", "?groupBy invalid_type")]
    [InlineData("from=2026-01-01T00:00:00Z&to=2025-01-01T00:00:00Z", "?to out_of_range")]
    [InlineData("from=2024-01-01T00:00:00Z&to=2026-01-01T00:00:00Z", "?from out_of_range")]
    [InlineData("from=yesterday", "?from invalid_type")]
    [InlineData("interval=minute&from=2026-01-01T00:00:00Z", "?from out_of_range")]
    public void Names_the_fault_of_a_bad_query(string query, string fault)
    {
        var given = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query);

        var refused = Gateway.Insight.Statistics.StatisticsQuery.Read(new Microsoft.AspNetCore.Http.DefaultHttpContext(), given.GetValueOrDefault("from"), given.GetValueOrDefault("to"), given.GetValueOrDefault("interval"), given.GetValueOrDefault("groupBy"), TimeProvider.System.GetUtcNow(), out _);

        Assert.Equal([fault], refused!.Faults.Select(found => $"{found.Pointer} {found.Code}"));
    }

    [Theory]
    [InlineData("=HYPERLINK(1)", "'=HYPERLINK(1)")]
    [InlineData("a,\"b\"", "\"a,\"\"b\"\"\"")]
    [InlineData("kshot", "kshot")]
    [InlineData(null, "")]
    public void Write_fields_that_no_spreadsheet_takes_for_a_formula(string? value, string field) => Assert.Equal(field, Gateway.Platform.CsvField.Of(value));

    private static async Task ActAsync(ClockedGateway gateway, int what, int round)
    {
        var id = await gateway.Api.SendSmsAsync("kshot", $"0107{round:D3}0000", more: what == 3 ? $", \"scheduledAt\": \"{gateway.Clock.GetUtcNow().AddDays(2):O}\"" : "");
        if (what > 1)
        {
            await gateway.Api.PostAsync($"/v1/messages/{id}/cancel", "");
        }
    }

    private static string Minute(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:00'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<string[]> MinutesAsync(Api api) =>
        [.. (await api.GetAsync("/v1/stats?interval=minute&groupBy=status")).Json["items"]!.AsArray().Select(item => $"{Minute((DateTimeOffset)item!["start"]!)} {item["status"]} {item["count"]}")];

    private static async Task<(int Status, string Pointer)> RefusedAsync(Api api, string query)
    {
        var answer = await api.GetAsync($"/v1/stats?interval=minute&{query}");
        return (answer.Status, (string)answer.Json["errors"]![0]!["pointer"]!);
    }

    private static Task<long> DifferencesAsync(PrivateGateway world) =>
        world.State.CountAsync($"""
            SELECT (SELECT count(*) FROM (({FullCount} EXCEPT {Kept}) UNION ALL ({Kept} EXCEPT {FullCount})) AS different)
                + (SELECT count(*) FROM (({FullCountByMinute} EXCEPT {KeptByMinute}) UNION ALL ({KeptByMinute} EXCEPT {FullCountByMinute})) AS different)
            """);

    private static async Task<string> CsvAsync(Api api, string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", "text/csv");
        var answer = await api.SendAsync(request);
        Assert.Equal((200, "text/csv; charset=utf-8"), (answer.Status, answer.Headers["Content-Type"]));
        return answer.Text;
    }

    private static IEnumerable<string> Items(JsonNode answer, params string[] groups) =>
        answer["items"]!.AsArray().Select(item => string.Join(' ', groups.Select(group => item![group]?.ToString() ?? "-").Append(item!["count"]!.ToString())));
}
