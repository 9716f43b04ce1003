using System.Collections.Concurrent;
using System.Diagnostics;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Npgsql;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>
/// Somebody holds a table of the state database for 25 s: longer than a driver's patience with it, or any of ours.
/// </summary>
public sealed class LockedState(ITestOutputHelper output)
{
    private static readonly TimeSpan Held = TimeSpan.FromSeconds(25);

    private static readonly TimeSpan ToldWithin = TimeSpan.FromSeconds(10);

    private const int OnWithinSeconds = 10;

    [Theory]
    [InlineData("messages")]
    [InlineData("inflight")]
    [InlineData("idempotency_keys")]
    [InlineData("accounts")]
    public async Task Is_told_in_time_and_refuses_in_time_and_loses_and_doubles_nothing(string table)
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartProcessAsync();
        var first = await gateway.Api.SendSmsAsync("kshot");
        await gateway.Api.ReachesAsync(first, "queued");

        var held = await TableLock.TakeAsync(world.State, $"gateway.{table}");
        var clock = Stopwatch.StartNew();
        var answers = new ConcurrentBag<(string Key, Answer Answer, TimeSpan Took)>();
        var asking = new List<Task>();
        var told = ToldAsync(gateway, clock);
        for (var i = 0; clock.Elapsed < Held; i++)
        {
            var key = $"held-{i}";
            asking.Add(AskAsync(() => gateway.Api.SendOnceAsync(key), key, answers));
            asking.Add(AskAsync(() => gateway.Api.GetAsync($"/v1/messages/{first}"), "", answers));
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        }

        await Task.WhenAll(asking);
        var (ready, toldAfter) = await told;
        await held.DisposeAsync();
        await Eventually.BeAsync(
            async () => (await gateway.Api.SendOnceAsync("after")).Status == 202
                && (await gateway.Api.GetAsync("/health/ready")).Status == 200,
            "messages are accepted again",
            OnWithinSeconds);
        var slowest = answers.Max(answer => answer.Took);
        output.WriteLine(
            $"{table}: told after {toldAfter.TotalSeconds:F1} s, slowest answer {slowest.TotalSeconds:F1} s.");

        Assert.Contains($"has locked the table gateway.{table}", ready.Text, StringComparison.Ordinal);
        Assert.Contains("SELECT pg_terminate_backend(", ready.Text, StringComparison.Ordinal);
        Assert.True(toldAfter < ToldWithin, $"told after {toldAfter}");
        Assert.All(answers, answer => Assert.True(answer.Took < ToldWithin && IsGood(answer.Answer), $"{answer}"));
        AssertLog(gateway, answers.Any(answer => answer.Answer.Status == 503));
        var keys = answers.Select(answer => answer.Key).Where(key => key.Length > 0);
        await AssertNothingLostAsync(world, gateway, [.. keys]);
    }

    [Fact]
    public async Task Tells_who_stands_in_the_way_when_a_lock_waits_behind_a_reader()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartProcessAsync();
        var reader = await TableLock.TakeAsync(
            world.State, "BEGIN", "LOCK TABLE gateway.messages IN ACCESS SHARE MODE");
        await using var other = (NpgsqlConnection)await world.State.OpenAsync();
        await using var wants = new NpgsqlCommand("LOCK TABLE gateway.messages", other);
        await using var transaction = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        var waiting = wants.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var ready = await Eventually.GetAsync(
            () => gateway.Api.GetAsync("/health/ready"), answer => answer.Status == 503, "it is told", 10);

        Assert.Contains($"Session {other.ProcessID}", ready.Text, StringComparison.Ordinal);
        Assert.Contains("all others wait behind it", ready.Text, StringComparison.Ordinal);
        await reader.DisposeAsync();
        await waiting;
    }

    private static async Task<(Answer Ready, TimeSpan After)> ToldAsync(GatewayProcess gateway, Stopwatch clock)
    {
        using var stranger = new Api(gateway.Api.Address, null);
        var ready = await Eventually.GetAsync(
            () => gateway.Api.GetAsync("/health/ready"), answer => answer.Status == 503, "it is not ready", 15);
        var after = clock.Elapsed;
        var toStranger = await stranger.GetAsync("/health/ready");
        Assert.Equal(["state database"], toStranger.Json["missing"]!.AsArray().Select(node => (string?)node));
        return (ready, after);
    }

    private static async Task AskAsync(
        Func<Task<Answer>> ask, string key, ConcurrentBag<(string Key, Answer Answer, TimeSpan Took)> answers)
    {
        var clock = Stopwatch.StartNew();
        var answer = await ask();
        answers.Add((key, answer, clock.Elapsed));
    }

    private static bool IsGood(Answer answer) =>
        answer.Status is 200 or 202 || (answer.Status == 503 && answer.Headers.ContainsKey("Retry-After"));

    /// <summary>With the remedy, once a minute, and without a trace of our insides.</summary>
    private static void AssertLog(GatewayProcess gateway, bool refused)
    {
        var log = gateway.Log;
        if (refused)
        {
            var told = log.Split('\n').Where(line => line.Contains("Requests are refused because"));
            Assert.InRange(told.Count(), 1, 3);
            Assert.Contains("Another session has locked what this needs", log, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("   at Gateway.", log, StringComparison.Ordinal);
    }

    /// <summary>Everything that was asked for is repeated with its key, and stands in the queue once.</summary>
    private static async Task AssertNothingLostAsync(PrivateGateway world, GatewayProcess gateway, string[] keys)
    {
        foreach (var key in keys)
        {
            await Eventually.GetAsync(
                () => gateway.Api.SendOnceAsync(key), answer => answer.Status == 202, $"{key} is accepted");
        }

        var sent = keys.Length + 2;
        await world.QueuesEachOnceAsync(sent, 30);
        Assert.Equal(sent, await world.State.CountAsync("SELECT count(*) FROM gateway.messages"));
    }
}
