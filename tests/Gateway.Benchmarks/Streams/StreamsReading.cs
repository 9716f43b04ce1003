using Gateway.Benchmarks.Idle;

namespace Gateway.Benchmarks.Streams;

/// <summary>What one window has shown.</summary>
/// <param name="Seconds">How long it was.</param>
/// <param name="GatewayCpu">Percent of a core.</param>
/// <param name="PostgresCpu">Percent of a core.</param>
/// <param name="Megabytes">Of the gateway, at its end.</param>
/// <param name="Statements">On the state database, the most frequent first.</param>
internal sealed record StreamsReading(
    double Seconds, double GatewayCpu, double PostgresCpu, double Megabytes, IReadOnlyList<StatementCount> Statements)
{
    /// <summary>Statements a second.</summary>
    public double Rate => Statements.Sum(static statement => statement.Calls) / Seconds;
}
