using Gateway.Platform.Loops;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Platform.Loops;

/// <summary>A step that nobody answers: it is given up and told, another one goes on, and the process can always be stopped.</summary>
public sealed class StepsThatHang
{
    [Fact]
    public async Task Are_given_up_after_their_limit_and_another_one_goes_on()
    {
        await using var bench = new LoopBench();
        var loop = new HangingLoop();
        await bench.StartAsync(loop);
        await Eventually.BeAsync(() => Task.FromResult(loop.Begun == 1), "it hangs");

        await Eventually.BeAsync(bench.Clock, () => Task.FromResult(loop.Begun >= 2), "another step begins", 60);

        Assert.InRange(bench.Clock.GetUtcNow() - bench.Clock.Start, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(40));
        Assert.Equal((1, 1), (loop.GivenUp, bench.Table.All.Single().Restarts));
        Assert.True(loop.First.IsCancellationRequested);
        Assert.Single(bench.Log, line => line.StartsWith("hanging stands still", StringComparison.Ordinal));
        await Eventually.BeAsync(bench.Clock, () => Task.FromResult(bench.Table.Faulty.Count == 0), "the fault has gone with the first step that ends");

        // The old one ends after all, and changes nothing.
        var steps = loop.Begun;
        loop.Hangs.SetException(new InvalidOperationException("Too late."));
        await Eventually.BeAsync(bench.Clock, () => Task.FromResult(loop.Begun > steps + 3), "the loop goes on");
        Assert.Empty(bench.Table.Faulty);
        Assert.DoesNotContain(bench.Log, line => line.Contains("Too late", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Are_left_alone_while_they_note_progress_and_while_they_rest()
    {
        await using var bench = new LoopBench();
        var loop = new BusyLoop(bench.Clock);
        await bench.StartAsync(loop);

        await bench.PassAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(0, bench.Table.All.Single().Restarts);
        Assert.True(loop.Notes > 20, $"{loop.Notes} notes");
    }

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Keep_the_process_from_ending_no_longer_than_ten_seconds(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        await using var relay = TcpRelay.Before(world.Vendor, out var relayed);
        world.Settings["Vendors:kshot:ConnectionString"] = relayed;
        await using var gateway = await world.StartProcessAsync();
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot"), "queued");

        relay.Freeze();
        for (var i = 0; i < 20; i++)
        {
            await gateway.Api.SendSmsAsync("kshot");
        }

        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System); // So that hand-over and jobs hang in the vendor's database.
        var (took, exitCode) = await gateway.TerminateAsync();

        TestContext.Current.TestOutputHelper?.WriteLine($"{kind}: {took.TotalSeconds:0.0} s, exit code {exitCode}");
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task End_when_the_state_database_answers_nothing_for_longer_than_a_statement_may_take_and_everything_flows_again()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var relay = TcpRelay.Before(world.State, out var relayed);
        world.Settings["ConnectionStrings:Gateway"] = relayed;
        await using var gateway = await world.StartProcessAsync();
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot"), "queued");

        relay.Freeze();
        await Task.Delay(TimeSpan.FromSeconds(40), TimeProvider.System);
        var ready = await gateway.Api.GetAsync("/health/ready");
        Assert.Equal(503, ready.Status);
        Assert.Contains("vendor-health", ready.Json["loops"]!.AsArray().Select(loop => (string)loop!));
        relay.BringBack();

        await Eventually.BeAsync(async () => (await gateway.Api.GetAsync("/health/ready")) is { Status: 200 } now && now.Json["loops"]!.AsArray().Count == 0, "no loop has a standing fault any more", 45);
        var id = await Eventually.GetAsync(() => gateway.Api.PostAsync("/v1/messages", """{ "channel": "sms", "vendor": "kshot", "from": "15777985", "to": "01012341234", "text": "a" }"""), answer => answer.Status == 202, "messages are accepted again");
        await gateway.Api.ReachesAsync((string)id.Json["messages"]![0]!["id"]!, "queued");
    }

    /// <summary>Its first step never ends, and does not listen to its token.</summary>
    private sealed class HangingLoop : ILoop
    {
        private int _begun;
        private int _givenUp;

        public string Name => "hanging";

        public TimeSpan Limit => TimeSpan.FromSeconds(20);

        public bool NeedsStorage => false;

        public int Begun => Volatile.Read(ref _begun);

        public int GivenUp => Volatile.Read(ref _givenUp);

        public CancellationToken First { get; private set; }

        public TaskCompletionSource<Rest> Hangs { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Rest> StepAsync(LoopProgress progress, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _begun) == 1)
            {
                First = cancellationToken;
                return Hangs.Task;
            }

            return Task.FromResult(Rest.For(TimeSpan.FromSeconds(1)));
        }

        public void GiveUp() => Interlocked.Increment(ref _givenUp);
    }

    /// <summary>A step of five minutes that moves, and then a rest that nothing ends.</summary>
    private sealed class BusyLoop(TimeProvider time) : ILoop
    {
        private int _notes;

        public string Name => "busy";

        public TimeSpan Limit => TimeSpan.FromSeconds(20);

        public bool NeedsStorage => false;

        public int Notes => _notes;

        public async Task<Rest> StepAsync(LoopProgress progress, CancellationToken cancellationToken)
        {
            while (++_notes < 30)
            {
                await Task.Delay(TimeSpan.FromSeconds(4), time, cancellationToken);
                progress.Note();
            }

            return Rest.ForGood;
        }
    }
}
