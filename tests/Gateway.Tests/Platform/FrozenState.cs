using System.Collections.Concurrent;
using System.Diagnostics;
using Gateway.Messages;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>The state database, or the way to it, stands still for 50 s, longer than any wait of the driver, and goes on: nothing refuses, nothing answers.</summary>
public sealed class FrozenState(ITestOutputHelper output)
{
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(50);

    /// <summary>The limit for a handler that says nothing, and what a busy machine needs on top.</summary>
    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromSeconds(45);

    private const int OnWithinSeconds = 15;

    /// <summary>Before the campaign that stands in the way.</summary>
    private const string High = """, "priority": "high" """;

    [Fact]
    public async Task Refuses_in_bounded_time_and_goes_on_within_15_s_and_loses_and_doubles_nothing()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var relay = TcpRelay.Before(world.State, out var relayed);

        // Somebody's settings, in which nothing ends.
        world.Settings["ConnectionStrings:Gateway"] = relayed + ";Command Timeout=0;Cancellation Timeout=0;Timeout=0";
        world.Settings["Vendors:kshot:MaxQueued"] = "200";
        await using var gateway = await world.StartProcessAsync();
        await using var agent = new KshotSimulator(world.Vendor);
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot"), "delivered");
        await gateway.Api.SendManyAsync("kshot", 2000);
        await Eventually.BeAsync(async () => await DeliveredAsync(world) > 100, "hand-overs and reports are under way");

        relay.Freeze();
        var clock = Stopwatch.StartNew();
        var answers = new ConcurrentBag<(string Key, int Status, TimeSpan Took)>();
        var asking = new List<Task>();
        for (var i = 0; clock.Elapsed < Frozen; i++)
        {
            asking.Add(AskAsync(gateway, $"frozen-{i}", answers));
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        }

        var seen = answers.ToList();
        relay.BringBack();
        clock.Restart();
        var onAfter = await OnAfterAsync(gateway, clock);
        await Task.WhenAll(asking);
        await Eventually.GetAsync(() => StandingFaultsAsync(gateway), faults => faults.Length == 0, "all loops and jobs go on", Math.Max(1, OnWithinSeconds - (int)clock.Elapsed.TotalSeconds));
        output.WriteLine($"{seen.Count} answers while it stood still, the slowest after {seen.Max(answer => answer.Took).TotalSeconds:F1} s; a message was delivered {onAfter.TotalSeconds:F1} s after the end, all loops and jobs were well after {clock.Elapsed.TotalSeconds:F1} s.");

        Assert.All(seen, answer => Assert.Equal(503, answer.Status));
        Assert.All(answers, answer => Assert.True(answer.Status is 503 or 202 && answer.Took < AnsweredWithin, $"{answer}"));
        await RepeatAsync(gateway, answers);
        var sent = 2002 + answers.Count;
        await Eventually.GetAsync(() => DeliveredAsync(world), delivered => delivered == sent, "every message is delivered", 90);
        Assert.Equal(sent, await world.State.CountAsync("SELECT count(*) FROM gateway.messages"));
        Assert.Equal((sent, sent), (await RowsAsync(world, "count(*)"), await RowsAsync(world, "count(DISTINCT etc1)")));
    }

    private static async Task AskAsync(GatewayProcess gateway, string key, ConcurrentBag<(string Key, int Status, TimeSpan Took)> answers)
    {
        var clock = Stopwatch.StartNew();
        var answer = await gateway.Api.SendOnceAsync(key, High);
        answers.Add((key, answer.Status, clock.Elapsed));
    }

    /// <summary>As a client does: again with the same key, whatever was answered.</summary>
    private static async Task RepeatAsync(GatewayProcess gateway, IEnumerable<(string Key, int Status, TimeSpan Took)> answers)
    {
        foreach (var (key, _, _) in answers)
        {
            await Eventually.GetAsync(() => gateway.Api.SendOnceAsync(key, High), answer => answer.Status == 202, $"{key} is accepted");
        }
    }

    /// <summary>When the first new message was accepted and delivered.</summary>
    private static async Task<TimeSpan> OnAfterAsync(GatewayProcess gateway, Stopwatch clock)
    {
        var accepted = await Eventually.GetAsync(() => gateway.Api.SendOnceAsync("after", High), answer => answer.Status == 202, "messages are accepted again", OnWithinSeconds);
        await Eventually.BeAsync(async () => await gateway.Api.GetAsync($"/v1/messages/{accepted.Json["messages"]![0]!["id"]}") is { Status: 200 } answer && (string?)answer.Json["status"] == "delivered", "it is delivered", OnWithinSeconds);
        return clock.Elapsed;
    }

    private static async Task<string> StandingFaultsAsync(GatewayProcess gateway)
    {
        var jobs = await gateway.Api.GetAsync("/v1/jobs");
        return jobs.Status != 200 ? jobs.ToString() : string.Join(" ", jobs.Json["items"]!.AsArray().Concat(jobs.Json["loops"]!.AsArray())
            .Where(item => (string?)item!["status"] == "failing")
            .Select(item => $"{item!["name"]}: {item["lastError"]}"));
    }

    private static Task<long> DeliveredAsync(PrivateGateway world) => world.State.CountAsync($"SELECT count(*) FROM gateway.messages WHERE status = {(int)MessageStatus.Delivered}");

    /// <summary>Of all tables in which the agent may have them.</summary>
    private static async Task<long> RowsAsync(PrivateGateway world, string what)
    {
        var logs = await world.Vendor.QueryAsync("SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema() AND table_name LIKE 'agent\\_msglog\\_%'");
        var tables = logs.Select(log => (string)log["name"]!).Concat(["agent_msgqueue", "agent_msgresult"]);
        return await world.Vendor.CountAsync($"SELECT {what} FROM ({string.Join(" UNION ALL ", tables.Select(table => $"SELECT etc1 FROM {table}"))}) AS all_of_them");
    }
}
