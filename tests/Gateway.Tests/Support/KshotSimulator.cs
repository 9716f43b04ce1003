using Gateway.Simulator.Agents;
using Gateway.Simulator.Agents.Kshot;

namespace Gateway.Tests.Support;

/// <summary>Plays the KShot agent of a test in this process, with the simulator's own SQL.</summary>
internal sealed class KshotSimulator : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public KshotSimulator(Rows vendor, KshotAgentOptions? options = null)
    {
        var database = vendor.IsMySql ? AgentDatabase.MySql(vendor.ConnectionString) : AgentDatabase.PostgreSql(vendor.ConnectionString);
        var agent = new KshotAgent(database, options ?? Fast, TimeProvider.System, new Random(1));
        _running = RunAsync(agent);
    }

    public static KshotAgentOptions Fast { get; } = new()
    {
        Tps = 0,
        AcceptDelay = TimeSpan.Zero,
        ResultDelay = TimeSpan.Zero,
        MigrateInterval = TimeSpan.FromMilliseconds(300),
    };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync(KshotAgent agent)
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                if (await agent.StepAsync(_stop.Token) == 0)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, _stop.Token);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The test is over.
        }
    }
}
