using System.Diagnostics.Metrics;
using Gateway.Platform.Loops;
using Gateway.Platform.Telemetry;

namespace Gateway.Insight.Metrics;

/// <summary>
/// What every node tells of itself, without asking anybody: its loops, and what the state database cost it.
/// </summary>
internal sealed class NodeGauges
{
    private readonly GatewayTelemetry _telemetry;
    private readonly LoopTable _loops;

    public NodeGauges(GatewayTelemetry telemetry, LoopTable loops, TimeProvider time)
    {
        (_telemetry, _loops) = (telemetry, loops);
        var meter = telemetry.Meter;
        meter.CreateObservableGauge(
            "gateway.loop.age",
            () => Of(loop => loop.Age(time.GetUtcNow()).TotalSeconds),
            "s",
            "How long a background loop of this node has failed or made no progress; 0 while all is well.");
        meter.CreateObservableCounter(
            "gateway.loops.failures",
            () => Of(static loop => loop.Failures),
            "{failure}",
            "Steps of background loops that failed or stood still.");
        meter.CreateObservableCounter(
            "gateway.loops.restarts",
            () => Of(static loop => loop.Restarts),
            "{restart}",
            "Steps of background loops that stood still and were given up.");
        meter.CreateObservableCounter(
            "gateway.state_database.faults",
            StateFaults,
            "{fault}",
            "What failed because the state database could not be used: requests, steps of loops, runs of jobs.");
    }

    private IEnumerable<Measurement<T>> Of<T>(Func<LoopState, T> value)
        where T : struct =>
        _loops.All.Select(loop =>
            new Measurement<T>(value(loop), new KeyValuePair<string, object?>("loop", loop.Name)));

    private IEnumerable<Measurement<long>> StateFaults() =>
    [
        At("request", _telemetry.RequestFaults),
        At("loop", _loops.All.Sum(static loop => loop.StateFaults)),
        At("job", _telemetry.JobFaults),
    ];

    private static Measurement<long> At(string where, long faults) =>
        new(faults, new KeyValuePair<string, object?>("where", where));
}
