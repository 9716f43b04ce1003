using System.Collections.Concurrent;
using System.Diagnostics;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>The state database's primary dies under load, and its synchronous standby is promoted.</summary>
public sealed class FailingOver(ITestOutputHelper output)
{
    private const int Senders = 4;

    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Writes_again_within_5_s_of_the_promotion_and_loses_and_doubles_nothing()
    {
        await using var pair = await StandbyPair.StartAsync();
        await pair.Primary("postgres").ExecuteAsync("CREATE DATABASE gateway");
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["ConnectionStrings:Gateway"] = pair.Both("gateway");
        world.Settings["Vendors:kshot:MaxQueued"] = "100000";
        await using var gateway = await world.StartProcessAsync();
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot"), "queued");

        using var stop = new CancellationTokenSource();
        var answers = new ConcurrentBag<(string Key, int Status, long EndedAt)>();
        var sending = Enumerable.Range(0, Senders)
            .Select(sender => SendManyAsync(gateway, sender, answers, stop.Token)).ToList();
        await Eventually.BeAsync(() => Task.FromResult(answers.Count > 200), "the load is there");
        await pair.KillPrimaryAsync();
        await Eventually.BeAsync(
            () => Task.FromResult(answers.Any(answer => answer.Status == 503)), "requests are refused", 30);
        await pair.PromoteAsync();
        var promoted = Stopwatch.GetTimestamp();
        var accepted = await Eventually.GetAsync(
            () => Task.FromResult(answers
                .Where(answer => answer.Status == 202 && answer.EndedAt > promoted)
                .Select(answer => (long?)answer.EndedAt).Min()),
            first => first is not null,
            "messages are accepted again",
            30);
        var back = Stopwatch.GetElapsedTime(promoted, accepted!.Value); // Waited for.
        var delivered = await gateway.Api.SendSmsAsync("kshot");
        await gateway.Api.ReachesAsync(delivered, "queued", 30);
        var handedOver = Stopwatch.GetElapsedTime(promoted);
        await stop.CancelAsync();
        await Task.WhenAll(sending);
        output.WriteLine(
            $"{answers.Count} requests; accepted again {back.TotalSeconds:F1} s after the promotion, handed over "
            + $"{handedOver.TotalSeconds:F1} s after it.");

        var keys = answers.Select(answer => answer.Key).Distinct().ToList();
        foreach (var key in keys)
        {
            await Eventually.GetAsync(
                () => gateway.Api.SendOnceAsync(key), answer => answer.Status == 202, $"{key} is accepted");
        }

        var sent = keys.Count + 2;
        await world.QueuesEachOnceAsync(sent, 60);
        Assert.Equal(sent, await pair.Standby("gateway").CountAsync("SELECT count(*) FROM gateway.messages"));
        Assert.All(answers, answer => Assert.True(answer.Status is 202 or 503, $"{answer}"));
        Assert.True(back < BackWithin, $"{back}");
    }

    private static async Task SendManyAsync(
        GatewayProcess gateway,
        int sender,
        ConcurrentBag<(string Key, int Status, long EndedAt)> answers,
        CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var key = $"{sender}-{i}";
            var answer = await gateway.Api.SendOnceAsync(key);
            answers.Add((key, answer.Status, Stopwatch.GetTimestamp()));
            if (answer.Status != 202)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
            }
        }
    }
}
