using System.Data.Common;
using Gateway.Simulator.Agents;

namespace Gateway.Tests.Support;

/// <summary>Lets a simulated agent work on its tables until the test is over.</summary>
internal sealed class AgentRunner : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public AgentRunner(IAgent agent) => _running = RunAsync(agent);

    public static AgentDatabase Database(Rows vendor) =>
        vendor.IsMySql ? AgentDatabase.MySql(vendor.ConnectionString) : AgentDatabase.PostgreSql(vendor.ConnectionString);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    /// <summary>Tables that are not there yet and lost deadlocks are tried again, as a real agent does.</summary>
    private async Task<int> StepAsync(IAgent agent)
    {
        try
        {
            return await agent.StepAsync(_stop.Token);
        }
        catch (DbException)
        {
            return 0;
        }
    }

    private async Task RunAsync(IAgent agent)
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                if (await StepAsync(agent) == 0)
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
