using Gateway.Simulator.Agents.Kshot;

namespace Gateway.Tests.Support;

/// <summary>Plays the KShot agent of a test in this process, with the simulator's own SQL.</summary>
internal sealed class KshotSimulator(Rows vendor, KshotAgentOptions? options = null) : IAsyncDisposable
{
    private readonly AgentRunner _runner = new(new KshotAgent(AgentRunner.Database(vendor), options ?? Fast, TimeProvider.System, new Random(1)));

    public static KshotAgentOptions Fast { get; } = new()
    {
        Tps = 0,
        AcceptDelay = TimeSpan.Zero,
        ResultDelay = TimeSpan.Zero,
        MigrateInterval = TimeSpan.FromMilliseconds(300),
    };

    public ValueTask DisposeAsync() => _runner.DisposeAsync();
}
