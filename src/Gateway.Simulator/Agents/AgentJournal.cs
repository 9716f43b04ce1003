using System.Globalization;

namespace Gateway.Simulator.Agents;

/// <summary>Tells what an agent did: one line per batch, or one per message.</summary>
public sealed class AgentJournal(TextWriter output, TimeProvider time, bool verbose)
{
    internal void Batch<T>(string what, IReadOnlyCollection<T> keys)
    {
        if (keys.Count == 0)
            return;
        if (!verbose)
            Line(string.Create(CultureInfo.InvariantCulture, $"{what}: {keys.Count}"));
        foreach (var key in verbose ? keys : [])
            Line(string.Create(CultureInfo.InvariantCulture, $"{what}: {key}"));
    }

    internal void Line(string text) => output.WriteLine($"{KoreaTime.Exact(time):HH:mm:ss.fff} {text}");
}
