using System.Collections.Concurrent;
using Gateway.Platform.Vendors;
using Microsoft.Extensions.Options;

namespace Gateway.Dispatch;

/// <summary>The rows that stand before those to come, and when they were counted.</summary>
internal readonly record struct CountedQueue(int Waiting, DateTimeOffset At);

/// <summary>
/// How many rows wait untouched in a vendor's queue table. Counting costs a round trip and a look at each of them, so
/// what was counted a moment ago is used again, with what this node has written since, as long as it certainly leaves
/// much room: an agent only takes away, and what other nodes write the claim knows.
/// </summary>
internal sealed class CountQueue(IOptions<DispatchOptions> options, TimeProvider time)
{
    /// <summary>Other programs may write into the table too.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, CountedQueue> _counts = new(StringComparer.Ordinal);

    public async Task<CountedQueue> CountAsync(Vendor vendor, CancellationToken cancellationToken)
    {
        if (_counts.TryGetValue(vendor.Name, out var known) && Holds(vendor, known))
        {
            return known;
        }

        Forget(vendor.Name);
        var now = time.GetUtcNow();
        var counted = new CountedQueue(
            await vendor.Queue.CountWaitingAsync(vendor.Options.Budget, cancellationToken), now);
        return _counts[vendor.Name] = counted;
    }

    /// <summary>
    /// The same while <paramref name="rows"/> more are being written; null when nothing may follow them at once: behind
    /// less than a whole batch there is no more to take, or only what came this moment.
    /// </summary>
    public CountedQueue? Beside(Vendor vendor, CountedQueue counted, int rows)
    {
        var beside = With(counted, rows);
        return rows >= options.Value.BatchSize && Holds(vendor, beside) ? beside : null;
    }

    /// <summary>This node has written so many rows more.</summary>
    public void Add(string vendor, int rows)
    {
        if (_counts.TryGetValue(vendor, out var known))
        {
            _counts[vendor] = With(known, rows);
        }
    }

    /// <summary>Something went wrong: the next one to ask finds out whether the vendor's database is there.</summary>
    public void Forget(string vendor) => _counts.TryRemove(vendor, out _);

    private static CountedQueue With(CountedQueue counted, int rows) =>
        counted with { Waiting = counted.Waiting + rows };

    private bool Holds(Vendor vendor, CountedQueue counted) =>
        time.GetUtcNow() - counted.At < Fresh && LeavesMuch(vendor.Options.Budget, counted.Waiting);

    /// <summary>A whole batch of the last lane, or half the queue where that is less.</summary>
    private bool LeavesMuch(int budget, int waiting) =>
        LaneBudget.For(budget, waiting, options.Value.BatchSize).Bulk >= Math.Min(options.Value.BatchSize, budget / 2);
}
