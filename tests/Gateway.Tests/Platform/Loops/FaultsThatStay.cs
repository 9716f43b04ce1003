using Gateway.Insight.Metrics;
using Gateway.Acceptance.Store;
using Gateway.Platform.Jobs;
using Gateway.Platform.Loops;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Platform.Loops;

/// <summary>Every background loop of the gateway with a fault that stays: it rests, says so once a minute, is seen, and goes on when the fault goes. A new loop is among them by itself.</summary>
public sealed class FaultsThatStay
{
    [Fact]
    public void No_class_of_ours_runs_in_the_background_but_the_runner_of_loops_and_the_host_of_jobs()
    {
        var own = typeof(RunLoop).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IHostedService)));

        Assert.All(own, type => Assert.True(type == typeof(RunLoop) || type.Namespace == typeof(JobTable).Namespace, $"{type} is to be an ILoop, added with AddLoop."));
    }

    [Fact]
    public async Task Every_loop_backs_off_and_tells_it_once_a_minute_and_is_seen_and_recovers()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, new FakeTimeProvider(TimeProvider.System.GetUtcNow()));
        var loops = gateway.Services.GetServices<IHostedService>().OfType<RunLoop>().Select(runner => runner.Loop).ToList();
        loops.Add(ActivatorUtilities.CreateInstance<TellAccepted>(gateway.Services)); // Of nodes that only accept.
        loops.Add(ActivatorUtilities.CreateInstance<MeasureState>(gateway.Services)); // Of nodes that export metrics.
        Assert.Empty(typeof(ILoop).Assembly.GetTypes().Where(type => type is { IsClass: true } && type.IsAssignableTo(typeof(ILoop))).Except(loops.Select(loop => loop.GetType())));

        await using var bench = new LoopBench();
        var broken = loops.ConvertAll(loop => new BreakingLoop(loop));
        foreach (var loop in broken)
        {
            await bench.StartAsync(loop);
        }

        await bench.PassAsync(TimeSpan.FromMinutes(10));

        Assert.All(broken, loop =>
        {
            // 1 s, 2 s, 4 s … and then for the rest of ten minutes its longest pause, shortened by chance by at most a quarter.
            var most = 6 + (600 / (loop.LongestPause.TotalSeconds * 0.75));
            Assert.InRange(loop.Steps, 8, (int)most + 1);
            Assert.InRange(bench.Log.Count(line => line.StartsWith($"{loop.Name} failed", StringComparison.Ordinal)), 5, 11);
        });
        Assert.Equal(broken.Select(loop => loop.Name).Order(StringComparer.Ordinal), bench.Table.Faulty);
        Assert.All(bench.Table.All, loop => Assert.True(loop.Fault!.Count >= 8 && loop.Fault.Text.StartsWith("Broken", StringComparison.Ordinal)));

        broken.ForEach(loop => loop.IsWell = true);
        await Eventually.BeAsync(bench.Clock, () => Task.FromResult(bench.Table.Faulty.Count == 0), "all loops work again");
        Assert.All(broken, loop => Assert.Contains($"{loop.Name} works again.", bench.Log));
    }

    [Fact]
    public async Task Another_fault_is_told_at_once()
    {
        await using var bench = new LoopBench();
        var loop = new BreakingLoop(null);
        await bench.StartAsync(loop);
        await bench.PassAsync(TimeSpan.FromSeconds(3));

        loop.Fault = new NotSupportedException("Something else.");
        await Eventually.BeAsync(bench.Clock, () => Task.FromResult(bench.Log.Any(line => line.Contains("Something else.", StringComparison.Ordinal))), "it is told");

        Assert.True(bench.Clock.GetUtcNow() < bench.Clock.Start + TimeSpan.FromSeconds(20));
    }

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Every_loop_of_a_real_gateway_recovers_when_the_state_database_is_back(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        await using var relay = TcpRelay.Before(world.State, out var relayed);
        world.Settings["ConnectionStrings:Gateway"] = relayed;
        await using var gateway = await world.StartProcessAsync();
        var loops = (await gateway.Api.GetAsync("/v1/jobs")).Json["loops"]!.AsArray();
        Assert.All(loops, loop => Assert.Equal(("ok", 0), ((string)loop!["status"]!, (int)loop["failures"]!)));

        relay.TakeDown();
        string[] looking = ["deliver-webhooks", "end-test-messages", "hand-over/kshot", "look-for-work", "vendor-health"];
        await Eventually.BeAsync(async () => looking.All((await FaultyAsync(gateway)).Contains), "readiness names the loops that need it", 30);
        await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System);
        Assert.All(looking, loop => Assert.InRange(gateway.Log.Split('\n').Count(line => line.Contains($"{loop} failed", StringComparison.Ordinal)), 1, 4));

        relay.BringBack();
        await Eventually.BeAsync(async () => (await FaultyAsync(gateway)).Count == 0, "no loop has a standing fault any more");
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot"), "queued");
        var seen = (await gateway.Api.GetAsync("/v1/jobs")).Json["loops"]!.AsArray().Single(loop => (string)loop!["name"]! == "vendor-health")!;
        Assert.Equal("ok", (string)seen["status"]!);
        Assert.NotNull(seen["lastError"]);
    }

    private static async Task<List<string>> FaultyAsync(GatewayProcess gateway) =>
        [.. (await gateway.Api.GetAsync("/health/ready")).Json["loops"]!.AsArray().Select(loop => (string)loop!)];

    /// <summary>A loop of the gateway, whose steps fail until it is well.</summary>
    private sealed class BreakingLoop(ILoop? loop) : ILoop
    {
        private int _steps;

        public string Name => loop?.Name ?? "alone";

        public TimeSpan Limit => loop?.Limit ?? TimeSpan.FromMinutes(1);

        public TimeSpan LongestPause => loop?.LongestPause ?? TimeSpan.FromSeconds(30);

        public bool NeedsStorage => false;

        public int Steps => _steps;

        public bool IsWell { get; set; }

        public Exception? Fault { get; set; }

        public Task<Rest> StepAsync(LoopProgress progress, CancellationToken cancellationToken)
        {
            var step = Interlocked.Increment(ref _steps);
            return IsWell ? Task.FromResult(Rest.For(TimeSpan.FromSeconds(1))) : throw Fault ?? new InvalidOperationException($"Broken at step {step} on port {40_000 + step}.");
        }
    }
}
