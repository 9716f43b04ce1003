using System.Collections.Concurrent;

namespace Gateway.Platform.Loops;

/// <summary>
/// Items of a loop's work that fail, one endpoint among many: each rests longer and longer, and stays visible, while
/// all others go on. An item is forgotten when it succeeds, or when it is not tried any more.
/// </summary>
internal sealed partial class ItemFaults<TKey>(string what, LoopParts parts)
    where TKey : notnull
{
    /// <summary>Shown at once; the worst stay in the log.</summary>
    private const int Shown = 20;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>An item that was not tried for so long after its pause is gone.</summary>
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<TKey, Entry> _items = new();
    private readonly ILogger _logger = parts.Loggers.CreateLogger($"Gateway.Loops.{what}");
    private readonly FaultLog _log = new(parts.Time);

    public IReadOnlyList<ItemFault> Shows =>
        [.. _items.OrderBy(static item => item.Value.Fault.Since).Take(Shown).Select(static item => new ItemFault(item.Key.ToString() ?? "", item.Value.Fault))];

    /// <summary>Not to be tried now.</summary>
    public TKey[] Resting()
    {
        var now = parts.Time.GetUtcNow();
        foreach (var item in _items.Where(item => item.Value.Until + ForgottenAfter < now))
        {
            _items.TryRemove(item);
        }

        return [.. _items.Where(item => item.Value.Until > now).Select(static item => item.Key)];
    }

    public void Succeeded(TKey item)
    {
        if (_items.TryRemove(item, out _) && _items.IsEmpty)
        {
            _log.Forget(what, out _);
        }
    }

    public void Failed(TKey item, Exception fault)
    {
        var now = parts.Time.GetUtcNow();
        var standing = StandingFault.After(_items.GetValueOrDefault(item)?.Fault, OutageException.TextOf(fault), now);
        var pause = Backoff.After(standing.Count, LongestPause, parts.Random.NextDouble());
        _items[item] = new Entry(standing, now + pause);
        if (_log.Count(what, FaultLog.KindOf(fault)) is { } count)
        {
            Log.Failed(_logger, RunLoop.IsOutage(fault) ? null : fault, what, item, count, standing.Text, pause);
        }
    }

    private sealed record Entry(StandingFault Fault, DateTimeOffset Until);

    private static partial class Log
    {
        [LoggerMessage(324, LogLevel.Warning, "{What} {Item} failed ({Count} times since the last message) and is tried again in {Pause}: {Fault}")]
        public static partial void Failed(
            ILogger logger,
            Exception? thrown,
            string what,
            TKey item,
            int count,
            string fault,
            TimeSpan pause);
    }
}
