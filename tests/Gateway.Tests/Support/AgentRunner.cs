using System.Data.Common;
using Gateway.Simulator.Agents;
using Gateway.Simulator.Agents.Bizppurio;
using Gateway.Simulator.Agents.Emma;
using Gateway.Simulator.Agents.Kshot;
using Gateway.Simulator.Agents.Lguplus;
using Gateway.Simulator.Agents.Xroshot;

namespace Gateway.Tests.Support;

/// <summary>Lets a simulated agent work on its tables until the test is over.</summary>
internal sealed class AgentRunner : IAsyncDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);

    /// <summary>An agent that finds nothing looks seldom: five of them kept a fifth of a processor busy.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(160);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public AgentRunner(IAgent agent) => _running = RunAsync(agent);

    public static AgentDatabase Database(Rows vendor) =>
        vendor.IsMySql ? AgentDatabase.MySql(vendor.ConnectionString) : AgentDatabase.PostgreSql(vendor.ConnectionString);

    /// <summary>One that works as fast as it is stepped. <paramref name="spool"/>: where Bizppurio's finds its files; empty: it looks at none. <paramref name="resultDelay"/>: from taking a row to its result.</summary>
    public static IAgent AgentOf(string protocol, Rows vendor, string spool, TimeProvider? clock = null, TimeSpan resultDelay = default) => protocol switch
    {
        "kshot" => new KshotAgent(Database(vendor), KshotSimulator.Fast with { ResultDelay = resultDelay }, clock ?? TimeProvider.System, new Random(1)),
        "bizppurio" => new BizppurioAgent(
            Database(vendor),
            new BizppurioAgentOptions { Tps = 0, AcceptDelay = TimeSpan.Zero, ResultDelay = resultDelay, MoveInterval = TimeSpan.FromMilliseconds(300), SpoolDirectory = spool.Length == 0 ? null : spool },
            clock ?? TimeProvider.System,
            new Random(1)),
        "emma" => new EmmaAgent(
            Database(vendor),
            new EmmaAgentOptions { Tps = 0, ResultDelay = resultDelay, MoveInterval = TimeSpan.FromMilliseconds(300) },
            clock ?? TimeProvider.System,
            new Random(1)),
        "lguplus" => new LguplusAgent(
            Database(vendor),
            new LguplusAgentOptions { Tps = 0, ResultDelay = resultDelay, MoveInterval = TimeSpan.FromMilliseconds(300) },
            clock ?? TimeProvider.System,
            new Random(1)),
        _ => new XroshotAgent(
            Database(vendor),
            new XroshotAgentOptions { Tps = 0, AcceptDelay = TimeSpan.Zero, InterimDelay = TimeSpan.Zero, ResultDelay = resultDelay },
            clock ?? TimeProvider.System,
            new Random(1)),
    };

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
            var pause = ShortestPause;
            while (!_stop.IsCancellationRequested)
            {
                if (await StepAsync(agent) > 0)
                {
                    pause = ShortestPause;
                    continue;
                }

                await Task.Delay(pause, TimeProvider.System, _stop.Token);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The test is over.
        }
    }
}
