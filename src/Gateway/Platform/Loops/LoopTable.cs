using System.Collections.Concurrent;
using Gateway.Platform.Jobs;

namespace Gateway.Platform.Loops;

/// <summary>The loops of this node.</summary>
internal sealed class LoopTable
{
    private readonly ConcurrentDictionary<string, LoopState> _loops = new(StringComparer.Ordinal);

    public IReadOnlyList<LoopState> All => [.. _loops.Values.OrderBy(static loop => loop.Name, StringComparer.Ordinal)];

    /// <summary>The names of those whose last step failed or stood still.</summary>
    public IReadOnlyList<string> Faulty =>
        [.. All.Where(static loop => loop.Fault is not null).Select(static loop => loop.Name)];

    /// <summary>
    /// Beats when a loop can use the state database again: the others need not wait for the end of their pauses.
    /// </summary>
    public Pulse StorageIsBack { get; } = new();

    public LoopState Add(ILoop loop)
    {
        var state = new LoopState(loop);
        return _loops.TryAdd(loop.Name, state)
            ? state
            : throw new InvalidOperationException($"Two loops are called {loop.Name}.");
    }
}
